"""Meetings of a wave: the list, one of them with its answers, calling and calling off, attendance."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import events as rules
from ..access import can_coordinate, require
from ..forms.events import EventForm
from ..models import Attendance, Event
from ..pages import found_wave, page, whole_number
from ..words import counted

ON_A_PAGE = 100
Answer = Attendance.Answer


@require_GET
def events(request, pk):
    """The meetings of a wave, with how many come."""
    wave = found_wave(request, pk)
    may_coordinate = can_coordinate(request.user, wave.program)
    require(rules.belonging(wave).filter(pk=request.user.pk).exists())
    found = Event.objects.visible_to(request.user).filter(wave=wave)
    with_counts = found.annotate(
        coming=Count("attendances", filter=Q(attendances__answer=Answer.COMING)),
        there=Count("attendances", filter=Q(attendances__was_there=True)),
    )
    context = {
        "wave": wave,
        "events": with_counts,
        "now": timezone.now(),
        "may_coordinate": may_coordinate,
        "launch": rules.launch_of(wave),
    }
    return page(request, "programs/community/events", context)


def found_event(request, pk):
    found = get_object_or_404(Event.objects.visible_to(request.user).select_related("wave__program"), pk=pk)
    request.wave = found.wave
    return found


@require_GET
def event(request, pk):
    """One meeting: one's own answer, and for coordinators everybody's."""
    found, now = found_event(request, pk), timezone.now()
    mine = Attendance.objects.filter(event=found, person=request.user).first()
    may_coordinate = can_coordinate(request.user, found.wave.program)
    is_open = found.cancelled_at is None and found.starts_at > now
    context = {
        "event": found,
        "mine": mine,
        "may_answer": is_open and rules.is_invited(request.user, found),
        "has_begun": found.starts_at <= now,
        "may_coordinate": may_coordinate,
        "coming": found.attendances.filter(answer=Answer.COMING).count(),
        "strays": is_open and may_coordinate and rules.strays_from_its_day(found),
    }
    if may_coordinate:
        context |= answers_to(found, request.GET.get("page"))
    return page(request, "programs/community/event", context)


def answers_to(event, number):
    """Everybody invited or recorded, a page of them, and the counts."""
    counts = event.attendances.aggregate(
        said_no=Count("pk", filter=Q(answer=Answer.NOT_COMING)), there=Count("pk", filter=Q(was_there=True))
    )
    return {"page_obj": Paginator(rules.guests(event), ON_A_PAGE).get_page(number), **counts}


@require_GET
def event_calendar(request, pk):
    """The entry for one's own calendar."""
    content = rules.entry_of(found_event(request, pk), None, now=timezone.now(), method="PUBLISH")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


@require_POST
def event_answer(request, pk):
    """Coming or not: one tap."""
    found = found_event(request, pk)
    require(rules.is_invited(request.user, found))
    said = request.POST.get("answer")
    if said not in Answer.values:
        messages.error(request, "Choose one of the two.")
        return redirect(found)
    rules.answer(found, request.user, said, now=timezone.now())
    messages.success(request, "You are coming." if said == Answer.COMING else "Thank you for saying so.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def event_new(request, pk):
    """Call a meeting of the wave."""
    wave = found_wave(request, pk)
    require(can_coordinate(request.user, wave.program))
    kind = request.GET.get("kind")
    begun = (
        {"kind": kind, "title": f"{Event.Kind(kind).label} of wave {wave.number}"} if is_kind(kind) else {}
    )
    return event_form(request, Event(wave=wave), initial=begun)


def is_kind(word):
    return word in Event.Kind.values


@require_http_methods(["GET", "POST"])
def event_edit(request, pk):
    """Change a meeting; everybody gets it anew where time, place or title change."""
    found = found_event(request, pk)
    require(can_coordinate(request.user, found.wave.program))
    return event_form(request, found, initial={})


def event_form(request, event, *, initial):
    is_new, now = event.pk is None, timezone.now()
    form = EventForm(request.POST or None, instance=event, initial=initial)
    if form.is_valid():
        rules.call(form.instance, now=now)
        people = rules.invited(event).count()
        messages.success(
            request,
            f"It is called; {counted(people, 'person is', 'people are')} invited."
            if is_new
            else "The meeting is saved.",
        )
        return redirect(form.instance)
    context = {
        "form": form,
        "event": None if is_new else event,
        "wave": event.wave,
        "people": rules.invited(event).count(),
        "mentors": rules.mentors_of(event.wave).count(),
    }
    return page(request, "programs/community/event_form", context)


@require_POST
def event_attendance(request, pk):
    """Write down who was there, of the people on the page."""
    found = found_event(request, pk)
    require(can_coordinate(request.user, found.wave.program))
    people = Paginator(rules.guests(found), ON_A_PAGE).get_page(request.GET.get("page"))
    present = {whole_number(pk) for pk in request.POST.getlist("present")}
    rules.record(found, [person.pk for person in people], present, now=timezone.now())
    messages.success(request, "Attendance is written down.")
    return redirect(f"{found.get_absolute_url()}?page={people.number}")


@require_http_methods(["GET", "POST"])
def event_cancellation(request, pk):
    """Call a meeting off: says whom it reaches, then does it."""
    found = found_event(request, pk)
    require(can_coordinate(request.user, found.wave.program))
    if request.method == "POST":
        rules.call_off(found, now=timezone.now())
        messages.success(request, "The meeting is called off.")
        return redirect(reverse("events", args=[found.wave_id]))
    people = rules.invited(found).count()
    return page(request, "programs/community/event_cancellation", {"event": found, "people": people})
