"""A tour of the demo program: for each role the pages that it has, with something on them."""

from collections import namedtuple
from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone

from mentoring.demo import cast, load
from pairing.consulting import consult
from pairing.deeds import propose_pairs
from pairing.models import MatchRun, Pair, Proposal
from pairing.tests.factories import make_pairing_wave
from programs import links, recommendations
from programs.links import label_of
from programs.models import (
    Application,
    DirectoryImport,
    Notice,
    Question,
    Recommendation,
    Scorecard,
    TrainingModule,
    TypedForm,
    User,
    Wave,
)
from programs.upcoming import groups
from reports.models import Survey
from reports.occasions import END_OF_WAVE
from reports.surveys import write_questions
from sessions.models import Session, UnplacedSession
from sessions.notices import CONFIRM, PULSE

from .stage import suggested_to
from .tour_community import pages_of_community

Stop = namedtuple("Stop", "who path status", defaults=[200])
NOBODY = ""
GROUPINGS = ("pair", "department", "session")


def stage_tour():
    """The demo program of today, a wave in pairing beside it, open surveys and a mail. Returns the stops."""
    now = timezone.now()
    load(timezone.localdate(now))
    coordinator = User.objects.get(email=cast.COORDINATOR)
    in_pairing = make_pairing_wave(mentors=5, mentees=6, coordinator=coordinator)
    draft = propose_pairs(in_pairing, by=coordinator, now=now)
    running = Wave.objects.get(program__name="Digital Fluency", status=Wave.Status.RUNNING)
    last = Survey.objects.filter(wave=running, kind=END_OF_WAVE)
    last.update(opens_on=timezone.localdate(now), closes_on=timezone.localdate(now) + timedelta(days=7))
    for survey in last:
        write_questions(survey)
    deliver_a_letter()
    refuse_a_mail(running)
    return [
        *pages_of_coordinator(running, in_pairing, draft),
        *pages_of_pair(running),
        *pages_of_others(running),
        *pages_of_community(running, stops),
        *pages_without_account(now),
    ]


def deliver_a_letter():
    """One message in the file mailbox of a development server."""
    settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
    post = get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=str(settings.MAILBOX_DIR)
    )
    EmailMessage("Session 4 is tomorrow", "At ten, in Hartford.", to=[cast.MENTEE], connection=post).send()


def send_too_late(person):
    """A form of theirs that came after the session had ended."""
    words = [["delivery", "digest"], ["theme", "dark"], ["note", "Two lines\nof a note."]]
    return TypedForm.objects.create(
        person=person, path=reverse("settings"), fields=words, had_files=True, kept_at=timezone.now()
    )


def waiting_card(wave):
    """One that the steering member with an account has not scored yet."""
    waiting = Scorecard.objects.filter(status=Scorecard.Status.ASSIGNED, application__wave=wave)
    return waiting.filter(reviewer__email=cast.STEERING).first()


def refuse_a_mail(wave):
    """A message that the mail server did not take, and one of which nobody knows."""
    for application, delivery in zip(
        wave.applications.accepted()[:2], (Notice.Delivery.GIVEN_UP, Notice.Delivery.UNKNOWN), strict=True
    ):
        Notice.objects.create(
            recipient=application.person,
            kind="application-accepted",
            about=label_of(application),
            occurrence="tour",
            due_at=timezone.now(),
            delivery=delivery,
            trouble="SMTPRecipientsRefused: {}",
        )


def stops(who, *pages):
    """Each page is a path, or a name with the arguments of its address."""
    for page in pages:
        name, *args = (page,) if isinstance(page, str) else page
        query = args.pop() if args and str(args[-1]).startswith("?") else ""
        yield Stop(who, reverse(name, args=args) + query)


def searched_for():
    """A wave whose pairs are searched for in the background."""
    coordinator = User.objects.get(email=cast.COORDINATOR)
    wave = make_pairing_wave(coordinator=coordinator)
    now = timezone.now()
    MatchRun.objects.create(wave=wave, by=coordinator, asked_at=now, heard_at=now, step="optimum", percent=55)
    return wave


def left_out(session):
    """A session of the same pair for which planning found no time."""
    return UnplacedSession.objects.create(
        pair=session.pair, number=99, reason="No hour is free for both between March 2 and March 20."
    )


def asked_about():
    """A list about which both sides are asked, in another wave that the coordinator pairs."""
    coordinator = User.objects.get(email=cast.COORDINATOR)
    wave = make_pairing_wave(mentors=2, mentees=2, coordinator=coordinator)
    proposal = propose_pairs(wave, by=coordinator, now=timezone.now())
    consult(proposal, by=coordinator, now=timezone.now())
    return proposal


def pages_of_coordinator(running, in_pairing, draft):
    closed, recruiting = (
        running.program.waves.get(status=status) for status in (Wave.Status.CLOSED, Wave.Status.RECRUITING)
    )
    pair = Pair.objects.filter(wave=running, status=Pair.Status.ACTIVE).latest("pk")
    session = pair.sessions.filter(status__in=Session.BOOKED).first()
    mentor, mentee = (
        recruiting.applications.filter(side=side, status=Application.Status.SUBMITTED).first()
        for side in ("mentor", "mentee")
    )
    for wave in (running, closed, recruiting):
        yield from stops(
            cast.COORDINATOR,
            *(
                (name, wave.pk)
                for name in (
                    "wave",
                    "pairs",
                    "schedule",
                    "surveys",
                    "readiness",
                    "rematch",
                    "pairing",
                    "wave_setup",
                    "wave_step",
                    "wave_cancellation",
                )
            ),
            *((name, wave.pk) for name in ("impact", "applications", "guidelines") if wave != running),
        )
    yield from stops(
        cast.COORDINATOR,
        *(("leaderboard", running.pk, f"?by={grouping}") for grouping in GROUPINGS),
        ("leaderboard", closed.pk),
        ("pairing", in_pairing.pk),
        ("pairing_scenarios", in_pairing.pk),
        ("pairing_history", in_pairing.pk),
        ("consultation", asked_about().pk),
        ("pairing_run", searched_for().pk),
        ("pair_coach", running.pairs.first().pk),
        *(
            ("pairing_alternatives", in_pairing.pk, each.person_id)
            for each in in_pairing.applications.filter(side="mentee")[:2]
        ),
        ("publication", draft.pk),
        ("publication", Proposal.objects.get(wave=running).pk),
        ("pair", pair.pk),
        ("pair_ending", pair.pk),
        ("session", session.pk),
        ("session_move", session.pk),
        ("session_place", left_out(session).pk),
        *(("survey_results", survey.pk) for survey in closed.surveys.all()),
        ("survey_results", running.surveys.first().pk),
        ("applications", recruiting.pk, "?side=mentee"),
        *((name, recruiting.pk) for name in ("board", "scoring", "reviewers", "decisions")),
        *((name, running.pk) for name in ("board", "decisions", "late_invitations")),
        ("board", recruiting.pk, "?side=mentee"),
        ("decision", running.decisions.first().pk),
        ("applications", running.pk, "?q=nobody-of-this-name"),
        ("application", mentor.pk),
        ("application", mentee.pk),
        ("profile_of", mentor.person_id),
        "people",
        ("people", "?q=nobody-of-this-name"),
        ("person", mentor.person_id),
        "programs",
        "program_new",
        ("program_new", "?template=digital_fluency"),
        ("program", running.program_id),
        ("setup_purpose", running.program_id, f"?wave={recruiting.pk}"),
        ("setup_roles", running.program_id, "?find=baptiste"),
        ("setup_rules", running.program_id, f"?wave={recruiting.pk}"),
        ("setup_confidentiality", running.program_id, f"?wave={running.pk}"),
        ("setup_messages", running.program_id, f"?wave={recruiting.pk}"),
        ("wave_differences", recruiting.pk),
        ("program_differences", running.program_id),
        ("undelivered", running.program_id),
        ("program_new", f"?from={running.program_id}"),
        ("objective_new", running.program_id),
        ("objective", running.program.objectives.first().pk),
        ("objective_edit", running.program.objectives.first().pk),
        ("guidelines_edit", running.program_id, "?for=mentor"),
        *(("questions_edit", running.program_id, sheet) for sheet in Question.Sheet.values),
        ("question_new", running.program_id, "mentor_application"),
        ("question_edit", Question.objects.of(running.program, "scorecard").first().pk),
        ("training_edit", running.program_id),
        *(("module_new", running.program_id, "mentor", kind) for kind in TrainingModule.Kind.values),
        *(("module_edit", module.pk) for module in running.program.training.filter(audience="mentor")[:2]),
        ("mail_texts", running.program_id),
        ("mail_text", running.program_id, "wave-blocked"),
        ("wave_new", running.program_id),
        ("wave_curriculum", recruiting.pk),
        *(("risks", wave.pk) for wave in (running, recruiting)),
        ("risk_new", running.pk),
        *(("risk", risk.pk) for risk in running.risks.all()),
        *(("reminders", wave.pk) for wave in (running, closed)),
        ("reminder_preview", running.pk, f"?group={quote(groups(running, timezone.now())[0].key)}"),
        "settings",
        "help",
        "mailbox",
    )
    yield Stop(cast.COORDINATOR, "/no-such-page/", 404)


def pages_of_pair(running):
    pair = running.pairs.get(mentor__email=cast.MENTOR)
    held, booked = pair.sessions.held().first(), pair.sessions.filter(status__in=Session.BOOKED).first()
    both = (
        "my_pair",
        "my_schedule",
        ("my_schedule", "?show=all"),
        "my_calendar",
        ("session", held.pk),
        ("session_move", booked.pk),
        ("pair", pair.pk),
        ("guidelines", running.pk),
        ("leaderboard", running.pk),
        "profile",
        "profile_photo",
        "settings",
        "help",
    )
    yield from stops(
        cast.MENTOR,
        *both,
        ("session", booked.pk),
        ("note", held.pk),
        ("note_versions", held.pk),
        ("summary", held.pk),
        ("pulse", held.pk),
        ("thread", pair.pk),
        ("follow_up", held.pk),
        ("profile_of", pair.mentee_id),
        ("survey", running.surveys.get(kind="end-of-wave", audience="mentor").pk),
        "account_email",
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "socialaccount_connections",
        ("volunteered", running.program_id),
        ("typed_form", send_too_late(pair.mentor).pk),
    )
    yield Stop(cast.MENTOR, reverse("schedule", args=[running.pk]), 403)
    yield from stops(
        cast.MENTEE,
        *both,
        ("session", booked.pk),
        ("profile_of", pair.mentor_id),
        ("summary", held.pk),
        ("survey", running.surveys.get(kind="end-of-wave", audience="mentee").pk),
        ("agreement", pair.pk),
        ("suggestion", suggested_to(pair.mentee).pk),
    )
    yield from stops(cast.at("assistant"), "my_schedule", ("session_move", booked.pk))


def pages_of_others(running):
    program = running.program
    recruiting = program.waves.get(status=Wave.Status.RECRUITING)
    coached = Pair.objects.filter(wave=running, coach__email=cast.COACHES[0]).first()
    applied = recruiting.applications.get(person__email=cast.APPLICANT)
    mentor = recruiting.applications.filter(side="mentor", status="submitted").exclude(pk=applied.pk).first()
    yield from stops(
        cast.COACHES[0],
        "caseload",
        "my_schedule",
        ("pair", coached.pk),
        ("session", coached.sessions.first().pk),
        ("summaries", running.pk),
        ("leaderboard", running.pk),
        "help",
    )
    yield from stops(
        cast.STEERING,
        "home",
        ("applications", recruiting.pk),
        ("application", mentor.pk),
        ("impact", running.pk),
        ("board", recruiting.pk),
        ("conflict", waiting_card(recruiting).application_id),
        ("application", waiting_card(recruiting).application_id),
    )
    yield from stops(cast.SPONSOR, "home", "help")
    yield from stops(
        cast.APPLICANT,
        "home",
        ("my_application", applied.pk),
        ("apply", recruiting.pk),
        "profile",
    )
    drafted = recruiting.applications.filter(status=Application.Status.DRAFT, side="mentor").first()
    yield from stops(drafted.person.email, ("apply", recruiting.pk), ("my_application", drafted.pk))
    carried = recruiting.applications.exclude(carried_from=None).first()
    yield from stops(carried.person.email, ("my_application", carried.pk), "my_pair")
    colleague = cast.juniors()[-1].email
    yield from stops(colleague, "home", ("apply", recruiting.pk), "profile", "my_schedule", "caseload")
    yield from stops(cast.seniors()[-1].email, ("enrol", recruiting.pk), "my_pair")
    imported = DirectoryImport.objects.first()
    yield from stops(
        cast.ADMINISTRATOR,
        "directory_imports",
        "jobs",
        "directory_import_new",
        ("directory_import", imported.pk),
        "people",
        ("person", applied.person_id),
    )


def pages_without_account(now):
    """Sign-in and what the links in mails lead to."""
    waiting = Recommendation.objects.filter(status=Recommendation.Status.ASKED).first()
    held = Session.objects.held().filter(pair__status=Pair.Status.ACTIVE, mentee_confirmed_at=None).first()
    yield from stops(
        NOBODY,
        "account_login",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        ("account_confirm_email", "nobody-minted-this"),
        "socialaccount_login_cancelled",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        ("account_reset_password_from_key", "1", "none"),
        ("recommendation_link", token_for(recommendations.PURPOSE, waiting, waiting.referee, now)),
        ("confirm_link", token_for(CONFIRM, held, held.pair.mentee, now)),
        ("pulse_link", token_for(PULSE, held, held.pair.mentee, now)),
    )
    yield Stop(NOBODY, reverse("calendar_feed", args=["nobody-made-this"]), 404)
    yield Stop(NOBODY, "/no-such-page/", 404)
    yield Stop(NOBODY, reverse("confirm_link", args=["nobody-minted-this"]), 404)


def token_for(purpose, about, recipient, now):
    return links.mint(purpose, about=about, recipient=recipient, expires_at=now + timedelta(days=2), now=now)
