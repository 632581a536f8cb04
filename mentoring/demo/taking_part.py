"""Who joins the demo's waves in other ways: from the waiting list, late, with a draft; and what people volunteer."""

import random
from datetime import timedelta

from programs import admission, attributes
from programs.models import Application, TalentProfile, User
from programs.profiles import save_draft, stand_of
from programs.waiting_list import carry_over

from . import cast
from .waves import noon

DAY = timedelta(days=1)
SAID_BY = 0.9  # of those asked; the others say nothing of themselves
CARRIED = 2


def take_part(program, running, recruiting, by, today, *, late):
    """All of it; ``late`` is whom the coordinator asked to step in where a pair has concluded."""
    carry_some_over(running, today)
    admission.invite(running, late, "mentor", by=by, expires_on=today + 12 * DAY, now=noon(today - 2 * DAY))
    leave_a_draft(today)
    volunteer(program, (running, recruiting), today)


def carry_some_over(running, today):
    """Two of those who waited for the running wave have pressed once, and go first in the next one."""
    waiting = running.applications.filter(status=Application.Status.WAITLISTED).order_by("pk")
    for place, application in enumerate(waiting[:CARRIED]):
        day = today - (4 - place) * DAY
        carry_over(application, now=noon(day), today=day)


def leave_a_draft(today):
    """The applicant has begun to reword their profile; nobody else sees it before it is saved."""
    own = TalentProfile.objects.get(person__email=cast.APPLICANT)
    typed = {
        "headline": [own.headline],
        "pitch": [f"{own.pitch} Ask me what our customers send us at midnight."],
    }
    save_draft(stand_of(own), typed, now=noon(today - DAY))


def volunteer(program, waves, today):
    """Nine in ten said something of themselves, most of them for both purposes; then it is counted."""
    dice = random.Random(41)
    people = User.objects.filter(
        pk__in=Application.objects.filter(wave__in=waves, status__in=Application.IN_HAND).values("person")
    )
    for person in people.order_by("pk"):
        for attribute in program.attributes.all():
            if dice.random() > SAID_BY:
                continue
            counted = dice.random() > 0.1
            attributes.volunteer(
                attribute,
                person,
                dice.choices(attribute.choices, weights=likely(attribute, person))[0],
                for_matching=not counted or dice.random() > 0.2,
                for_figures=counted,
                now=noon(today - 20 * DAY),
            )
    attributes.count_anew(noon(today - DAY))


def likely(attribute, person):
    """Weights of the answers: of generations the younger ones among those of lower grade."""
    size = len(attribute.choices)
    if attribute.code != "generation":
        return [1 if place < 2 else 0.1 for place in range(size)]
    return [size - place if person.grade > 6 else place + 0.3 for place in range(size)]
