"""Makes pairs; builds on the people and waves of programs."""

from itertools import count

from pairing.models import Pair
from programs.models import Application, ProgramRole, Wave
from programs.tests.factories import (
    make_application,
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_role,
    make_wave,
)

numbers = count(1)


def make_pair(*, wave=None, mentor=None, mentee=None, coach=None, **facts):
    """An active pair with a coach, both of whose people were accepted into the wave."""
    wave = wave or make_wave(status=Wave.Status.RUNNING)
    mentor, mentee = mentor or make_mentor_person(), mentee or make_mentee_person()
    if coach is None:
        coach = make_person(line_of_business="People", department="Coaching")
        make_role(wave.program, coach, ProgramRole.Role.COACH)
    for person, side in ((mentor, "mentor"), (mentee, "mentee")):
        if not Application.objects.filter(wave=wave, person=person).exists():
            make_application(wave=wave, person=person, side=side, status=Application.Status.ACCEPTED)
    return Pair.objects.create(
        **{
            "wave": wave,
            "mentor": mentor,
            "mentee": mentee,
            "coach": coach,
            "team_name": f"Team {next(numbers)}",
            "status": Pair.Status.ACTIVE,
            **facts,
        }
    )


def make_coach(program, **facts):
    """A coach in a department of their own, who stands apart from everybody."""
    coach = make_person(**{"line_of_business": "People", "function": "Coaching", **facts})
    make_role(program, coach, ProgramRole.Role.COACH)
    return coach


def make_pairing_wave(*, mentors=1, mentees=1, coordinator=None, coach=True, **facts):
    """A wave that is pairing, with people accepted on both sides."""
    wave = make_wave(status=Wave.Status.PAIRING, **facts)
    if coordinator:
        make_role(wave.program, coordinator, ProgramRole.Role.COORDINATOR)
    if coach:
        make_coach(wave.program)
    for _ in range(mentors):
        accept(wave, "mentor")
    for _ in range(mentees):
        accept(wave, "mentee")
    return wave


def accept(wave, side, person=None, **facts):
    """Somebody accepted into the wave; the person."""
    application = make_application(
        wave=wave, person=person, side=side, **{"status": Application.Status.ACCEPTED, **facts}
    )
    return application.person
