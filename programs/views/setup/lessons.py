"""What the sessions of a wave are about, and the days on which none is planned."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ... import calendar, starting, waves
from ...access import require
from ...forms.waves import BlockedDaysForm, LessonForm
from ...models import CurriculumSession
from ...pages import page
from .pages import coordinated_wave, rooms, states_of


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


def days_in(text):
    """The two days of ``2027-03-29..2027-04-02``; anything else names nothing."""
    first, _, last = text.partition("..")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise Http404 from None
