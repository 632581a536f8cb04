"""What did not arrive: found by program, told without a word of it, sent again once."""

from datetime import UTC, datetime

import pytest
from django.core import mail as post
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs import mail, outbox, undelivered, upcoming
from programs.links import label_of
from programs.models import Notice
from programs.tests.factories import (
    make_application,
    make_person,
    make_program,
    make_recommendation,
    make_wave,
)

from .racing import at_once

pytestmark = pytest.mark.django_db
D = Notice.Delivery
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def program():
    return make_program(coordinator=make_person())


def stuck(
    program, *, kind="application-accepted", delivery=D.GIVEN_UP, trouble="SMTPRecipientsRefused: x", **facts
):
    application = make_application(wave=make_wave(program=program), status="accepted")
    return Notice.objects.create(
        recipient=application.person,
        kind=kind,
        about=label_of(application),
        due_at=NOW,
        delivery=delivery,
        trouble=trouble,
        attempts=6,
    )


def test_only_what_is_about_the_program_is_found(program):
    ours = stuck(program)
    stuck(make_program())
    stuck(program, delivery=D.SENT)
    recommendation = make_recommendation(application=make_application(wave=make_wave(program=program)))
    asked = Notice.objects.create(
        recipient=recommendation.referee,
        kind="recommendation-asked",
        about=label_of(recommendation),
        due_at=NOW,
        delivery=D.UNKNOWN,
    )

    assert undelivered.stuck_in(program) == [ours, asked]


def test_mails_of_the_house_are_nobodys_business(program):
    stuck(program, kind="password-link")

    assert undelivered.stuck_in(program) == []


def test_kinds_that_would_say_who_has_not_answered_are_left_out(program, monkeypatch):
    found = stuck(program)
    rule = upcoming.Rule(found.kind, None, (), "", None, None, names_nobody=True)
    monkeypatch.setitem(upcoming._rules, found.kind, rule)

    assert undelivered.stuck_in(program) == []


@pytest.mark.parametrize(
    ("delivery", "trouble", "said"),
    [
        (D.UNKNOWN, "", undelivered.CUT_OFF),
        (D.GIVEN_UP, "SMTPRecipientsRefused: {'a@b.example': (550, b'no')}", undelivered.NO_SUCH_ADDRESS),
        (D.GIVEN_UP, "SMTPDataError: (552, b'too large')", undelivered.REFUSED),
        (D.GIVEN_UP, "LookupError: says nothing for link", undelivered.UNWRITTEN),
    ],
)
def test_why_is_said_in_plain_words(program, delivery, trouble, said):
    assert undelivered.why(stuck(program, delivery=delivery, trouble=trouble)) == said


def test_the_number_of_statements_does_not_grow(program):
    counts = []
    for number in (1, 2, 47):
        for _ in range(number):
            stuck(program)
        with CaptureQueriesContext(connection) as queries:
            undelivered.stuck_in(program)
        counts.append(len(queries))

    assert counts == [2, 2, 2]


def test_it_is_sent_again_and_arrives(client, program, mailoutbox):
    notice = stuck(program)
    client.force_login(program.roles.get().person)
    address = reverse("undelivered", args=[program.pk])
    page = client.get(address).content.decode()
    assert str(notice.recipient) in page and undelivered.NO_SUCH_ADDRESS in page
    assert "SMTPRecipientsRefused" not in page

    client.post(address, {"notice": notice.pk})
    outbox.sweep()

    notice.refresh_from_db()
    assert (notice.delivery, notice.attempts) == (D.SENT, 1)
    assert [message.to for message in post.outbox] == [[notice.recipient.email]]
    assert "Everything has arrived" in client.get(address).content.decode()


def test_what_may_have_arrived_goes_only_one_by_one(client, program):
    refused, doubtful = stuck(program), stuck(program, delivery=D.UNKNOWN)
    client.force_login(program.roles.get().person)

    client.post(reverse("undelivered", args=[program.pk]), {"all": "1"})

    assert {each.pk: each.delivery for each in Notice.objects.all()} == {
        refused.pk: D.OWED,
        doubtful.pk: D.UNKNOWN,
    }


def test_it_is_put_aside(client, program):
    notice = stuck(program)
    client.force_login(program.roles.get().person)

    client.post(reverse("undelivered", args=[program.pk]), {"notice": notice.pk, "aside": "1"})

    notice.refresh_from_db()
    assert notice.delivery == D.DROPPED


def test_a_message_of_another_program_is_not_touched(client, program):
    notice = stuck(make_program())
    client.force_login(program.roles.get().person)

    client.post(reverse("undelivered", args=[program.pk]), {"notice": notice.pk})

    notice.refresh_from_db()
    assert notice.delivery == D.GIVEN_UP


@pytest.mark.django_db(transaction=True)
def test_of_several_presses_one_sends_it(program):
    notice = stuck(program)

    assert sorted(at_once(*[lambda: undelivered.send_again([notice], NOW)] * 4)) == [0, 0, 0, 1]


def test_every_way_leads_from_what_is_written_about_to_a_program():
    assert {kind.program.split(".")[-1] for kind in mail.kinds.of_programs()} == {"program"}
