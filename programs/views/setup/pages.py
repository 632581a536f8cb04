"""What the pages of a set-up share: finding the wave, and the list of its parts."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ... import calendar
from ...access import can_coordinate, require
from ...models import Application, Guidelines, Program, Wave


def coordinated_wave(request, pk):
    """A wave whose coordinator the reader is: 404 for strangers, 403 for its other people."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("program"), pk=pk)
    require(can_coordinate(request.user, wave.program))
    request.wave_id = wave.pk
    return wave


def coordinated_program(request, pk):
    """A program whose coordinator the reader is: 404 for strangers, 403 for its other people."""
    program = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
    require(can_coordinate(request.user, program))
    return program


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
