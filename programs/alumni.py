"""Alumni: those who stay in touch after a wave, as long as they like (W8)."""

from datetime import timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from .home_cards import Card, register
from .models import Alumnus, Application, Wave
from .outbox import owe_all, owe_many

SECONDS = 20
ASKED_FOR = timedelta(days=60)


def took_part(user):
    """Closed waves in which somebody took part."""
    mine = Application.objects.accepted().filter(person=user, wave__status=Wave.Status.CLOSED)
    return Wave.objects.filter(pk__in=mine.values("wave"))


def may_stay(user, program):
    """Whether somebody can be listed: they took part in a wave that is closed."""
    return took_part(user).filter(program=program).exists()


def stay(program, person, *, volunteers, now):
    """List somebody among the alumni, or change whether they would take part again."""
    Alumnus.objects.update_or_create(
        program=program,
        person=person,
        defaults={"volunteers": volunteers},
        create_defaults={"volunteers": volunteers, "joined_at": now},
    )


def leave(program, person):
    """Take somebody off the list; with it go resources and discussions."""
    Alumnus.objects.filter(program=program, person=person).delete()


def listed(program):
    """The alumni of a program with the waves in which they took part."""
    waves = Application.objects.accepted().filter(wave__program=program, wave__status=Wave.Status.CLOSED)
    return (
        program.alumni.filter(person__is_active=True)
        .select_related("person")
        .prefetch_related(
            Prefetch("person__applications", waves.select_related("wave").order_by("wave__number"), "waves")
        )
        .order_by("person__family_name", "person__given_name", "pk")
    )


def invite(wave):
    """When a wave is closed: ask its participants whether they want to stay in touch."""
    known = Alumnus.objects.filter(program=wave.program_id)
    people = (
        wave.applications.accepted()
        .filter(person__is_active=True)
        .exclude(person__in=known.values("person"))
        .values_list("person", flat=True)
    )
    owe_all("alumni-invitation", [(person_id, wave) for person_id in people])


def volunteers(wave):
    """Alumni who would take part again and have not yet applied to ``wave``."""
    applied = wave.applications.exclude(status=Application.Status.WITHDRAWN).values("person")
    return listed(wave.program).filter(volunteers=True).exclude(person__in=applied)


def call_volunteers(wave):
    """Tell those who would take part again that a wave takes applications; how many they are."""
    people = [alumnus.person for alumnus in volunteers(wave)]
    owe_many(people, "alumni-wanted", about=wave)
    return len(people)


@register
def alumni_card(user, now):
    """Ask for two months after a wave has closed; the page itself stays open to them for good."""
    today = timezone.localdate(now)
    wave = (
        took_part(user)
        .filter(review_ends_on__gt=today - ASKED_FOR)
        .exclude(program__in=Alumnus.objects.filter(person=user).values("program"))
        .select_related("program")
        .first()
    )
    if wave is None:
        return []
    return [
        Card(
            eyebrow=f"Wave {wave.number} is closed",
            title="Stay in touch with the others?",
            url=reverse("alumni", args=[wave.program_id]),
            action="Decide",
            seconds=SECONDS,
        )
    ]
