"""What the pages of a set-up share: finding the program and its wave, the list of steps, going on."""

from django.shortcuts import get_object_or_404, redirect

from ... import calendar, setup
from ...access import can_coordinate, require
from ...models import Application, Program, Wave
from ...pages import whole_number


def coordinated_wave(request, pk):
    """A wave whose coordinator the reader is: 404 for strangers, 403 for its other people."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("program"), pk=pk)
    require(can_coordinate(request.user, wave.program))
    request.wave_id = wave.pk  # not the wave itself: its form writes on it, valid or not
    return wave


def coordinated_program(request, pk):
    """A program whose coordinator the reader is: 404 for strangers, 403 for its other people."""
    program = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
    require(can_coordinate(request.user, program))
    return program


def program_in_setup(request, pk):
    """A program that the reader coordinates, and the wave whose set-up is in front: ``?wave=``."""
    programs = Program.objects.visible_to(request.user).select_related("contact")
    program = get_object_or_404(programs, pk=pk)
    require(can_coordinate(request.user, program))
    wave = setup.wave_in_front(program, whole_number(request.GET.get("wave", "")))
    if wave:
        request.wave_id = wave.pk
    return program, wave


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


def frame_of(program, wave, key=""):
    """What every page of the set-up shows around its own: the steps with their state, and the way on."""
    found = setup.steps()
    before, after = setup.beside(key) if key else (None, None)
    return {
        "program": program,
        "wave": wave,
        "number": next((step.number for step in found if step.key == key), None),
        "step_count": len(found),
        "steps_of_setup": [
            {
                "label": step.label,
                "url": step.url(program, wave),
                "state": (state := step.state(program, wave)),
                "tone": state.tone,
                "is_current": step.key == key,
            }
            for step in found
        ],
        "back": before.url(program, wave) if before else program.get_absolute_url(),
        "onward": after.url(program, wave) if after else None,
        "key": key,
    }


def go_on(program, wave, key):
    """After saving a step: note it and open the next one, or stay on the last."""
    setup.keep_saved(program, key)
    _, after = setup.beside(key)
    return redirect((after or setup.step_called(key)).url(program, wave))
