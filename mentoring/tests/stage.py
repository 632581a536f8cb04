"""The stage of the access matrix: one program in full swing, another beside it, somebody in every role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pairing.models import Agreement, Concern, Consultation, Pair, Proposal, QuietWord
from pairing.tests.factories import make_pair
from programs.models import Application, DirectoryImport, ProgramRole, Wave
from programs.tests.factories import (
    make_application,
    make_guidelines,
    make_mentee_person,
    make_mentor_person,
    make_objective,
    make_person,
    make_profile,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)
from reports.tests.factories import make_survey
from sessions.models import AgendaItem, Reading, Session, UnplacedSession
from sessions.tests.factories import make_checkin, make_note, make_session, make_summary, message_with_file

from . import filled_texts, stage_dashboard
from .filled_profile import give_photo
from .stage_applying import things_of_applicants
from .stage_community import shared_things
from .stage_review import add_review

ROLE_HOLDERS = ("coach", "coordinator", "steering", "sponsor")
ABSENT = 999_999


@dataclass
class Stage:
    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)

    def key(self, name):
        """What stands in the address for a thing: its primary key, or the text itself."""
        thing = self.things[name]
        return getattr(thing, "pk", thing)

    def absent(self, name):
        return ABSENT if hasattr(self.things[name], "pk") else "never-was"


def build_stage():
    """Everybody and everything that the rows of the matrix name."""
    stage = Stage()
    people, things = stage.people, stage.things
    program = make_program()
    people["colleague"] = make_person()
    people["assistant"] = make_person()
    people["administrator"] = make_person(is_superuser=True, is_staff=True)
    for role in ROLE_HOLDERS:
        people[role] = make_person(line_of_business="People", department=f"Team {role}")
        make_role(program, people[role], ProgramRole.Role(role))
    people["mentor"], people["mentee"] = make_mentor_person(), make_mentee_person()
    make_profile(people["mentor"])
    give_photo(people["mentor"])
    make_profile(people["mentee"])
    wave = make_wave(program=program, status=Wave.Status.RUNNING)
    make_application(
        wave=wave,
        person=people["mentee"],
        side="mentee",
        status=Application.Status.ACCEPTED,
        assistant=people["assistant"],
    )
    pair = make_pair(wave=wave, mentor=people["mentor"], mentee=people["mentee"], coach=people["coach"])
    held = make_session(pair=pair, number=1, on=date(2026, 9, 8), status=Session.Status.HELD)
    other_pair = make_pair(wave=wave, coach=people["coach"])
    people["other_pair"] = other_pair.mentor
    recruiting = make_wave(program=program, status=Wave.Status.DRAFT)
    people["applicant"] = make_mentor_person()
    application = make_application(wave=recruiting, person=people["applicant"])
    people["stranger"] = stranger_of_all_trades()
    AgendaItem.objects.create(session=held, position=1, minutes=10, title="Begin")
    things |= {
        "program": program,
        "wave": wave,
        "recruiting": recruiting,
        "pair": pair,
        "session": held,
        "planned": make_session(pair=pair, number=2, on=date(2026, 9, 29)),
        "unplaced": UnplacedSession.objects.create(pair=pair, number=7, reason="No hour is free."),
        "note": make_note(session=held, did="CANARY-NOTE"),
        "summary_1": make_summary(session=held),
        **message_with_file(pair),
        "reading": Reading.objects.create(session=held, title="A claim, filed on a phone"),
        "checkin": make_checkin(pair=pair),
        **things_around(pair, people["mentor"]),
        "suggestion": suggested_to(people["mentee"]),
        "proposal": Proposal.objects.create(wave=wave, number=1, input_digest="0" * 64),
        "survey": make_survey(wave=wave),
        "application": application,
        "recommendation": make_recommendation(application=application),
        "guidelines": make_guidelines(program),
        "objective": make_objective(program),
        **things_of_applicants(program, wave, people["mentor"]),
        "directory_import": DirectoryImport.objects.create(filename="people.csv", sha256="0" * 64),
        "applicant": people["applicant"],
        "mentor": people["mentor"],
        "mentee": people["mentee"],
        "colleague": people["colleague"],
        "token": "not-a-token",
        **shared_things(program, wave, people),
    }
    stage_dashboard.add(things, people)
    filled_texts.add(things, people)
    add_review(stage)
    return stage


QUIET_WORD = CONCERN = 901  # known beforehand, since mails name them
AT = datetime(2026, 9, 8, 9, tzinfo=UTC)


def things_around(pair, mentor):
    """What the mentor asked the coach for, a rule broken since, and an agreement that one side has signed."""
    return {
        "word": QuietWord.objects.create(pk=QUIET_WORD, pair=pair, by=mentor, at=AT, text="May we talk?"),
        "concern": Concern.objects.create(
            pk=CONCERN, pair=pair, rule="department", words="Same department.", found_at=AT
        ),
        "agreement_1": Agreement.objects.create(
            pair=pair, version=1, purpose="Try the claim.", by=mentor, at=AT, mentor_signed_at=AT
        ),
    }


def suggested_to(mentee):
    """A match that this mentee is asked about, in a wave of another program."""
    other = make_wave(status=Wave.Status.PAIRING)
    suggested = make_pair(wave=other, mentee=mentee, status=Pair.Status.PROPOSED)
    return Consultation.objects.create(pair=suggested, asked_at=AT)


def stranger_of_all_trades():
    """Somebody with every role of the stage, in another program."""
    stranger = make_mentor_person()
    program = make_program()
    for role in ROLE_HOLDERS:
        make_role(program, stranger, ProgramRole.Role(role))
    wave = make_wave(program=program, status=Wave.Status.RUNNING)
    pair = make_pair(wave=wave, mentor=stranger)
    make_session(pair=pair)
    assert pair.status == Pair.Status.ACTIVE
    return stranger
