"""Step 3: a wave's dates, session plan and days to avoid, with the calendar that they make beside it."""

import copy
from collections import Counter

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import calendar, dates, plan_checks, starting, waves
from ...forms.waves import WaveForm
from ...models import Application
from ...pages import is_htmx, page
from ...wave_reviews import decisions_before
from .pages import coordinated_wave, frame_of, go_on, states_of


@require_http_methods(["GET", "POST"])
def wave_setup(request, pk):
    """Change what still can be changed of a wave's dates, plan and days; see what they make."""
    wave = coordinated_wave(request, pk)
    today = timezone.localdate()
    form = plan_form(request, copy.copy(wave), today)  # a plan that is only tried must not show as saved
    if is_htmx(request):
        return render(request, "programs/setup/_calendar.html", {"made": made_by(form, today), "wave": wave})
    if wants_saving(request) and form.is_valid():
        starting.change_plan(
            form.instance, form.changed_plan, given_back=form.given_back, kept=form.newly_kept
        )
        messages.success(request, "The plan is saved.")
        return go_on(wave.program, wave, "waves")
    context = {
        "form": form,
        "made": made_by(form, today),
        "read_only": wave.is_over,
        "events": wave.events.standing(),
        "decided": decisions_before(wave),
        "written": wave.curriculum.filter(number__lte=wave.session_count).exclude(recipe=[]).count(),
        **frame_of(wave.program, wave, "waves"),
    }
    return page(request, "programs/setup/waves", context)


def wants_saving(request):
    """Whether a posted plan is to be kept, not only looked at or filled in."""
    return request.method == "POST" and not {"show", "propose"} & set(request.POST)


def plan_form(request, wave, today, initial=None):
    """The form as the request leaves it: fresh, sent, shown again, or with dates proposed."""
    options = {
        "instance": wave,
        "initial": initial,
        "today": today,
        "blocked": waves.blocked_in(wave) if wave.pk else {},
        "states": states_of(wave) if wave.pk else (),
        "room": plan_checks.room_said(wave.program_id),
    }
    sent = request.GET if is_htmx(request) else request.POST
    form = WaveForm(sent or None, **options)
    if "propose" not in request.POST:
        return form
    known = {name: form.value(name) for name in ("sessions_start_on", "session_count", "cadence_days")}
    if None in known.values():
        return form
    data = request.POST.copy()
    for name, day in calendar.proposed_dates(**known, blocked=form.days_as_they_would_be()).items():
        data[name] = day.isoformat()
    return WaveForm(data, **options)


def made_by(form, today):
    """The calendar that a plan makes, for the page; None while a part of the plan makes no sense."""
    plan = form.plan(form.states)
    if plan is None:
        return None
    found = calendar.windows(plan)
    first = found[0].first  # the year is said where it is not that of the first session
    wave = form.instance
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
        "checks": plan_checks.checks(
            wave, plan, found, value=form.value, places=mentees_by_state(wave), today=today
        ),
        "moved": sum(bool(window.moved_weeks or window.starts_after) for window in found),
        "holidays": holidays_said(plan),
    }


def holidays_said(plan):
    """The national holidays within the plan, which are left out by themselves."""
    return sorted(
        (day, name)
        for day, name in calendar.days_off(plan.starts_on, plan.ends_on).items()
        if day.weekday() < 5
    )


def mentees_by_state(wave):
    """How many accepted mentees work in each state; those whose state is not known count under None."""
    if not wave.pk:
        return Counter()
    mentees = Application.objects.filter(wave=wave, side=Application.Side.MENTEE).accepted()
    return Counter(
        calendar.state_of(place) for place in mentees.order_by().values_list("person__location", flat=True)
    )
