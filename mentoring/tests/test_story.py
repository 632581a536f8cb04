"""One wave from draft to reviewing, by HTTP as each person, with a real worker, broker and mail server."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.testing_worker import wait_until
from pairing.models import Pair
from programs.models import Application, Notice, Program, Recommendation, Wave
from programs.outbox import ring
from programs.questions import READINESS
from programs.tasks import step_waves
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_program
from reports import surveys
from reports.models import Survey
from reports.occasions import END_OF_WAVE, OF_READINESS
from sessions.models import Session
from sessions.tasks import remind_of_overdue_notes

from .walking import Walker, answers_to, links_in, photo

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
Status = Wave.Status


@pytest.fixture
def post(smtp_sink, celery_worker_process):
    """Where mail arrives, with a worker that sends it."""
    celery_worker_process(SMTP_URL=smtp_sink.url)
    return smtp_sink


def letters_to(post, person, words, *, count=1):
    """The letters to somebody whose subject or text holds ``words``, once there are ``count``."""

    def found():
        return [
            mail
            for mail in post.messages
            if mail["To"] == person.email and words in f"{mail['Subject']} {text_of(mail)}"
        ]

    wait_until(
        lambda: len(found()) >= count,
        message=f"no letter to {person} with “{words}”; there are {subjects(post)}",
    )
    return found()


def subjects(post):
    return [(mail["To"], mail["Subject"]) for mail in post.messages]


def text_of(mail):
    return mail.get_body(preferencelist=("plain",)).get_content()


def cast():
    """People of the directory, before anything is set up."""
    boss, top = make_person(grade=7, department="Claims desk"), make_person(grade=12, line_of_business="Law")
    mentors = [make_mentor_person(manager=boss, department="Claims desk") for _ in range(2)]
    mates = [make_mentor_person(manager=boss, department="Claims desk") for _ in range(2)]
    mentees = [make_mentee_person(manager=top, department="Counsel") for _ in range(2)]
    return boss, mentors, mates, mentees


def test_a_wave_from_beginning_to_end(post):
    boss, mentors, mates, mentees = cast()
    coordinator = Walker(make_person(line_of_business="People", department="Development"))
    make_program(coordinator=coordinator.person)  # who may start programs is who runs one
    coach = make_person(line_of_business="People", department="Coaching", given_name="Odette")

    wave = set_up(coordinator, coach)
    go_on(coordinator, wave, Status.RECRUITING)
    for person in mentors:
        apply(person, wave, boss, mates)
    answer_recommendations(post, [boss, *mates])
    for person in mentees:
        enrol(person, wave)
    go_on(coordinator, wave, Status.SELECTING)
    accept_everybody(coordinator, wave)
    go_on(coordinator, wave, Status.PAIRING)
    pairs = pair_up(coordinator, wave, post)
    go_on(coordinator, wave, Status.PREPARING)
    accept_guidelines(wave, mentors + mentees)
    go_on(coordinator, wave, Status.RUNNING)
    meet_and_write(post, pairs)
    answer_the_survey(wave, pairs)
    see_the_leaderboard(pairs)
    be_reminded_once(post, pairs)
    let_the_clock_move(wave)


def set_up(coordinator, coach):
    coordinator.send("program_new", query="?template=digital_fluency", name="Digital Story")
    program = Program.objects.get(name="Digital Story")
    coordinator.press("program_roles", program.pk, person=coach.pk, role="coach", capacity=6)
    for audience in ("mentor", "mentee"):
        coordinator.send("guidelines_edit", program.pk, query=f"?for={audience}", publish="1")
    today = timezone.localdate()
    after = {
        "applications_open_on": 0,
        "applications_close_on": 10,
        "selection_ends_on": 20,
        "pairs_announced_on": 24,
        "launch_on": 30,
        "sessions_start_on": 35,
        "sessions_end_on": 200,
        "review_ends_on": 230,
    }
    dates = {name: today + timedelta(days=days) for name, days in after.items()}
    coordinator.send("wave_new", program.pk, **dates)
    wave = program.waves.get()
    assert wave.status == Status.DRAFT
    assert wave.curriculum.count() == wave.session_count == 7
    return wave


def go_on(coordinator, wave, to):
    coordinator.send(
        "wave_step",
        wave.pk,
        to=str(to),
        reason="Everybody is ready early.",
    )
    wave.refresh_from_db()
    assert wave.status == to
    assert wave.history.latest("pk").by == coordinator.person


def apply(person, wave, boss, mates):
    walker = Walker(person)
    walker.send(
        "profile",
        headline="Explains gladly",
        pitch="Five years close to customers.",
        interests="Sailing, Choir",
        competency_0="Teaching",
        competency_0_level="3",
    )
    walker.send("profile_photo", new_photo=photo())
    assert walker.client.get(reverse("photo", args=[person.pk]))["Content-Type"] == "image/webp"
    walker.send(
        "apply",
        wave.pk,
        send="1",
        **answers_to(wave.program, "mentor"),
        topic_0="3",
        topic_1="2",
        commits_hours="on",
        will_challenge="on",
        suitable_hours=["mon-am", "tue-am", "wed-pm", "thu-am"],
        manager=boss.email,
        teammate_1=mates[0].email,
        teammate_2=mates[1].email,
    )
    application = Application.objects.get(wave=wave, person=person)
    assert application.status == Application.Status.SUBMITTED
    assert application.recommendations.count() == 3


def answer_recommendations(post, referees):
    """Every referee answers by the link from the mail, without an account."""
    for referee in referees:
        for letter in letters_to(post, referee, "/r/", count=2):
            path = next(path for path in links_in(text_of(letter)) if path.startswith("/r/"))
            visitor = Client()
            assert visitor.get(path, follow=True).status_code == 200
            answers = dict.fromkeys(Recommendation.CRITERIA, "5")
            sent = visitor.post(
                reverse("recommendation"), {**answers, "reasons": "Keeps her word.", "confirms_hours": "yes"}
            )
            assert sent.status_code == 302, sent.context["form"].errors
    assert set(Recommendation.objects.values_list("status", flat=True)) == {"received"}


def enrol(person, wave):
    Walker(person).send(
        "enrol",
        wave.pk,
        send="1",
        **answers_to(wave.program, "mentee"),
        goals="Know what my teams use.",
        topic_0="3",
        will_challenge="on",
        commits_hours="on",
        suitable_hours=["mon-am", "tue-am", "wed-pm"],
    )
    assert Application.objects.get(wave=wave, person=person).status == Application.Status.SUBMITTED


def accept_everybody(coordinator, wave):
    for application in wave.applications.all():
        coordinator.open("application", application.pk)
        preview = coordinator.press("application_decision", application.pk, decision="accepted")
        assert preview.status_code == 200
        coordinator.press("application_decision", application.pk, decision="accepted", confirmed="1")
    assert wave.applications.accepted().count() == 4


def pair_up(coordinator, wave, post):
    coordinator.press("proposal_new", wave.pk)
    coordinator.open("pairing", wave.pk)
    proposal = wave.proposals.get()
    coordinator.open("publication", proposal.pk)
    coordinator.press("publication", proposal.pk)
    pairs = list(wave.pairs.select_related("mentor", "mentee", "coach"))
    assert [pair.status for pair in pairs] == [Pair.Status.ACTIVE] * 2
    assert all(pair.coach for pair in pairs)
    for pair in pairs:
        letters_to(post, pair.mentor, pair.mentee.family_name)
        letters_to(post, pair.mentee, pair.mentor.family_name)
    return pairs


def accept_guidelines(wave, people):
    for person in people:
        walker = Walker(person)
        shown = walker.open("guidelines", wave.pk)
        walker.press("guidelines", wave.pk, version=shown.context["shown"][0]["guidelines"].pk)


def meet_and_write(post, pairs):
    """The mentor logs the first session and posts a note; the mentee confirms from the mail."""
    for pair in pairs:
        assert pair.sessions.count() == 7
        wait_for_invitations(post, pair.mentee, 7)
        first = pair.sessions.get(number=1)
        yesterday = timezone.now() - timedelta(days=1)
        Session.objects.filter(pk=first.pk).update(starts_at=yesterday)
        mentor, mentee = Walker(pair.mentor), Walker(pair.mentee)
        mentor.open("my_pair")
        mentor.press("session_outcome", first.pk, outcome="full")
        mentor.send("note", first.pk, did="CANARY read one week of comments", sharing="pair", post="pair")
        assert "CANARY" in mentee.open("session", first.pk).content.decode()
        letter = letters_to(post, pair.mentee, "/confirm/")[0]
        path = next(path for path in links_in(text_of(letter)) if path.startswith("/confirm/"))
        visitor = Client()
        visitor.get(path, follow=True)
        first.refresh_from_db()
        assert first.mentee_confirmed_at is None
        visitor.post(reverse("confirm_session"))
        first.refresh_from_db()
        assert first.mentee_confirmed_at is not None
        mentee.open("my_pair")
    assert not any("CANARY" in text_of(mail) for mail in post.messages if mail.get_body(("plain",)))


def wait_for_invitations(post, person, count):
    """Until so many letters to somebody carry a calendar entry."""

    def invitations():
        return sum(
            mail["To"] == person.email
            and any(part.get_content_type() == "text/calendar" for part in mail.walk())
            for mail in post.messages
        )

    wait_until(lambda: invitations() == count, message=f"{invitations()} of {count} invitations came")


def answer_the_survey(wave, pairs):
    today = timezone.localdate()
    Survey.objects.filter(wave=wave).update(opens_on=today, closes_on=today + timedelta(days=7))
    surveys.ask(timezone.now(), today)
    survey = wave.surveys.get(kind=END_OF_WAVE, audience="mentee")
    agrees = {f"{OF_READINESS}{element}": "4" for element in READINESS}
    for pair in pairs:
        mentee = Walker(pair.mentee)
        assert survey.get_absolute_url() in mentee.open("my_pair").content.decode()
        mentee.send("survey", survey.pk, business="5", personal="5", experience="4", **agrees)
    assert survey.responses.count() == 2


def see_the_leaderboard(pairs):
    for pair in pairs:
        Walker(pair.mentor).press("pair_naming", pair.pk, agrees="on")
        Walker(pair.mentee).press("pair_naming", pair.pk, agrees="on")
    body = Walker(pairs[0].mentor).open("leaderboard", pairs[0].wave_id).content.decode()
    assert pairs[1].mentor.family_name in body


def be_reminded_once(post, pairs):
    """A held session without a note: the mentor is reminded through broker and worker, once."""
    second = pairs[0].sessions.get(number=2)
    Session.objects.filter(pk=second.pk).update(starts_at=timezone.now() - timedelta(days=3))
    Walker(pairs[0].mentor).press("session_outcome", second.pk, outcome="full")
    for _ in range(3):
        ring(remind_of_overdue_notes)
    wait_until(
        lambda: Notice.objects.filter(kind="note-due", delivery="sent").exists(), message="no reminder sent"
    )
    for _ in range(2):
        ring(remind_of_overdue_notes)
    wait_until(lambda: not Notice.objects.filter(delivery="owed", due_at__lte=timezone.now()).exists())
    due = [
        mail
        for mail in post.messages
        if mail["To"] == pairs[0].mentor.email and "note" in mail["Subject"].lower()
    ]
    assert len(due) == 1


def let_the_clock_move(wave):
    """The last day of sessions passes: the wave goes into review by itself, and its history says so."""
    Session.objects.filter(pair__wave=wave, status__in=Session.BOOKED).update(
        starts_at=timezone.now() + timedelta(days=1)
    )
    today = timezone.localdate()
    for days, name in enumerate(
        (
            "review_ends_on",
            "sessions_end_on",
            "sessions_start_on",
            "launch_on",
            "pairs_announced_on",
            "selection_ends_on",
        ),
    ):
        setattr(wave, name, today - timedelta(days=2 * days + 1) if days else today + timedelta(days=10))
    wave.applications_close_on = today - timedelta(days=30)
    wave.applications_open_on = today - timedelta(days=60)
    wave.save()
    ring(step_waves)
    wait_until(
        lambda: Wave.objects.get(pk=wave.pk).status == Status.REVIEWING, message="the clock did not move it"
    )
    assert wave.history.latest("pk").by is None
