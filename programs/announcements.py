"""Announcements: news for a program or one of its waves, owed by mail and shown until it is put away (P6)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from .home_cards import Card, register
from .models import Alumnus, Announcement, AnnouncementReading, Application, ProgramRole, User
from .outbox import owe_many
from .words import counted

SHOWN_FOR = timedelta(days=14)
SECONDS = 30


def concerned(program, wave, audience=""):
    """Everybody whom news of a program, or of one of its waves or groups, concerns."""
    part = Application.objects.taking_part().filter(wave__program=program)
    roles = ProgramRole.objects.filter(program=program)
    if audience in Application.Side.values:
        part = part.filter(side=audience, **({"wave": wave} if wave else {}))
        return User.objects.employed().filter(pk__in=part.values("person"))
    if audience == Announcement.Audience.COACHES:
        coaches = roles.filter(role=ProgramRole.Role.COACH)
        return User.objects.employed().filter(pk__in=coaches.values("person"))
    if wave:
        found = Q(pk__in=part.filter(wave=wave).values("person"))
    else:
        stayed = Alumnus.objects.filter(program=program)
        found = Q(pk__in=part.values("person")) | Q(pk__in=stayed.values("person"))
    return User.objects.employed().filter(found | Q(pk__in=roles.values("person")))


def addressed(announcement):
    """Whom a piece of news reaches: everybody it concerns but its author."""
    found = concerned(announcement.program, announcement.wave, announcement.audience)
    return found.exclude(pk=announcement.by_id)


@transaction.atomic
def publish(announcement):
    """Put news up and owe a mail to everybody it concerns but its author; how many they are."""
    announcement.save()
    people = list(addressed(announcement).only("pk"))
    owe_many(people, "announcement", about=announcement)
    return len(people)


def withdraw(announcement, *, now):
    """Take news back: it leaves every page, and the mails that have not left find no reason to."""
    Announcement.objects.in_force().filter(pk=announcement.pk).update(withdrawn_at=now)


def put_away(announcement, person, *, now):
    """Note that somebody has read it; the first time counts."""
    AnnouncementReading.objects.get_or_create(
        announcement=announcement, person=person, defaults={"read_at": now}
    )


def fresh_for(user, now):
    """News of the last two weeks that somebody has neither written nor put away."""
    return (
        Announcement.objects.in_force()
        .visible_to(user)
        .filter(published_at__gt=now - SHOWN_FOR)
        .exclude(by=user)
        .exclude(pk__in=AnnouncementReading.objects.filter(person=user).values("announcement"))
    )


@register
def news_card(user, now):
    """One card for all news: the latest, and how many more there are."""
    fresh = list(fresh_for(user, now).order_by("-published_at", "-pk")[:10])
    if not fresh:
        return []
    more = f"And {counted(len(fresh) - 1, 'earlier one')}." if len(fresh) > 1 else ""
    return [
        Card(
            eyebrow="News",
            title=fresh[0].title,
            url=fresh[0].get_absolute_url(),
            action="Read",
            seconds=SECONDS * len(fresh),
            text=more,
        )
    ]
