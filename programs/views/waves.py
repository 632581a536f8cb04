"""A wave's set-up: its dates and plan, curriculum, days to avoid, and its steps."""

import copy
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import calendar, dates, starting, waves
from ..access import can_coordinate, require
from ..blockers import blockers
from ..forms.waves import BlockedDaysForm, LessonForm, StepForm, WaveForm
from ..models import Application, CurriculumSession, Guidelines, Program, Wave
from ..pages import is_htmx, page

Status = Wave.Status


@require_http_methods(["GET", "POST"])
def wave_new(request, pk):
    """Plan the next wave of a program; the calendar that results stands beside the form."""
    program = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
    require(can_coordinate(request.user, program))
    today = timezone.localdate()
    form = plan_form(request, Wave(program=program), today)
    if is_htmx(request):
        return render(request, "programs/_wave_calendar.html", {"made": made_by(form, today)})
    if wants_saving(request) and form.is_valid():
        wave = starting.start_wave(program, form.save(commit=False))
        messages.success(request, f"Wave {wave.number} is planned as a draft. Nobody has been told yet.")
        return redirect("wave_setup", wave.pk)
    context = {
        "program": program,
        "form": form,
        "made": made_by(form, today),
        "number": (program.waves.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
    }
    return page(request, "programs/wave_form", context)


@require_http_methods(["GET", "POST"])
def wave_setup(request, pk):
    """Change what still can be changed of a wave's dates and plan; see where it is in its life."""
    wave = coordinated_wave(request, pk)
    today = timezone.localdate()
    form = plan_form(request, copy.copy(wave), today)  # a plan that is only tried must not show as saved
    if is_htmx(request):
        return render(request, "programs/_wave_calendar.html", {"made": made_by(form, today, wave)})
    if wants_saving(request) and form.is_valid():
        starting.change_plan(form.instance, form.changed_data)
        messages.success(request, "The plan is saved.")
        return redirect("wave_setup", wave.pk)
    context = {
        "wave": wave,
        "form": form,
        "made": made_by(form, today, wave),
        "rooms": rooms(wave, "dates"),
        **standing(wave, timezone.now(), today),
    }
    return page(request, "programs/wave_setup", context)


@require_http_methods(["GET", "POST"])
def wave_curriculum(request, pk):
    """Topic, agenda and reading of each session."""
    wave = coordinated_wave(request, pk)
    sent = request.POST if request.method == "POST" else None  # also when nothing was in it
    forms = [LessonForm(sent, instance=lesson, prefix=str(lesson.number)) for lesson in lessons_of(wave)]
    wrong = [form for form in forms if form.is_bound and not form.is_valid()]
    if request.method == "POST":
        require(not wave.is_over)
        if not wrong:
            for form in forms:
                form.save()
            messages.success(request, "The curriculum is saved. Sessions already planned keep their topics.")
            return redirect("wave_curriculum", wave.pk)
    context = {
        "wave": wave,
        "forms": forms,
        "wrong": wrong,
        "form": wrong[0] if wrong else None,
        "rooms": rooms(wave, "sessions"),
    }
    return page(request, "programs/wave_curriculum", context)


def lessons_of(wave):
    """The curriculum entry of every session, fresh ones where none is written yet."""
    written = {lesson.number: lesson for lesson in wave.curriculum.all()}
    return [
        written.get(number) or CurriculumSession(wave=wave, number=number, topic=f"Session {number}")
        for number in range(1, wave.session_count + 1)
    ]


@require_http_methods(["GET", "POST"])
def wave_days(request, pk):
    """Days on which no session is planned: add some, take one back."""
    wave = coordinated_wave(request, pk)
    form = BlockedDaysForm()
    if request.method == "POST":
        require(not wave.is_over)
        if "remove" in request.POST:
            starting.unblock_days(wave, *days_in(request.POST["remove"]))
            messages.success(request, "Sessions can be planned on these days again.")
            return redirect("wave_days", wave.pk)
        form = BlockedDaysForm(request.POST)
        if form.is_valid():
            added = starting.block_days(wave, **form.cleaned_data)
            messages.success(request, f"{added} working day{'' if added == 1 else 's'} kept free.")
            return redirect("wave_days", wave.pk)
    first, last = wave.sessions_start_on, wave.sessions_end_on
    states = states_of(wave)
    context = {
        "wave": wave,
        "form": form,
        "rooms": rooms(wave, "days"),
        "blocked": calendar.stretches(waves.blocked_in(wave)),
        "holidays": sorted(calendar.days_off(first, last).items()),
        "state_holidays": [
            {"day": day, "name": name, "states": ", ".join(where)}
            for day, (name, where) in calendar.holidays_of_some(first, last, states).items()
        ],
    }
    return page(request, "programs/wave_days", context)


@require_http_methods(["GET", "POST"])
def wave_step(request, pk):
    """What stands in the way of the next step; going on, or calling the wave off."""
    wave = coordinated_wave(request, pk)
    now, today = timezone.now(), timezone.localdate()
    found = standing(wave, now, today)
    cancelling = request.POST.get("to") == Status.CANCELLED
    going_on = StepForm(
        None if cancelling else request.POST or None,
        needs_reason=bool(found["blockers"]),
        initial={"to": wave.next_status},
    )
    calling_off = StepForm(
        request.POST if cancelling else None,
        needs_reason=True,
        initial={"to": Status.CANCELLED},
        auto_id="cancel_%s",
    )
    form = calling_off if cancelling else going_on
    if form.is_valid():
        chosen = form.cleaned_data
        if cancelling:
            waves.cancel_wave(wave, by=request.user, reason=chosen["reason"])
        else:
            waves.step_wave(wave, to=chosen["to"], by=request.user, now=now, reason=chosen["reason"])
        messages.success(request, f"Wave {wave.number} is now {Status(chosen['to']).label.lower()}.")
        return redirect("wave_step", wave.pk)
    context = {
        "wave": wave,
        "form": form,
        "going_on": going_on,
        "calling_off": calling_off,
        "cancelling": cancelling,
        "rooms": rooms(wave, "step"),
        "history": waves.history_of(wave),
        "verb": waves.VERBS.get(wave.next_status),
        "cancel_verb": waves.VERBS[Status.CANCELLED],
        "may_cancel": Status.CANCELLED in wave.STEPS[wave.status],
        **found,
    }
    return page(request, "programs/wave_step", context)


def coordinated_wave(request, pk):
    """A wave whose coordinator the reader is: 404 for strangers, 403 for its other people."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("program"), pk=pk)
    require(can_coordinate(request.user, wave.program))
    request.wave_id = wave.pk
    return wave


# --- the plan and its calendar ----------------------------------------------------------------------------


def wants_saving(request):
    """Whether a posted plan is to be kept, not only looked at or filled in."""
    return request.method == "POST" and not {"show", "propose"} & set(request.POST)


def plan_form(request, wave, today):
    """The form as the request leaves it: fresh, sent, shown again, or with dates proposed."""
    blocked = waves.blocked_in(wave) if wave.pk else {}
    initial = None if wave.pk else calendar.proposed_dates(calendar.next_start(today))
    sent = request.GET if is_htmx(request) else request.POST
    form = WaveForm(sent or None, instance=wave, initial=initial, today=today, blocked=blocked)
    if "propose" not in request.POST:
        return form
    known = {name: form.value(name) for name in ("sessions_start_on", "session_count", "cadence_days")}
    if None in known.values():
        return form
    data = request.POST.copy()
    for name, day in calendar.proposed_dates(**known, blocked=blocked).items():
        data[name] = day.isoformat()
    return WaveForm(data, instance=wave, initial=initial, today=today, blocked=blocked)


def states_of(wave):
    """The states in which the accepted people of a wave work."""
    places = (
        Application.objects.filter(wave=wave)
        .accepted()
        .order_by()
        .values_list("person__location", flat=True)
        .distinct()
    )
    return tuple(sorted({state for place in places if (state := calendar.state_of(place))}))


def made_by(form, today, wave=None):
    """The calendar that a plan makes, for the page; None while a part of the plan makes no sense."""
    plan = form.plan(states_of(wave) if wave else ())
    if plan is None:
        return None
    found = calendar.windows(plan)
    first = found[0].first  # the year is said where it is not that of the first session
    return {
        "launch_on": form.value("launch_on"),
        "review_ends_on": form.value("review_ends_on"),
        "first": first,
        "windows": [
            {
                "number": window.number,
                "first": window.first,
                "days": dates.date_range(window.first, window.last, today=first),
                "notes": window.notes(first),
            }
            for window in found
        ],
        "short": calendar.too_short(plan, today=today),
        "moved": sum(bool(window.moved_weeks or window.starts_after) for window in found),
    }


# --- where a wave stands ----------------------------------------------------------------------------------


def standing(wave, now, today):
    """The line of steps, what blocks the next one, and what the clock does."""
    found = blockers(wave, wave.next_status, now) if wave.next_status else []
    return {
        "steps": waves.line_of(wave),
        "blockers": found,
        "has_hard": any(blocker.is_hard for blocker in found),
        "forecast": waves.forecast(wave, found, today=today),
    }


def days_in(text):
    """The two days of ``2027-03-29..2027-04-02``; anything else names nothing."""
    first, _, last = text.partition("..")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise Http404 from None


def rooms(wave, current):
    """The parts of the set-up, in any order, with what is done."""
    published = set(wave.program.guidelines.exclude(published_at=None).values_list("audience", flat=True))
    entries = [
        ("aims", "Aims and people", reverse("program", args=[wave.program_id]), bool(wave.program.topics)),
        (
            "guidelines",
            "Guidelines",
            reverse("guidelines", args=[wave.pk]),
            published == set(Guidelines.Audience.values),
        ),
        ("dates", "Dates and sessions", reverse("wave_setup", args=[wave.pk]), True),
        ("days", "Days to avoid", reverse("wave_days", args=[wave.pk]), True),
        ("sessions", "Topics and reading", reverse("wave_curriculum", args=[wave.pk]), True),
        ("step", "Steps and history", reverse("wave_step", args=[wave.pk]), wave.is_over),
    ]
    return [
        {"label": label, "url": url, "is_done": is_done, "is_current": key == current}
        for key, label, url, is_done in entries
    ]
