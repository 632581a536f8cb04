"""When people meet: moving a session, one's own dates, and the whole wave's."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.pages import found_wave, page, searched

from ..access import can_move, can_place, can_see_schedule
from ..calendar import published
from ..forms import MoveForm
from ..lifecycle import move_session
from ..models import Session, UnplacedSession
from ..schedule import free_slots
from ..unplaced import choices

PER_PAGE = 25
FILTERS = {"ahead": "Still to come", "overdue": "Passed without an outcome", "held": "Held", "all": "All"}


@require_http_methods(["GET", "POST"])
def session_move(request, pk):
    """Give a session another time: one of three free ones, or one typed in."""
    session = Session.objects.movable_by(request.user).with_people().filter(pk=pk).first()
    if session is None:
        raise Http404
    require(can_move(request.user, session))
    is_assistant = not Session.objects.visible_to(request.user).filter(pk=pk).exists()
    if not is_assistant:
        request.wave = session.pair.wave
    now = timezone.now()
    form = MoveForm(request.POST or None, initial=initial_of(session))
    if form.is_valid():
        try:
            move_session(
                session,
                starts_at=form.starts_at,
                place=form.cleaned_data["place"],
                by=request.user,
                now=now,
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            if form.is_skipped:
                messages.warning(
                    request, "The clock skips that time on this day, so it begins a little later."
                )
            messages.success(request, "Moved. New invitations are on their way to both calendars.")
            return redirect("my_schedule" if is_assistant else session)
    slots = free_slots(session, now=now)
    context = {
        "session": session,
        "form": form,
        "slots": slots,
        "is_assistant": is_assistant,
        "place": session.place_for(request.user),
        "zone": f"{timezone.localtime(slots[0] if slots else session.starts_at):%Z}",
        "other_zone": session.time_zone if session.time_zone != timezone.get_current_timezone_name() else "",
    }
    return page(request, "sessions/move", context)


@require_safe
def session_calendar(request, pk):
    """A session's calendar entry, for those who see its time."""
    session = Session.objects.movable_by(request.user).with_people().filter(pk=pk).first()
    if session is None:
        raise Http404
    content = published(session, now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="session.ics"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH", headers=headers)


def initial_of(session):
    start = timezone.localtime(session.starts_at)
    return {"date": start.date(), "time": start.time(), "place": session.place}


@require_GET
def my_schedule(request):
    """One's own sessions; for an assistant those of the executive, times and places only."""
    now = timezone.now()
    mine = Session.objects.of(request.user).with_people().with_progress().order_by("starts_at", "pk")
    assisted = Session.objects.assisted_by(request.user).booked().with_people().order_by("starts_at", "pk")
    if request.GET.get("show") != "all":
        mine = mine.still_to_settle()
    found = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(session, session.place_for(request.user)) for session in found]
    times = [(session, session.place_for(session.pair.mentor)) for session in assisted[:PER_PAGE]]
    return render(
        request,
        "sessions/my_schedule.html",
        {
            "rows": rows,
            "page_obj": found,
            "assisted": times,
            "now": now,
            "shows_all": request.GET.get("show") == "all",
        },
    )


@require_GET
def schedule(request, pk):
    """All sessions of a wave by week; a coach sees those of their own pairs."""
    wave = found_wave(request, pk)
    require(can_see_schedule(request.user, wave))
    now = timezone.now()
    visible = Session.objects.visible_to(request.user).filter(pair__wave=wave)
    show = request.GET.get("show") if request.GET.get("show") in FILTERS else "ahead"
    words = searched(request)
    sessions = filtered(visible, show, words, now).with_people().with_progress().order_by("starts_at", "pk")
    found = Paginator(sessions, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "sessions/schedule.html",
        {
            "wave": wave,
            "page_obj": found,
            "weeks": by_week(found),
            "show": show,
            "q": words,
            "filters": FILTERS.items(),
            "unplaced": unplaced_in(wave, request.user, now),
            "can_place": can_place(request.user, wave),
            "overdue": visible.window_passed(now).count(),
            "now": now,
        },
    )


def filtered(sessions, show, words, now):
    """What the filter and the search ask for."""
    sessions = {
        "ahead": lambda: sessions.ahead(now),
        "overdue": lambda: sessions.window_passed(now),
        "held": sessions.held,
        "all": lambda: sessions,
    }[show]()
    for word in words.split()[:4]:
        sessions = sessions.of_anyone_called(word)
    return sessions


def by_week(sessions):
    """``[(monday, [session …]) …]`` in the reader's zone, in the order they come."""
    weeks = {}
    for session in sessions:
        day = timezone.localtime(session.starts_at).date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(session)
    return list(weeks.items())


def unplaced_in(wave, user, now):
    """Sessions without a time that the reader sees, the first of them with their nearest choice."""
    unplaced = list(UnplacedSession.objects.waiting_for(user).filter(pair__wave=wave))
    found = choices(wave, unplaced, now=now)
    for row in unplaced:
        row.nearest = next(iter(found.get(row.pk, ())), None)
    return unplaced
