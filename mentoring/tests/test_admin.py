"""The admin: every table × every role, deeds with the refusals of the pages, nothing confidential."""

import re
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets
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
from programs.tests.asking import queries_of
from programs.tests.factories import make_application, make_guidelines, make_person, make_role, make_wave
from reports.models import Survey, SurveyQuestion
from reports.tests.factories import make_survey

from .access.rows import ROLES
from .canaries import add_what_can_be_told, found_in, plant
from .crowd import AT, browsers, build_crowd, sign_in
from .stage import build_stage
from .test_privacy import REGISTRIES, confidential_fields

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


# --- who sees which rows ----------------------------------------------------------------------------------


def test_only_tables_that_were_decided_on_are_there():
    assert set(admin.site._registry) == {*SET_UP, *COORDINATORS_ONLY, *DIRECTORY}


@pytest.mark.parametrize("model", [*SET_UP, *COORDINATORS_ONLY], ids=lambda model: model.__name__)
def test_each_table_shows_everybody_their_own_rows(model, ours, theirs, clients):
    administrator = 200 if model in SET_UP else 403
    both = {"coordinator": 200, "stranger": 200, "administrator": administrator}
    mine, other = ours[model], theirs[model]

    assert statuses(clients, url_of(model)) == expected(**both)
    assert statuses(clients, change(mine)) == expected(**both | {"stranger": 302})
    assert statuses(clients, change(other)) == expected(**both | {"coordinator": 302})
    history = both | {"stranger": 302, "administrator": 200 if model in SET_UP else 302}
    assert statuses(clients, url_of(model, "history", mine.pk)) == expected(**history)
    lists = {
        role: {row.pk for row in clients[role].get(url_of(model)).context["cl"].result_list}
        for role in COORDINATING
    }
    assert mine.pk in lists["coordinator"] and other.pk in lists["stranger"]
    assert lists["coordinator"] & lists["stranger"] == set()


def test_a_row_of_others_looks_like_one_that_does_not_exist(ours, theirs, clients):
    for model in (*SET_UP, *COORDINATORS_ONLY):
        hidden = clients["coordinator"].get(change(theirs[model]), follow=True)
        absent = clients["coordinator"].get(url_of(model, "change", 999_999), follow=True)

        def told(answer, pk):
            words = [str(message) for message in answer.context["messages"]]
            return answer.redirect_chain, [word.replace(str(pk), "#") for word in words]

        assert told(hidden, theirs[model].pk) == told(absent, 999_999)


def test_the_directory_is_for_coordinators_and_its_files_for_administrators(stage, clients):
    imported = stage.things["directory_import"]
    coordinating = {"coordinator": 200, "stranger": 200, "administrator": 200}
    refused = {"coordinator": 403, "stranger": 403, "administrator": 200}

    assert statuses(clients, url_of(User)) == expected(**coordinating)
    assert statuses(clients, change(stage.people["mentor"])) == expected(**coordinating)
    assert statuses(clients, url_of(DirectoryImport)) == expected(**refused)
    assert statuses(clients, change(imported)) == expected(**refused)


@pytest.mark.parametrize(
    "path", ["", "programs/", "jsi18n/", "logout/", "password_change/", "r/1/1/", "nowhere/"]
)
def test_the_pages_around_the_tables(path, stage, clients):
    there = (
        {}
        if path in ("logout/", "password_change/", "r/1/1/", "nowhere/")
        else dict.fromkeys(("coordinator", "stranger", "administrator"), 200)
    )

    assert statuses(clients, "/admin/" + path) == expected(**there)


def test_signing_in_happens_on_the_sign_in_page(clients):
    answer = clients["anonymous"].get("/admin/", follow=True)

    assert [address for address, _ in answer.redirect_chain][-1] == "/accounts/login/?next=/admin/"


def test_a_coordinator_without_a_second_factor_sees_no_table(settings, ours, clients):
    settings.SECOND_FACTOR_REQUIRED = True

    answer = clients["coordinator"].get(url_of(Wave))

    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


def test_choosing_offers_only_what_the_reader_sees(ours, theirs, clients):
    def found(role, model, field):
        where = {"app_label": "programs", "model_name": model, "field_name": field, "term": ""}
        answer = clients[role].get("/admin/autocomplete/", where)
        return answer.status_code, {int(each["id"]) for each in answer.json().get("results", ())} if (
            answer.status_code == 200
        ) else set()

    assert found("coordinator", "blockedday", "wave") == (
        200,
        set(Wave.objects.filter(program=ours[Program]).values_list("pk", flat=True)),
    )
    assert found("coordinator", "programrole", "program") == (200, {ours[Program].pk})
    assert found("mentor", "programrole", "program")[0] == 404
    left = make_person(family_name="Gone", is_active=False)
    assert left.pk not in found("coordinator", "programrole", "person")[1]


def test_what_is_not_offered_is_not_accepted(ours, theirs, clients):
    posts = [
        (BlockedDay, {"wave": theirs[Wave].pk, "day": "2026-11-03", "reason": "x"}),
        (
            ProgramRole,
            {"program": theirs[Program].pk, "person": make_person().pk, "role": "coach", "capacity": 3},
        ),
        (Resource, {"program": theirs[Program].pk, "title": "x", "text": "x", "minutes": 0}),
    ]
    for model, data in posts:
        before = model.objects.count()
        answer = clients["coordinator"].post(url_of(model, "add"), data)

        assert (answer.status_code, model.objects.count()) == (200, before), model
        assert answer.context["adminform"].form.errors


def test_an_administrator_looks_and_changes_nothing(ours, clients):
    for model in SET_UP:
        row = ours[model]
        answers = [
            clients["administrator"].post(change(row), {"name": "x"}).status_code,
            clients["administrator"].post(url_of(model, "delete", row.pk), {"post": "yes"}).status_code,
            clients["administrator"].get(url_of(model, "add")).status_code,
        ]

        assert answers == [403, 403, 403], model
    row.refresh_from_db()


def test_rows_are_deleted_only_where_it_harms_nobody(ours, clients):
    may = {
        model
        for model in (*SET_UP, *COORDINATORS_ONLY)
        if clients["coordinator"].get(url_of(model, "delete", ours[model].pk)).status_code == 200
    }

    assert may == {BlockedDay, ProgramRole, Resource}


# --- what the tables show ---------------------------------------------------------------------------------


def test_no_table_shows_a_field_beyond_what_its_readers_may_read():
    for model, table in admin.site._registry.items():
        classes = REGISTRIES[model._meta.app_label][model.__name__]
        fields = flatten_fieldsets(table.fieldsets) if table.fieldsets else table.fields
        shown = {classes.get(name, "C0") for name in (*fields, *table.list_display)}
        allowed = {"C0", "C1", "C2"} if model in SHOWN_C2 else {"C0", "C1"}

        assert shown <= allowed, model


def test_no_status_can_be_edited(ours, clients):
    for model in (*SET_UP, *COORDINATORS_ONLY):
        page = clients["coordinator"].get(change(ours[model]))
        form = page.context["adminform"].form

        assert {"status", "delivery"} & set(form.fields) == set(), model


@pytest.mark.parametrize("role", ["coordinator", "administrator", "stranger"])
def test_no_page_says_what_somebody_wrote(role, db):
    import time_machine  # noqa: PLC0415

    with time_machine.travel(AT, tick=False):
        stage = build_crowd()
        add_what_can_be_told(stage)
        marks, client = plant(stage), browsers(stage)[role]
        seen = set()
        for model in admin.site._registry:
            answer = client.get(url_of(model))
            seen |= found_in(answer.content, marks)
            if answer.status_code == 200:
                for row in answer.context["cl"].result_list[:20]:
                    seen |= found_in(client.get(change(row)).content, marks)

    # what the coordinators log is theirs to read
    assert {what for what in seen if not what.startswith("Risk.")} == set()
    assert bool(seen) == (role == "coordinator")


@pytest.mark.parametrize("model", [*SET_UP, *COORDINATORS_ONLY], ids=lambda model: model.__name__)
def test_what_is_confidential_is_not_even_read(model, ours, clients):
    row = clients["coordinator"].get(url_of(model)).context["cl"].result_list[0]

    assert confidential_fields(model) <= row.get_deferred_fields()


@pytest.mark.parametrize("model", [Application, Pair, Notice, User, BlockedDay, ProgramRole])
def test_a_table_asks_as_often_for_fifty_rows_as_for_one(model, ours, clients):
    wave, coordinator = ours[Wave], ours[ProgramRole].person
    client, counts = clients["coordinator"], []
    for many in (1, 3, 50):
        for number in range(many):
            application = make_application(wave=wave)
            Pair.objects.create(
                wave=wave,
                mentor=application.person,
                mentee=make_person(),
                coach=coordinator,
                team_name=f"T{many} {number}",
                status=Pair.Status.COMPLETED,
            )
            make_role(wave.program, application.person, "steering")
            BlockedDay.objects.create(
                wave=wave, day=date(2027, 1, 1) + timedelta(days=100 * many + number), reason="x"
            )
            owe(application.person, "wave-blocked", about=wave)
        counts.append(queries_of(client, url_of(model)))

    assert counts[0] == counts[1] == counts[2]


# --- deeds ------------------------------------------------------------------------------------------------


def act(client, model, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = client.post(url_of(model), data, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_waves_are_stepped_with_the_refusals_of_the_page(ours, clients):
    wave = make_wave(program=ours[Program], status=Wave.Status.SELECTING)
    make_application(wave=wave)

    told = act(clients["coordinator"], Wave, "step", wave)

    wave.refresh_from_db()
    assert wave.status == Wave.Status.SELECTING
    assert len(told) == 1 and "No mentor and no mentee has been accepted." in told[0]

    wave = make_wave(program=ours[Program], status=Wave.Status.RECRUITING)
    make_application(wave=wave)
    make_application(wave=wave, side="mentee")
    told = act(clients["coordinator"], Wave, "step", wave)

    wave.refresh_from_db()
    assert (wave.status, told) == (Wave.Status.SELECTING, ["Stepped on: 1 row."])
    assert wave.history.get().by == ours[ProgramRole].person


def test_an_administrator_steps_no_wave(ours, clients):
    act(clients["administrator"], Wave, "step", ours[Wave])

    ours[Wave].refresh_from_db()
    assert ours[Wave].status == Wave.Status.RUNNING


def test_applications_are_decided_by_the_deed_of_the_page(ours, clients):
    wave, coordinator = ours[Wave], ours[ProgramRole].person
    fresh, done = make_application(wave=wave), make_application(wave=wave, status="declined")
    own = make_application(wave=wave, person=coordinator)

    told = act(clients["coordinator"], Application, "accept", fresh, done, own)

    stands = {row.pk: row.status for row in Application.objects.filter(pk__in=[fresh.pk, done.pk, own.pk])}
    assert stands == {fresh.pk: "accepted", done.pk: "declined", own.pk: "submitted"}
    assert len(told) == 3 and "Nobody decides on their own application." in " ".join(told)
    assert Notice.objects.filter(kind="application-accepted").count() == 1


def test_a_selection_names_no_rows_of_others(ours, theirs, clients):
    told = act(clients["coordinator"], Application, "accept", theirs[Application])

    theirs[Application].refresh_from_db()
    assert (theirs[Application].status, told) == ("submitted", [])


def test_dates_out_of_order_are_refused_as_on_the_page(ours, clients):
    wave = make_wave(program=ours[Program], today=timezone.localdate() + timedelta(days=120))
    data = data_of(clients["coordinator"].get(change(wave)))

    refused = clients["coordinator"].post(change(wave), data | {"launch_on": "2020-01-01"})
    saved = clients["coordinator"].post(change(wave), data | {"capacity": "9"})

    assert "launch_on" in refused.context["adminform"].form.errors
    wave.refresh_from_db()
    assert (saved.status_code, wave.capacity) == (302, 9)


def test_the_last_coordinator_cannot_be_let_go(ours, clients):
    role = ours[ProgramRole]

    answer = clients["coordinator"].post(url_of(ProgramRole, "delete", role.pk), {"post": "yes"})

    assert answer.status_code == 409 and "last coordinator" in answer.content.decode()
    assert ProgramRole.objects.filter(pk=role.pk).exists()
    assert not LogEntry.objects.exists()


def test_somebody_who_takes_part_is_not_taken_on(ours, stage, clients):
    data = {"program": ours[Program].pk, "person": stage.people["mentor"].pk, "role": "coach", "capacity": 3}

    answer = clients["coordinator"].post(url_of(ProgramRole, "add"), data)

    assert "takes part in wave" in str(answer.context["adminform"].form.errors)
    fine = clients["coordinator"].post(url_of(ProgramRole, "add"), data | {"person": make_person().pk})
    assert fine.status_code == 302


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Program, "purpose", "To learn more."),
        (CurriculumSession, "topic", "Second steps"),
        (BlockedDay, "reason", "A move"),
        (Objective, "measure", "Asked twice a year"),
        (Resource, "title", "Another page"),
        (Risk, "detail", "For two weeks."),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_what_may_be_changed_is_saved_and_its_words_stay_out_of_the_history(
    model, field, value, ours, clients
):
    row = ours[model]
    data = data_of(clients["coordinator"].get(change(row)))

    answer = clients["coordinator"].post(change(row), data | {field: value})

    row.refresh_from_db()
    assert (answer.status_code, getattr(row, field)) == (302, value)
    entry = LogEntry.objects.get()
    assert entry.object_repr == f"{model._meta.verbose_name} {row.pk}"
    assert value not in entry.change_message and str(row) not in entry.change_message


def test_a_risk_changed_in_its_table_has_it_in_its_history(ours, clients):
    data = data_of(clients["coordinator"].get(change(ours[Risk])))

    clients["coordinator"].post(change(ours[Risk]), data | {"level": "risk"})

    assert [entry.said for entry in ours[Risk].changes.all()] == ["Level is now needs help", "Logged"]


def test_messages_are_held_and_released(ours, clients):
    notice = ours[Notice]

    act(clients["coordinator"], Notice, "hold", notice)
    notice.refresh_from_db()
    assert notice.delivery == Notice.Delivery.HELD

    act(clients["coordinator"], Notice, "release", notice)
    notice.refresh_from_db()
    assert notice.delivery == Notice.Delivery.OWED


def test_who_has_not_answered_a_survey_is_in_no_table(ours, stage, clients):
    owe(stage.people["mentee"], "survey", about=ours[Survey])

    rows = clients["coordinator"].get(url_of(Notice)).context["cl"].result_list

    assert [row.kind for row in rows if row.kind == "survey"] == []


def test_the_menu_leads_there_for_those_who_may_go(ours, clients):
    for role, is_there in (
        ("coordinator", True),
        ("administrator", True),
        ("mentor", False),
        ("coach", False),
    ):
        page = clients[role].get(reverse("settings")).content.decode()

        assert bool(re.search(r'href="/admin/"', page)) == is_there, role
