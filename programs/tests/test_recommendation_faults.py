"""What is tried with recommendations (FAULTS 35, 36, 39 to 42, 104), and what is forgotten of them.

The rest of 34 to 42 stands in test_recommendation_links.py, test_links.py and mentoring/tests/test_logs.py.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from programs import links
from programs.forgetting import forget_recommendations as forget_old
from programs.lifecycle import NotAllowed, move
from programs.models import Application, Notice, Recommendation, Wave
from programs.outbox import deliver
from programs.recommendations import (
    ASKS_A_DAY,
    MOST_NAMED,
    owe_reminders,
    replace,
    silent,
)
from programs.tasks import forget_recommendations

from .asking import queries_of, signed_in
from .factories import (
    make_application,
    make_mentor_person,
    make_person,
    make_program,
    make_question,
    make_recommendation,
    make_wave,
)
from .letters import asked_of, opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 14, tzinfo=UTC)
TYPED = {
    "keeps_confidences": "5",
    "trustworthy": "4",
    "people_skills": "-",
    "command_of_subject": "3",
    "works_upwards": "4",
    "reasons": "She handled a complaint and nobody heard of it.",
}


# --- 35: one purpose, one thing -----------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["recommendation", "confirm-session", "password-reset", ""])
@pytest.mark.parametrize("door", ["recommendation_link", "confirm_link"])
def test_35_a_token_opens_the_door_of_its_purpose_and_no_other(purpose, door, client):
    recommendation = make_recommendation()
    token = links.mint(
        purpose,
        about=recommendation,
        recipient=recommendation.referee,
        expires_at=recommendation.answer_by,
        now=timezone.now(),
    )

    client.get(reverse(door, args=[token]))

    found = client.get(reverse("recommendation")).status_code
    assert found == (200 if (purpose, door) == ("recommendation", "recommendation_link") else 404)


def test_35_a_token_of_one_applicant_answers_for_no_other():
    one, other = make_recommendation(), make_recommendation()
    client = opened(asked_of(one))

    client.post(reverse("recommendation"), {**TYPED, "recommendation": other.pk, "application": other.pk})

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, other.status) == ("received", "asked")


# --- 36: machines that open links ---------------------------------------------------------------------


def test_36_a_scanner_that_presses_the_button_without_an_answer_spends_nothing():
    recommendation = make_recommendation()
    client = opened(asked_of(recommendation))

    for typed in ({}, {"reasons": "."}, {"decline": ""}, {"decline": "yes"}):
        assert client.post(reverse("recommendation"), typed).status_code == 422

    assert client.post(reverse("recommendation"), TYPED).status_code == 302


# --- 39, 40: where a token could leak, and where it comes from ----------------------------------------


def test_39_the_form_holds_no_token_and_leads_nowhere_else():
    token = asked_of(make_recommendation())
    response = opened(token).get(reverse("recommendation"))

    body = response.content.decode()
    assert token not in body and token not in str(response.headers)
    assert "<nav" not in body and 'href="http' not in body
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


def test_40_a_forged_host_makes_no_link(client, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]  # as if a proxy let everything through
    application = make_application(wave=make_wave(status=Wave.Status.RECRUITING))
    declined = make_recommendation(application=application, status="declined")
    signed_in(client, application.person)

    client.post(
        reverse("recommendation_replacement", args=[declined.pk]),
        {"referee": make_person().email},
        headers={"host": "evil.example", "x-forwarded-host": "evil.example"},
    )
    deliver(Notice.objects.get(kind="recommendation-asked").pk)

    assert f"{settings.SITE_URL}/r/" in mailoutbox[0].body
    assert "evil" not in mailoutbox[0].body


# --- 41: forwarded ------------------------------------------------------------------------------------


def test_41_the_referee_hears_that_somebody_has_used_their_link(mailoutbox):
    recommendation = make_recommendation()
    opened(asked_of(recommendation)).post(reverse("recommendation"), TYPED)

    deliver(Notice.objects.get().pk)

    assert mailoutbox[0].to == [recommendation.referee.email]
    assert "If it was not you who answered" in mailoutbox[0].body
    assert TYPED["reasons"] not in mailoutbox[0].body


# --- 42: how often somebody is written to, and what cannot be delivered -------------------------------


def test_42_requests_and_reminders_together_stay_within_the_day():
    busy = make_person()
    for _ in range(ASKS_A_DAY + 3):
        make_recommendation(referee=busy, asked_at=NOW)

    counts = []
    for hours in (7 * 24, 7 * 24 + 1, 8 * 24 + 2):
        owe_due(NOW + timedelta(hours=hours))
        counts.append(Notice.objects.filter(kind="recommendation-reminder").count())

    assert counts == [ASKS_A_DAY, ASKS_A_DAY, ASKS_A_DAY + 3]


def owe_due(now):
    """The hourly task at some other time."""
    with time_machine.travel(now, tick=False):
        owe_reminders(now)


def returned(recommendation):
    """As the outbox leaves a mail that its server would not take, six times over."""
    Notice.objects.create(
        recipient=recommendation.referee,
        kind="recommendation-asked",
        about=links.label_of(recommendation),
        delivery=Notice.Delivery.GIVEN_UP,
        due_at=NOW,
        trouble="SMTPRecipientsRefused: 550 No such mailbox CANARY",
    )


def left(recommendation):
    type(recommendation.referee).objects.filter(pk=recommendation.referee_id).update(is_active=False)


def lapsed(recommendation):
    Recommendation.objects.filter(pk=recommendation.pk).update(asked_at=NOW - timedelta(days=400))


@pytest.mark.parametrize("happen", [returned, left, lapsed])
def test_42_the_applicant_is_told_the_same_whatever_keeps_an_answer_away(happen, client):
    application = make_application(wave=make_wave(status=Wave.Status.RECRUITING))
    recommendation = make_recommendation(application=application)
    happen(recommendation)
    signed_in(client, application.person)

    body = client.get(reverse("my_application", args=[application.pk])).content.decode()
    answer = client.post(
        reverse("recommendation_replacement", args=[recommendation.pk]), {"referee": make_person().email}
    )

    assert "No answer has reached us" in body
    assert not any(word in body for word in ("CANARY", "550", "mailbox", "left the company", "deliver"))
    assert answer.status_code == 302


def test_42_who_may_still_answer_is_not_silent():
    recommendation = make_recommendation()

    assert silent([recommendation], timezone.now()) == set()


@pytest.mark.parametrize("number", [1, 3])
def test_42_looking_for_the_silent_costs_the_same_for_every_number(number, client):
    application = make_application(wave=make_wave(status=Wave.Status.RECRUITING))
    for _ in range(number):
        returned(make_recommendation(application=application))
    signed_in(client, application.person)

    many = queries_of(client, reverse("my_application", args=[application.pk]))

    Recommendation.objects.exclude(pk=Recommendation.objects.first().pk).delete()
    assert many == queries_of(client, reverse("my_application", args=[application.pk]))


# --- 104: speaking for oneself ------------------------------------------------------------------------


def applying(client, person, **changed):
    wave = make_wave(program=make_program(teammates_asked=1), status=Wave.Status.RECRUITING)
    answers = {
        "version": f"{person.pk}.0.0",
        "topic_0": "2",
        "commits_hours": "on",
        "will_challenge": "on",
        "suitable_hours": "mon-am",
        "capacity": "1",
        "manager": make_person().email,
        "teammate_1": make_person().email,
        "send": "1",
    }
    return signed_in(client, person).post(reverse("apply", args=[wave.pk]), answers | changed)


def test_104_nobody_recommends_themself_by_a_second_address(client):
    person = make_mentor_person()
    EmailAddress.objects.create(user=person, email="other.me@private.example", verified=True)

    for address in ("other.me@private.example", person.email.upper(), f" {person.email} "):
        response = applying(client, person, teammate_1=address)

        assert response.status_code == 422, address
    assert not Notice.objects.exists()


def test_104_more_referees_than_the_program_asks_are_not_asked(client):
    extra = {f"teammate_{number}": make_person().email for number in range(2, 11)}

    response = applying(client, make_mentor_person(), **extra)

    assert response.status_code == 302
    assert Application.objects.get().recommendations.count() == 2


def test_104_nobody_goes_on_naming_until_somebody_praises_them():
    application = make_application()
    for _ in range(MOST_NAMED - 1):
        make_recommendation(application=application, status="replaced")
    declined = make_recommendation(application=application, status="declined")

    with pytest.raises(NotAllowed):
        replace(declined, make_person(), by=application.person, now=NOW)


# --- the program's own words --------------------------------------------------------------------------


def test_the_form_speaks_in_the_programs_words_and_falls_back_on_ours():
    recommendation = make_recommendation()
    program = recommendation.application.wave.program
    make_question(program, sheet="recommendation", code="trustworthy", text="Can be relied on", hint="Daily")
    make_question(program, sheet="recommendation", code="unheard_of", text="Dances")

    body = opened(asked_of(recommendation)).get(reverse("recommendation")).content.decode()

    assert "Can be relied on" in body and "Daily" in body
    assert "Listens, and is easy to work with" in body
    assert "Does what they say" not in body and "Dances" not in body


# --- forgetting ---------------------------------------------------------------------------------------

END = date(2026, 7, 1)


def judged(*, wave=None, status="declined", answered_on=date(2026, 6, 20)):
    wave = wave or selected()
    return make_recommendation(
        application=make_application(wave=wave, status=status),
        relation="manager",
        status="received",
        answered_at=datetime(answered_on.year, answered_on.month, answered_on.day, 12, tzinfo=UTC),
        confirms_hours=True,
        **dict.fromkeys(Recommendation.CRITERIA, 4),
        reasons="CANARY",
    )


def selected(kept_days=90):
    """A wave whose selection ended on END, three days later than planned."""
    wave = make_wave(
        program=make_program(recommendations_kept_days=kept_days),
        today=END + timedelta(days=37),
        status=Wave.Status.SELECTING,
    )
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False):
        move(wave, Wave.Status.PAIRING)
    return wave


def content(recommendation):
    recommendation.refresh_from_db()
    names = [*Recommendation.CRITERIA, "reasons", "confirms_hours"]
    return [getattr(recommendation, name) for name in names]


GONE = [None] * 5 + ["", None]


@pytest.mark.parametrize(("days", "is_gone"), [(89, False), (90, True), (91, True)])
def test_what_a_referee_wrote_is_deleted_on_its_day_and_not_before(days, is_gone):
    recommendation = judged()

    forget_old(NOW, END + timedelta(days=days))

    assert (content(recommendation) == GONE) == is_gone
    assert recommendation.status == "received"
    assert recommendation.forgotten_on == (END + timedelta(days=days) if is_gone else None)


def test_forgetting_twice_changes_nothing_more():
    recommendation = judged()
    forget_old(NOW, END + timedelta(days=90))

    again = forget_old(NOW, END + timedelta(days=91))

    recommendation.refresh_from_db()
    assert again == 0
    assert recommendation.forgotten_on == END + timedelta(days=90)


def test_the_days_are_the_programs_and_the_task_asks_the_clock():
    short, long = judged(wave=selected(10)), judged(wave=selected(200))

    with time_machine.travel(datetime(2026, 7, 20, 12, tzinfo=UTC), tick=False):
        forget_recommendations()

    assert content(short) == GONE
    assert content(long) != GONE


@pytest.mark.parametrize("status", ["submitted", "shortlisted"])
def test_what_is_still_needed_for_a_decision_is_kept(status):
    recommendation = judged(status=status)

    forget_old(NOW, END + timedelta(days=400))

    assert content(recommendation) != GONE


def test_an_answer_for_a_late_joiner_has_its_full_time():
    recommendation = judged(status="accepted", answered_on=END + timedelta(days=60))

    forget_old(NOW, END + timedelta(days=149))
    assert content(recommendation) != GONE
    forget_old(NOW, END + timedelta(days=150))
    assert content(recommendation) == GONE


@pytest.mark.parametrize("status", ["recruiting", "selecting"])
def test_a_selection_that_drags_on_keeps_everything(status):
    wave = make_wave(today=END, status=status)
    recommendation = judged(wave=wave)

    forget_old(NOW, END + timedelta(days=4000))

    assert content(recommendation) != GONE


def test_a_cancelled_wave_forgets_as_well():
    wave = make_wave(today=END, status=Wave.Status.RECRUITING)
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False):
        move(wave, Wave.Status.CANCELLED)
    recommendation = judged(wave=wave, status="withdrawn")

    forget_old(NOW, END + timedelta(days=90))

    assert content(recommendation) == GONE
