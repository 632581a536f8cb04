"""The agenda of a session: the mentor's list of items with minutes, ordered by buttons."""

from django.db import transaction
from django.db.models import Max

from programs.models import CurriculumSession

from .models import AgendaItem, Session
from .schedule import agenda_from

MOST_ITEMS = 20


@transaction.atomic
def change_minutes(session, minutes):
    """Write what was typed beside each item; ``minutes`` maps item to number."""
    lock(session)
    items = [item for item in session.agenda.all() if minutes.get(item.pk, item.minutes) != item.minutes]
    for item in items:
        item.minutes = minutes[item.pk]
    AgendaItem.objects.bulk_update(items, ["minutes"])


@transaction.atomic
def shift(session, pk, *, by):
    """Move an item one place up (-1) or down (1); at the edge nothing happens."""
    lock(session)
    items = list(session.agenda.all())
    place = next((place for place, item in enumerate(items) if item.pk == pk), None)
    if place is None or not 0 <= place + by < len(items):
        return
    items[place], items[place + by] = items[place + by], items[place]
    renumber(items)


@transaction.atomic
def remove(session, pk):
    lock(session)
    session.agenda.filter(pk=pk).delete()
    renumber(list(session.agenda.all()))


@transaction.atomic
def add(session, *, minutes, title, detail=""):
    lock(session)
    last = session.agenda.aggregate(last=Max("position"))["last"] or 0
    return session.agenda.create(position=last + 1, minutes=minutes, title=title, detail=detail)


@transaction.atomic
def use_recipe(session):
    """Begin from the curriculum's agenda; only where there is none yet."""
    lock(session)
    entry = CurriculumSession.objects.filter(wave=session.pair.wave_id, number=session.number).first()
    if entry and not session.agenda.exists():
        AgendaItem.objects.bulk_create(agenda_from(entry, session))


def share(session, *, now):
    """Show the agenda to the mentee from now on."""
    Session.objects.filter(pk=session.pk).update(agenda_shared_at=now)


def lock(session):
    Session.objects.select_for_update().get(pk=session.pk)


def renumber(items):
    for position, item in enumerate(items, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
