"""Markers in every relational and confidential field, planted by the registry of data classes."""

import re
from datetime import timedelta
from itertools import count

from django.apps import apps
from django.db import models

from pairing.models import Deed, LeftOver, Mark, Pair, ProposedPair
from programs.models import (
    Application,
    ApplicationAnswer,
    Attribute,
    Discussion,
    Finding,
    FindingVersion,
    GuidelinesAcceptance,
    NoGo,
    Notice,
    Post,
    PostReport,
    ProfileDraft,
    Question,
    Risk,
    RiskChange,
    Scorecard,
    StatusChange,
    Volunteered,
    WaveCancellation,
)
from programs.tests.factories import make_recommendation
from reports.models import Answer, SurveyQuestion
from reports.tests.factories import make_response
from sessions.models import (
    AgendaItem,
    CalendarFeed,
    FollowUp,
    MessageFile,
    NoteVersion,
    Reading,
    Session,
    SessionMove,
    SessionNote,
    SessionSummary,
    TimeSpent,
    UnplacedSession,
)
from sessions.tests.factories import make_checkin, make_note, make_session, make_summary

from .crowd import AT, TODAY
from .test_privacy import REGISTRIES

MARKER = re.compile(r"zq\d{4}x|\b31\d{3}\b")
CONFIDENTIAL = {"C2", "C3", "C4", "C5"}
# words of ours in a fixed form, which pages and rules read again
SHAPED = {
    *("Notice.kind", "Notice.about", "Notice.occurrence", "Link.purpose", "Link.about", "Session.time_zone"),
    *("StatusChange.previous", "StatusChange.current", "Proposal.input_digest", "LeftOver.side"),
    *("Finding.figure", "Concern.rule"),
}
NUMBERS = {"Recommendation", "ProposedPair"}  # whose small numbers the database does not bound
LISTS = {
    "ProfileDraft.typed": lambda marker: {"pitch": [marker]},
    "TypedForm.fields": lambda marker: [["goals", marker]],
    "ApplicationAnswer.value": str,
    "SessionNote.unposted": lambda marker: {"did": marker},
    "NoteVersion.texts": lambda marker: {"did": marker},
    "Pair.shared_interests": lambda marker: [marker],
    "ProposedPair.parts": lambda marker: [["topics", 30, 40, marker]],
    "ProposedPair.checks": lambda marker: [["grade_gap", "watch", marker]],
}


def add_what_can_be_told(stage):
    """A row for everything that somebody wrote about somebody; the pair of the stage stays private."""
    pair, people, things = stage.things["pair"], stage.people, stage.things
    other = Pair.objects.get(mentor=people["other_pair"])
    for number, (sharing, posted_at) in enumerate((("me", None), ("pair", AT), ("coach", AT)), start=4):
        session = make_session(
            pair=pair, number=number, on=TODAY - timedelta(days=number), status=Session.Status.HELD
        )
        unposted = {"did": "x"} if posted_at else {}
        note = make_note(session=session, sharing=sharing, posted_at=posted_at, unposted=unposted)
        if sharing == "pair":
            SessionNote.objects.filter(pk=note.pk).update(widening_asked_at=AT)
        note.versions.create(number=1, texts={"did": "x"}, sharing=sharing, was_posted=False, at=AT)
        agreed_at = AT if sharing == "coach" else None
        make_summary(session=session, mentor_agreed_at=posted_at, mentee_agreed_at=agreed_at)
        FollowUp.objects.create(session=session, text="x", written_at=AT, sent_at=posted_at)
        AgendaItem.objects.create(session=session, position=1, minutes=10, title="Look back", detail="How")
        SessionMove.objects.create(session=session, previous_start=AT, new_start=AT, moved_at=AT)
    shared = make_session(pair=pair, number=8, on=TODAY + timedelta(days=30), agenda_shared_at=AT)
    AgendaItem.objects.create(session=shared, position=1, minutes=10, title="Together", detail="Both")
    Reading.objects.create(session=shared, title="Ahead", word="Mind the end")
    theirs = make_session(pair=other, number=1, on=TODAY - timedelta(days=9), status=Session.Status.HELD)
    make_note(session=theirs, sharing="coach", posted_at=AT)
    make_checkin(pair=pair, planned_on=TODAY - timedelta(days=8), held_on=TODAY, case_note="Well.")
    TimeSpent.objects.create(session=theirs)
    UnplacedSession.objects.create(pair=pair, number=9, reason="No time")
    question = Question.objects.create(
        program=things["program"], sheet=Question.Sheet.MENTOR_APPLICATION, code="why", text="Why now?"
    )
    for name in ("applicant", "mentor", "mentee"):
        application = Application.objects.get(person=people[name], wave__program=things["program"])
        ApplicationAnswer.objects.create(application=application, question=question, value="x")
        Scorecard.objects.create(application=application, reviewer=people["steering"], assigned_at=AT)
        NoGo.objects.create(application=application, department="Law")
        NoGo.objects.create(application=application, person=people["colleague"])
        received = make_recommendation(
            application=application, relation="manager", status="received", confirms_hours=False
        )
        StatusChange.objects.create(subject=application, previous="submitted", current="accepted", reason="x")
        StatusChange.objects.create(subject=received, previous="asked", current="received", reason="x")
    for thing in (pair, things["wave"], things["session"]):
        StatusChange.objects.create(subject=thing, previous=thing.status, current=thing.status, reason="x")
    ProposedPair.objects.create(
        proposal=things["proposal"], mentor=people["mentor"], mentee=people["mentee"], fit=50
    )
    LeftOver.objects.create(
        proposal=things["proposal"], person=people["applicant"], side="mentor", reason="No room", change="x"
    )
    for wave in (things["wave"], things["pairing_wave"]):
        Deed.objects.create(
            wave=wave, by=people["coordinator"], at=AT, words="x", why="x", before={}, undone_at=AT
        )
    Mark.objects.create(wave=things["wave"], mentor=people["mentor"], mentee=people["mentee"], kind="forbid")
    question = SurveyQuestion.objects.create(
        survey=things["survey"], number=9, code="aha", text="One thing", kind="text", is_optional=True
    )
    response = make_response(survey=things["survey"], person=people["mentee"], business=5, personal=4)
    Answer.objects.create(response=response, question=question, text="x")
    GuidelinesAcceptance.objects.create(
        guidelines=stage.things["guidelines"], person=people["mentor"], accepted_at=AT
    )
    CalendarFeed.objects.create(person=people["mentor"], made_at=AT)
    ProfileDraft.objects.create(profile=people["mentor"].talent_profile, typed={}, saved_at=AT)
    Notice.objects.create(recipient=people["mentor"], kind="survey", about="x:1", due_at=AT, trouble="x")
    for _ in range(2):
        StatusChange.objects.create(
            subject=things["planned"], previous="planned", current="cancelled", by=people["mentee"]
        )
    add_what_a_program_holds(things["program"], things["wave"], people)


def add_what_a_program_holds(program, wave, people):
    """What its people write to each other, what those note who steer, and what is volunteered."""
    discussion = Discussion.objects.create(
        program=program, title="x", by=people["mentor"], begun_at=AT, last_post_at=AT
    )
    post = Post.objects.create(discussion=discussion, by=people["mentor"], text="x", at=AT)
    report = PostReport.objects.create(post=post, passage="x", reason="x", by=people["other_pair"], at=AT)
    report.told_to.add(people["coordinator"])
    finding = Finding.objects.create(wave=wave, finding="x", figure="held", figure_said="x", at=AT)
    FindingVersion.objects.create(
        of=finding, finding="x", figure_said="x", decision="change", what="x", at=AT
    )
    risk = Risk.objects.create(wave=wave, name="x", detail="x", logged_at=AT)
    RiskChange.objects.create(risk=risk, at=AT, said="x")
    WaveCancellation.objects.create(wave=wave, asked_at=AT, reason="x")
    attribute = Attribute.objects.create(program=program, code="gender", name="Gender", choices=["Woman"])
    for name in ("applicant", "mentor"):
        Volunteered.objects.create(attribute=attribute, person=people[name], value="x", matching_since=AT)


def plant(stage):
    """Put a marker into every confidential field of every row: ``{marker: what it stands in, of whom}``."""
    owners, numbers, marks = owners_of(stage), count(1), {}
    for label, registry in REGISTRIES.items():
        for name, classes in registry.items():
            model = apps.get_model(label, name)
            confidential = [field for field, known in classes.items() if known in CONFIDENTIAL]
            for row in model._base_manager.all():
                for field in confidential:
                    plant_one(row, model._meta.get_field(field), next(numbers), owners, marks)
    return marks


def plant_one(row, field, number, owners, marks):
    what = f"{type(row).__name__}.{field.name}"
    if not is_markable(field) or (what == "NoGo.department" and not row.department):
        return
    marker = str(31_000 + number % 1000) if is_number(field) else f"zq{number:04}x"
    assert marker not in marks, "two markers are alike"
    marks[marker] = f"{what} of {owner_of(row, owners)}"
    shape = LISTS.get(what) or (address if isinstance(field, models.URLField) else str)
    value = int(marker) if is_number(field) else shape(marker)
    type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})


def is_number(field):
    """A judgment or a score; the others are numbers of things or minutes."""
    return isinstance(field, models.PositiveSmallIntegerField) and field.name != "mentor_place"


def is_markable(field):
    name = field.model.__name__
    if f"{name}.{field.name}" in LISTS or (name in NUMBERS and is_number(field)):
        return True
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and f"{name}.{field.name}" not in SHAPED


def address(marker):
    return f"https://{marker}.example"


def markable():
    """Every confidential field that can hold a marker, by model and name."""
    return {
        f"{name}.{field}"
        for label, registry in REGISTRIES.items()
        for name, classes in registry.items()
        for field, known in classes.items()
        if known in CONFIDENTIAL and is_markable(apps.get_model(label, name)._meta.get_field(field))
    }


def owners_of(stage):
    """Whose a row is, in the words of the tables in the tests."""
    names = {stage.things["pair"].pk: "pair"}
    names[Pair.objects.get(mentor=stage.people["other_pair"]).pk] = "other pair"
    people = {person.pk: role for role, person in stage.people.items()}
    return names, people, stage.things["program"].pk


def owner_of(row, owners):
    names, people, program = owners
    if isinstance(row, StatusChange):
        return f"{type(row.subject).__name__.lower()}, {owner_of(row.subject, owners)}"
    if isinstance(row, NoteVersion):
        return owner_of(row.note, owners)
    if isinstance(row, MessageFile):
        return owner_of(row.message, owners)
    session = getattr(row, "session", None)
    pair = row if isinstance(row, Pair) else getattr(row, "pair", None) or getattr(session, "pair", None)
    if pair:
        return state_of(row) + names.get(pair.pk, "elsewhere")
    application = row if isinstance(row, Application) else getattr(row, "application", None)
    if isinstance(row, Scorecard):
        return f"{people[row.reviewer_id]}, {row.status}, about {people[application.person_id]}"
    if application:
        ours = application.wave.program_id == program
        return people.get(application.person_id, "others") if ours else "elsewhere"
    row = getattr(row, "profile", row)
    return people.get(getattr(row, "recipient_id", None) or getattr(row, "person_id", None), "others")


def state_of(row):
    """What decides who may read it, besides whose it is."""
    if isinstance(row, SessionNote):
        return f"{row.sharing} note, " if row.posted_at or row.sharing == "me" else "draft note, "
    if isinstance(row, FollowUp):
        return "sent follow-up, " if row.sent_at else "kept follow-up, "
    if isinstance(row, SessionSummary):
        state = "released" if row.is_released else "offered" if row.mentor_agreed_at else "kept"
        return f"{state} summary, "
    if isinstance(row, AgendaItem):
        return "shared agenda, " if row.session.agenda_shared_at else "kept agenda, "
    return ""


def found_in(content, marks):
    """What of the markers stands in a text."""
    text = content.decode(errors="replace") if isinstance(content, bytes) else content
    return {marks[marker] for marker in MARKER.findall(text) if marker in marks}
