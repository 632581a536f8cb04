"""A wave's dates and session plan, with the calendar that they make beside the form."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import calendar, dates, starting, waves
from ...access import can_coordinate, require
from ...forms.waves import WaveForm
from ...models import Program, Wave
from ...pages import is_htmx, page
from ..waves import standing
from .pages import coordinated_wave, rooms, states_of


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
