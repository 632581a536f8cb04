"""The tables of the admin, a row in each for two programs, and who opens them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pairing.models import Pair, RuleSetting
from programs import risks
from programs.models import (
    Announcement,
    Application,
    Attribute,
    BlockedDay,
    CurriculumSession,
    DirectoryImport,
    Event,
    Guidelines,
    Notice,
    Objective,
    Program,
    ProgramRole,
    ProgramText,
    Question,
    Resource,
    Risk,
    TrainingModule,
    User,
    Wave,
)
from programs.outbox import owe
from programs.tests.factories import make_application, make_guidelines
from reports.models import Survey, SurveyQuestion
from reports.tests.factories import make_survey

from .access.rows import ROLES
from .crowd import sign_in
from .stage import build_stage

SET_UP = (
    *(Announcement, Attribute, BlockedDay, CurriculumSession, Event, Guidelines, Objective, Program),
    *(
        ProgramRole,
        ProgramText,
        Question,
        Resource,
        RuleSetting,
        Survey,
        SurveyQuestion,
        TrainingModule,
        Wave,
    ),
)
COORDINATORS_ONLY = (Application, Notice, Pair, Risk)
DIRECTORY = (User, DirectoryImport)
# relational facts that a coordinator reads on the pages too
SHOWN_C2 = {Application, Notice, Pair, Risk}
COORDINATING = ("coordinator", "stranger")


def fill(program, coordinator):
    """A row of every table in a program with a wave; answers them by model."""
    wave = program.waves.filter(status=Wave.Status.RUNNING).get()
    now = timezone.now()
    application = make_application(wave=wave)
    survey = make_survey(wave=wave, kind="needs")
    question = {"program": program, "code": "why", "text": "Why?"}
    by_now = {"by": coordinator, "at": now}
    owe(coordinator, "wave-blocked", about=wave, due_at=now + timedelta(days=1))
    facts = {"name": "A coach is away", "detail": "", "level": "watch", "owner": None}
    rows = [
        program,
        wave,
        application,
        survey,
        survey.questions.first(),
        program.roles.filter(role="coordinator").get(),
        wave.pairs.first(),
        Notice.objects.get(kind="wave-blocked", recipient=coordinator),
        risks.log_risk(wave, facts, by=coordinator, now=now),
        make_guidelines(program, audience="mentee"),
        Objective.objects.create(program=program, name="Reach", measure="Count", target=5),
        Attribute.objects.create(program=program, code="generation", name="Generation", choices=["Young"]),
        BlockedDay.objects.create(wave=wave, day=date(2026, 11, 2), reason="Quarter close"),
        CurriculumSession.objects.create(wave=wave, number=1, topic="First steps"),
        Question.objects.create(sheet="scorecard", **question),
        TrainingModule.objects.create(program=program, audience="mentor", code="up", title="Upwards"),
        ProgramText.objects.create(program=program, kind="survey", subject="A", body="B", **by_now),
        Resource.objects.create(program=program, title="A page", text="Read.", added_at=now),
        Announcement.objects.create(program=program, title="News", text="Read.", published_at=now),
        Event.objects.create(wave=wave, title="Launch", starts_at=now, ends_at=now + timedelta(hours=1)),
        RuleSetting.objects.create(program=program, rule="grade_gap"),
    ]
    return {type(row): row for row in rows}


@pytest.fixture
def stage(db):
    return build_stage()


@pytest.fixture
def ours(stage):
    return fill(stage.things["program"], stage.people["coordinator"])


@pytest.fixture
def theirs(stage):
    stranger = stage.people["stranger"]
    return fill(Program.objects.coordinated_by(stranger).get(), stranger)


@pytest.fixture
def clients(stage):
    return {"anonymous": Client()} | {role: sign_in(stage.people[role]) for role in ROLES[1:]}


def url_of(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def change(row):
    return url_of(type(row), "change", row.pk)


def statuses(clients, url):
    return {role: clients[role].get(url).status_code for role in ROLES}


def expected(**answers):
    return {role: answers.get(role, 302 if role == "anonymous" else 404) for role in ROLES}


def data_of(answer):
    """What a change form would send back as it stands."""
    form = answer.context["adminform"].form
    data = {}
    for bound in form:
        value = bound.value()
        if value is True:
            value = "on"
        if value is not None and value is not False:
            data[bound.html_name] = getattr(value, "email", value)
    return data
