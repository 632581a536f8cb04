"""A group of reminders is held while workers claim it: each is held or sent, and never both."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from pairing.tests.factories import make_pair
from programs import holding, outbox
from programs.models import Notice, Wave
from programs.tests.factories import make_wave
from programs.tests.racing import at_once
from sessions.models import Session
from sessions.tests.factories import make_session

from .racing import TIMES

pytestmark = pytest.mark.django_db(transaction=True)
D = Notice.Delivery
MANY = 12


def owe_notes():
    """So many mentors who are about to be reminded."""
    wave, held_at = make_wave(status=Wave.Status.RUNNING), timezone.now() - timedelta(days=4)
    with transaction.atomic():
        for _ in range(MANY):
            session = make_session(pair=make_pair(wave=wave), starts_at=held_at, status=Session.Status.HELD)
            outbox.owe(session.pair.mentor, "note-due", about=session, due_at=timezone.now())
    return list(Notice.objects.filter(delivery=D.OWED).values_list("pk", flat=True))


def test_each_of_a_group_is_held_or_sent(mailoutbox):
    for _ in range(TIMES):
        pks = owe_notes()
        mailoutbox.clear()

        first, *_, second = at_once(
            lambda pks=pks: holding.hold_all(pks),
            outbox.sweep,
            outbox.sweep,
            lambda pks=pks: holding.hold_all(pks),
        )

        stands = list(Notice.objects.filter(pk__in=pks).values_list("delivery", flat=True))
        assert stands.count(D.HELD) == first + second
        assert stands.count(D.SENT) == len(mailoutbox) == MANY - first - second
