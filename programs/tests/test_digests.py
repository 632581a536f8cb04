"""The daily mail and quiet hours in the outbox: everything promised comes once, when its reader wants it."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs import digests, outbox
from programs.models import Application, Notice, Preferences
from programs.models.notice import GIVE_UP_AFTER
from programs.tests.factories import make_application, make_person, make_wave
from programs.tests.readers import (
    EVENING,
    NEXT_SEVEN,
    SEVEN,
    make_reader,
    owe_something,
    owe_what_must_be_known,
    states,
)

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


# --- turned off, held, quiet ------------------------------------------------------------------------------


def test_for_whom_optional_mail_is_off_only_what_must_be_known_is_sent(clock, mailoutbox):
    reader = make_reader(delivery="off")
    owe_something(reader)
    owe_what_must_be_known(reader)

    outbox.sweep()

    assert states() == [[], [D.DROPPED, D.SENT]]
    assert len(mailoutbox) == 1


def test_in_quiet_hours_mail_waits_for_their_end(clock, mailoutbox):
    reader = make_reader(delivery="immediate", quiet_from=time(17), quiet_until=time(8))
    owe_something(reader)
    owe_what_must_be_known(reader)

    outbox.sweep()
    assert states() == [[], [D.OWED, D.OWED]]
    assert set(Notice.objects.values_list("due_at", "attempts")) == {(SEVEN + timedelta(hours=1), 0)}
    clock.move_to(SEVEN + timedelta(minutes=59))
    outbox.sweep()
    assert mailoutbox == []

    clock.move_to(SEVEN + timedelta(hours=1))
    outbox.sweep()
    assert (states(), len(mailoutbox)) == ([[], [D.SENT, D.SENT]], 2)


def test_the_daily_mail_too_waits_for_the_end_of_quiet_hours_and_takes_nothing_more_in(clock, mailoutbox):
    reader = make_reader(quiet_from=time(20), quiet_until=time(9))
    owe_something(reader)
    outbox.sweep()
    clock.move_to(SEVEN + timedelta(hours=1))
    owe_something(reader)
    outbox.sweep()
    assert (states(), len(mailoutbox)) == ([[D.OWED, D.OWED], [D.GATHERED, D.GATHERED]], 0)

    clock.move_to(SEVEN + timedelta(hours=2))
    outbox.sweep()

    assert (states(), len(mailoutbox)) == ([[D.SENT, D.OWED], [D.SENT, D.GATHERED]], 1)


def test_an_installation_limited_to_some_addresses_holds_all_other_mail(clock, mailoutbox, settings):
    one, another, reader = make_person(), make_person(), make_reader()
    settings.MAIL_ALLOWED = [one.email]
    for person in (one, another):
        owe_what_must_be_known(person)
    owe_something(reader)

    outbox.sweep()

    assert (states(), [mail.to for mail in mailoutbox]) == ([[], [D.SENT, D.HELD, D.HELD]], [[one.email]])


# --- the daily mail ---------------------------------------------------------------------------------------


def test_optional_mail_is_gathered_and_goes_out_in_one_mail_at_seven(clock, mailoutbox):
    reader = make_reader()
    owe_something(reader)
    owe_what_must_be_known(reader)
    outbox.sweep()
    assert states() == [[D.OWED], [D.GATHERED, D.SENT]]

    clock.move_to(SEVEN - timedelta(seconds=1))
    owe_something(reader)
    outbox.sweep()
    assert len(mailoutbox) == 1

    clock.move_to(SEVEN)
    for _ in range(2):
        outbox.sweep()

    assert states() == [[D.SENT], [D.SENT, D.SENT, D.SENT]]
    mail = mailoutbox[1]
    assert (len(mailoutbox), mail.to, mail.subject) == (2, [reader.email], "Your day in Verso")
    assert "2 messages have come" in mail.body
    assert mail.body.count("Your application is on the shortlist\n\nYour application to ") == 2
    assert mail.body.count("Kim,") == 1
    assert set(Notice.objects.filter(digest=None).exclude(kind="wave-cancelled").values_list("kind")) == {
        (digests.KIND,)
    }
    assert Notice.objects.filter(digest__kind=digests.KIND, sent_at=SEVEN).count() == 2


def test_each_day_has_its_own_mail_and_a_day_without_news_has_none(clock, mailoutbox):
    reader = make_reader()
    for day in range(3):
        clock.move_to(EVENING + timedelta(days=day))
        if day != 1:
            owe_something(reader)
        outbox.sweep()
        clock.move_to(SEVEN + timedelta(days=day))
        outbox.sweep()

    assert list(Notice.objects.filter(kind=digests.KIND).order_by("pk").values_list("occurrence")) == [
        (str(date(2026, 1, 16)),),
        (str(date(2026, 1, 18)),),
    ]
    assert len(mailoutbox) == 2


def test_what_has_lost_its_reason_is_left_out(clock, mailoutbox):
    reader = make_reader()
    gone, kept = owe_something(reader), owe_something(reader)
    outbox.sweep()
    Application.objects.filter(pk=gone.pk).update(status=Application.Status.ACCEPTED)

    clock.move_to(SEVEN)
    outbox.sweep()

    assert states() == [[D.SENT], [D.DROPPED, D.SENT]]
    [mail] = mailoutbox
    assert reverse("my_application", args=[kept.pk]) in mail.body
    assert reverse("my_application", args=[gone.pk]) not in mail.body
    assert "one message has come" in mail.body


@pytest.mark.parametrize("change", ["reasons gone", "turned off", "has left"])
def test_when_nothing_is_left_there_is_no_mail(clock, mailoutbox, change):
    reader = make_reader()
    owe_something(reader)
    owe_something(reader)
    outbox.sweep()
    if change == "reasons gone":
        Application.objects.update(status=Application.Status.ACCEPTED)
    elif change == "turned off":
        Preferences.objects.update(delivery="off")
    else:
        reader.is_active = False
        reader.save()

    clock.move_to(SEVEN)
    outbox.sweep()

    assert (states(), mailoutbox) == ([[D.DROPPED], [D.DROPPED, D.DROPPED]], [])


def test_a_poison_part_is_tried_in_six_daily_mails_and_keeps_no_other(clock, mailoutbox, monkeypatch):
    reader = make_reader()
    owe_something(reader)
    poison = Notice.objects.get()
    Notice.objects.filter(pk=poison.pk).update(about="programs.Nothing:1")
    for day in range(GIVE_UP_AFTER + 1):
        clock.move_to(EVENING + timedelta(days=day))
        owe_something(reader)
        outbox.sweep()
        clock.move_to(SEVEN + timedelta(days=day))
        outbox.sweep()

    poison.refresh_from_db()
    assert (poison.delivery, poison.attempts) == (D.GIVEN_UP, GIVE_UP_AFTER)
    assert len(mailoutbox) == GIVE_UP_AFTER + 1
    assert Notice.objects.exclude(pk=poison.pk).exclude(delivery=D.SENT).count() == 0


def test_what_comes_while_the_daily_mail_is_held_or_away_goes_with_the_next(clock, mailoutbox):
    reader = make_reader()
    owe_something(reader)
    outbox.sweep()
    outbox.hold(Notice.objects.get(kind=digests.KIND))
    owe_something(reader)
    outbox.sweep()
    assert states() == [[D.HELD], [D.GATHERED, D.OWED]]

    clock.move_to(SEVEN)
    outbox.sweep()
    assert (states(), mailoutbox) == ([[D.HELD, D.OWED], [D.GATHERED, D.GATHERED]], [])
    outbox.release(Notice.objects.get(delivery=D.HELD), timezone.now())
    clock.move_to(NEXT_SEVEN)
    outbox.sweep()

    assert (states(), len(mailoutbox)) == ([[D.SENT, D.SENT], [D.SENT, D.SENT]], 2)


# --- promises of the database, and speed ------------------------------------------------------------------


def test_what_is_gathered_always_has_its_digest():
    owe_something(make_reader())

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(delivery=D.GATHERED)


def test_a_person_with_gathered_mail_can_be_erased(clock):
    reader = make_reader()
    owe_something(reader)
    outbox.sweep()

    Application.objects.all().delete()
    reader.delete()

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "wishes",
    [{"delivery": "digest"}, {"delivery": "off"}, {"quiet_from": time(17), "quiet_until": time(8)}, None],
    ids=["digest", "off", "quiet", "none"],
)
def test_sorting_out_takes_as_many_queries_for_fifty_as_for_one(clock, wishes):
    wave, counts = make_wave(), []
    for count in (1, 3, 50):
        Notice.objects.all().delete()
        for _ in range(count):
            person = make_person() if wishes is None else make_reader(**{"delivery": "immediate", **wishes})
            application = make_application(person=person, wave=wave, status="shortlisted")
            outbox.owe(person, "application-shortlisted", about=application)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            outbox.sort_out(timezone.now())
        counts.append(len(queries))

    assert len(set(counts)) == 1, counts


def test_what_a_person_chose_costs_no_query_for_each_mail(clock, mailoutbox):
    counts = []
    for make in (make_person, lambda: make_reader(delivery="immediate", time_zone="Asia/Tokyo")):
        owe_what_must_be_known(make())
        [notice] = Notice.objects.filter(delivery=D.OWED)
        with CaptureQueriesContext(connection) as queries:
            outbox.deliver(notice.pk)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert not any('FROM "programs_preferences"' in query["sql"] for query in queries)


# --- the page ---------------------------------------------------------------------------------------------


def test_the_settings_page_lists_what_always_comes_and_what_can_be_turned_off(client):
    client.force_login(make_person())

    page = client.get(reverse("settings"))

    assert "A session has another time or place" in page.context["always_told"]
    assert "Your application is on the shortlist" in page.context["can_turn_off"]
    assert "Your day in one mail" not in page.context["always_told"] + page.context["can_turn_off"]
    for saying in page.context["always_told"] + page.context["can_turn_off"]:
        assert saying in page.content.decode()
