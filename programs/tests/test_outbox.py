"""Every message that is owed is sent once, whatever becomes of the mail server and of those who send."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from programs import outbox
from programs.links import label_of
from programs.models import Notice, Wave
from programs.models.notice import CLAIM_LASTS, GIVE_UP_AFTER
from programs.tests.factories import make_person, make_wave

from .racing import at_once

pytestmark = pytest.mark.django_db
D = Notice.Delivery


@pytest.fixture(autouse=True)
def nobody_is_silent_yet(monkeypatch):
    monkeypatch.setattr(outbox, "broker_silence", outbox.Silence())
    monkeypatch.setattr(outbox, "mail_silence", outbox.Silence())


def owed(count=1, *, wave=None):
    """That many people who are still to hear that their wave was called off."""
    wave = wave or make_wave(status=Wave.Status.CANCELLED)
    outbox.owe_many([make_person() for _ in range(count)], "wave-cancelled", about=wave)
    return list(Notice.objects.order_by("pk"))


def states():
    return list(Notice.objects.order_by("pk").values_list("delivery", flat=True))


def addresses(mailoutbox):
    return [mail.to[0] for mail in mailoutbox]


def make_poison():
    """A promise whose kind this release does not know."""
    return Notice.objects.create(
        recipient=make_person(),
        kind="from-an-older-release",
        about=label_of(make_wave()),
        due_at=timezone.now(),
    )


# --- owing ------------------------------------------------------------------------------------------------


def test_a_message_promised_twice_is_owed_and_sent_once(mailoutbox):
    wave, person = make_wave(status=Wave.Status.CANCELLED), make_person()
    for _ in range(2):
        outbox.owe(person, "wave-cancelled", about=wave)

    outbox.sweep()
    outbox.sweep()

    assert addresses(mailoutbox) == [person.email]
    assert states() == [D.SENT]


def test_what_is_rolled_back_is_neither_owed_nor_rung_for(monkeypatch, django_capture_on_commit_callbacks):
    wave, person = make_wave(status=Wave.Status.CANCELLED), make_person()
    with (
        django_capture_on_commit_callbacks() as knocks,
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        outbox.owe(person, "wave-cancelled", about=wave)
        1 / 0  # noqa: B018

    assert (states(), knocks) == ([], [])


def test_nothing_is_rung_for_what_is_due_later(django_capture_on_commit_callbacks):
    wave, person = make_wave(status=Wave.Status.CANCELLED), make_person()
    tomorrow = timezone.now() + timedelta(days=1)
    with django_capture_on_commit_callbacks() as knocks:
        outbox.owe(person, "wave-cancelled", about=wave, due_at=tomorrow)

    outbox.sweep()

    assert (states(), knocks) == ([D.OWED], [])


def test_a_message_whose_reason_has_gone_is_dropped(mailoutbox):
    wave = make_wave(status=Wave.Status.CANCELLED)
    owed(wave=wave)
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RUNNING)

    outbox.sweep()

    assert (states(), mailoutbox) == ([D.DROPPED], [])


def test_a_held_message_waits_until_it_is_released(mailoutbox):
    [notice] = owed()

    assert outbox.hold(notice)
    outbox.sweep()
    assert (states(), mailoutbox) == ([D.HELD], [])

    assert outbox.release(notice, timezone.now())
    outbox.sweep()
    assert states() == [D.SENT]
    assert not outbox.hold(notice)


# --- one sender -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_send_each_message_once(mailoutbox):
    notices = owed(12)

    at_once(*[outbox.sweep] * 6)

    assert sorted(mail.extra_headers["Message-ID"] for mail in mailoutbox) == sorted(
        notice.message_id for notice in notices
    )
    assert set(states()) == {D.SENT}


def test_a_sweep_stops_in_good_time_and_asks_for_another_turn(
    mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    owed(3)
    monkeypatch.setattr(outbox, "SWEEP_LASTS", -1)

    with django_capture_on_commit_callbacks() as knocks:
        outbox.sweep()

    assert (len(mailoutbox), len(knocks)) == (1, 1)


# --- poison and refusals ----------------------------------------------------------------------------------


def test_a_poison_row_is_set_aside_after_six_tries_and_the_others_go_on(mailoutbox):
    poison = make_poison()
    owed(2)
    waits = []

    for _ in range(GIVE_UP_AFTER + 1):
        began = timezone.now()
        outbox.sweep()
        poison.refresh_from_db()
        waits.append(poison.due_at - began)
        Notice.objects.filter(pk=poison.pk).update(due_at=timezone.now())

    assert states() == [D.GIVEN_UP, D.SENT, D.SENT]
    assert (poison.attempts, poison.trouble) == (GIVE_UP_AFTER, "KeyError: 'from-an-older-release'")
    assert all(later > earlier * 1.2 for earlier, later in zip(waits[:4], waits[1:5], strict=True))


def test_a_refused_recipient_is_tried_later_and_the_others_go_on(mailoutbox, monkeypatch):
    notices = owed(3)
    refused = notices[1].recipient.email
    accept = EmailBackend.send_messages

    def answer(self, messages):
        if messages[0].to == [refused]:
            raise SMTPRecipientsRefused({refused: (550, b"no such person")})
        return accept(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", answer)
    outbox.sweep()

    assert states() == [D.SENT, D.OWED, D.SENT]
    notices[1].refresh_from_db()
    assert notices[1].attempts == 1
    assert notices[1].due_at > timezone.now() + timedelta(minutes=1)
    assert notices[1].trouble.startswith("SMTPRecipientsRefused")


# --- the mail server is away ------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [ConnectionRefusedError(111, "refused"), TimeoutError("timed out")])
def test_while_no_mail_server_answers_nothing_is_counted_against_a_message(mailoutbox, monkeypatch, trouble):
    owed(3)
    greeted = []

    def nobody_there(self):
        greeted.append(self)
        raise trouble

    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "open", nobody_there)
        for _ in range(GIVE_UP_AFTER + 2):
            outbox.mail_silence = outbox.Silence()
            outbox.sweep()
        outbox.sweep()  # within the silence: it is not even asked

    assert len(greeted) == GIVE_UP_AFTER + 2
    assert set(Notice.objects.values_list("delivery", "attempts", "claimed_at")) == {(D.OWED, 0, None)}

    monkeypatch.setattr(outbox, "mail_silence", outbox.Silence())
    outbox.sweep()
    assert (len(mailoutbox), set(states())) == (3, {D.SENT})


def test_a_conversation_that_breaks_off_leaves_doubt_and_is_not_repeated(mailoutbox, monkeypatch):
    owed(2)
    accept = EmailBackend.send_messages

    def break_off_once(self, messages):
        monkeypatch.setattr(EmailBackend, "send_messages", accept)
        raise SMTPServerDisconnected("Connection unexpectedly closed: timed out")

    monkeypatch.setattr(EmailBackend, "send_messages", break_off_once)
    for _ in range(2):
        outbox.sweep()
        outbox.free_stuck(timezone.now() + 2 * CLAIM_LASTS)

    assert (states(), len(mailoutbox)) == ([D.UNKNOWN, D.SENT], 1)


# --- whoever sends dies -----------------------------------------------------------------------------------


def in_hand(notice, delivery, *, attempts=1, since=timedelta(0)):
    Notice.objects.filter(pk=notice.pk).update(
        delivery=delivery, attempts=attempts, claimed_at=timezone.now() - since
    )


def test_what_the_dead_had_claimed_is_freed_and_what_they_may_have_sent_is_in_doubt(mailoutbox):
    fresh, claimed, sending, deadly = owed(4)
    in_hand(fresh, D.CLAIMED)
    in_hand(claimed, D.CLAIMED, since=CLAIM_LASTS + timedelta(seconds=1))
    in_hand(sending, D.SENDING, since=CLAIM_LASTS + timedelta(seconds=1))
    in_hand(deadly, D.CLAIMED, attempts=GIVE_UP_AFTER, since=CLAIM_LASTS + timedelta(seconds=1))

    assert outbox.free_stuck(timezone.now()) == (1, 1)
    assert states() == [D.CLAIMED, D.OWED, D.UNKNOWN, D.GIVEN_UP]

    outbox.sweep()
    assert addresses(mailoutbox) == [claimed.recipient.email]


def test_somebody_thought_dead_cannot_send_what_another_has_claimed_since(mailoutbox, monkeypatch):
    [notice] = owed()
    write = outbox.mail.write

    def fall_asleep_while_writing(*args):
        monkeypatch.setattr(outbox.mail, "write", write)
        message = write(*args)
        outbox.free_stuck(timezone.now() + 2 * CLAIM_LASTS)
        outbox.sweep()  # another worker
        return message

    monkeypatch.setattr(outbox.mail, "write", fall_asleep_while_writing)
    outbox.deliver(notice.pk)

    assert (states(), len(mailoutbox)) == ([D.SENT], 1)
