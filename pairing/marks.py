"""Locking two people together, or keeping them apart, in every proposal to come (M3, M5)."""

from django.db import transaction
from django.utils import timezone

from programs.models import Wave

from .candidates import candidates_of
from .matching import judge
from .models import Mark


class CannotMark(Exception):
    """The two cannot be locked; the sentence says why."""


@transaction.atomic
def mark_pair(wave, *, mentor, mentee, kind, by, now):
    """Lock or forbid two people who are both free. A hard rule is not locked around."""
    Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    candidates = candidates_of(wave, today=timezone.localdate(now))
    pool = candidates.pool
    if mentee not in pool.mentee_at or mentor not in pool.mentor_at:
        raise CannotMark("One of the two is no longer free in this wave.")
    if kind == Mark.Kind.LOCK:
        refuse_bad_lock(candidates, mentor, mentee)
    Mark.objects.update_or_create(
        wave=wave, mentor_id=mentor, mentee_id=mentee, defaults={"kind": kind, "by": by}
    )


def refuse_bad_lock(candidates, mentor, mentee):
    two = candidates.people[mentee], candidates.people[mentor]
    if broken := [found.words for found in judge(candidates.pool, *two, candidates.rules) if found.forbids]:
        raise CannotMark(f"These two cannot be locked: {broken[0]}.")
    locks = candidates.locks - {(mentee, mentor)}
    if any(other == mentee for other, _ in locks):
        raise CannotMark(f"{two[0].name} is locked with somebody else already.")
    if sum(other == mentor for _, other in locks) >= len(candidates.places[mentor]):
        raise CannotMark(f"{two[1].name} has no place left for another locked pair.")


def clear_mark(wave, *, mentor, mentee):
    """Let the matching decide about the two again."""
    Mark.objects.filter(wave=wave, mentor=mentor, mentee=mentee).delete()
