"""Whoever gathers or sends the daily mail may die at any place: it still comes once, and whole."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from programs import digests, outbox
from programs.models import Notice
from programs.models.notice import CLAIM_LASTS, GIVE_UP_AFTER
from programs.tests.readers import EVENING, SEVEN, make_reader, owe_something, states

from .racing import at_once

pytestmark = pytest.mark.django_db
D = Notice.Delivery


@pytest.fixture(autouse=True)
def nobody_is_silent_yet(monkeypatch):
    monkeypatch.setattr(outbox, "broker_silence", outbox.Silence())
    monkeypatch.setattr(outbox, "mail_silence", outbox.Silence())


@pytest.fixture
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


class Killed(BaseException):
    """As if the machine had been switched off."""


def die(*args, **options):
    raise Killed


@pytest.mark.parametrize(
    ("place", "outcome", "mails"),
    [("open", D.SENT, 1), ("send_messages", D.UNKNOWN, 0)],
    ids=["before the mail server", "while it is handed over"],
)
def test_a_worker_killed_over_a_daily_mail_neither_loses_nor_doubles_it(
    clock, mailoutbox, monkeypatch, place, outcome, mails
):
    reader = make_reader()
    owe_something(reader)
    owe_something(reader)
    outbox.sweep()
    clock.move_to(SEVEN)
    with monkeypatch.context() as killed, pytest.raises(Killed):
        killed.setattr(EmailBackend, place, die)
        outbox.sweep()
    assert states()[1] == [D.GATHERED, D.GATHERED]
    owe_something(reader)  # cannot slip into a mail that may be on its way

    for _ in range(2):
        clock.shift(CLAIM_LASTS + timedelta(seconds=1))
        outbox.sweep()
        outbox.free_stuck(timezone.now())
        outbox.sweep()

    assert states() == [[outcome, D.OWED], [outcome, outcome, D.GATHERED]]
    assert len(mailoutbox) == mails


@pytest.mark.parametrize("place", ["bulk_create", "bulk_update"])
def test_a_worker_killed_while_gathering_leaves_everything_as_it_was(clock, mailoutbox, monkeypatch, place):
    reader = make_reader()
    owe_something(reader)
    with monkeypatch.context() as killed, pytest.raises(Killed):
        killed.setattr(f"programs.models.notice.NoticeQuerySet.{place}", die)
        outbox.sweep()
    assert states() == [[], [D.OWED]]

    outbox.sweep()
    clock.move_to(SEVEN)
    outbox.sweep()

    assert (states(), len(mailoutbox)) == ([[D.SENT], [D.SENT]], 1)


def test_a_killed_worker_cannot_settle_a_daily_mail_without_its_parts(clock, mailoutbox, monkeypatch):
    owe_something(make_reader())
    outbox.sweep()
    clock.move_to(SEVEN)
    with monkeypatch.context() as killed, pytest.raises(Killed):
        killed.setattr(digests, "settle_parts", lambda **which: which and die())
        outbox.settle(Notice.objects.get(kind=digests.KIND), D.OWED, D.SENT)

    assert states() == [[D.OWED], [D.GATHERED]]


def test_a_conversation_that_breaks_off_leaves_doubt_about_all_of_it(clock, mailoutbox, monkeypatch):
    owe_something(make_reader())
    outbox.sweep()
    clock.move_to(SEVEN)

    def break_off(*args):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(EmailBackend, "send_messages", break_off)
    outbox.sweep()

    assert states() == [[D.UNKNOWN], [D.UNKNOWN]]


def test_a_refused_daily_mail_is_tried_again_and_at_last_given_up_with_all_in_it(
    clock, mailoutbox, monkeypatch
):
    owe_something(make_reader())
    outbox.sweep()
    clock.move_to(SEVEN)

    def refuse(*args):
        raise ValueError("no")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for _ in range(GIVE_UP_AFTER):
        assert states()[1] == [D.GATHERED]
        outbox.sweep()
        clock.shift(timedelta(hours=2))

    assert states() == [[D.GIVEN_UP], [D.GIVEN_UP]]


@pytest.mark.django_db(transaction=True)
def test_many_sweeps_at_once_gather_and_send_once(mailoutbox):
    with time_machine.travel(EVENING, tick=False) as clock:
        readers = [make_reader() for _ in range(4)]
        for reader in readers * 3:
            owe_something(reader)
        sweep_together()
        sweep_together()
        assert states() == [[D.OWED] * 4, [D.GATHERED] * 12]
        assert set(Notice.objects.gathered().values_list("digest__recipient_id", "recipient_id")) == {
            (reader.pk, reader.pk) for reader in readers
        }
        clock.move_to(SEVEN)
        sweep_together()
        sweep_together()

    assert states() == [[D.SENT] * 4, [D.SENT] * 12]
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(reader.email for reader in readers)
    assert all("3 messages have come" in mail.body for mail in mailoutbox)


def sweep_together():
    at_once(*[outbox.sweep] * 4)
