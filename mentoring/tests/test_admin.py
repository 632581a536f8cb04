"""The admin: every table × every role, and nothing confidential in any of them."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.urls import reverse

from pairing.models import Pair
from programs.models import (
    Application,
    BlockedDay,
    DirectoryImport,
    Notice,
    Program,
    ProgramRole,
    Resource,
    User,
    Wave,
)
from programs.outbox import owe
from programs.tests.asking import queries_of
from programs.tests.factories import make_application, make_person, make_role

from .admin_tables import (  # noqa: F401 - fixtures
    COORDINATING,
    COORDINATORS_ONLY,
    DIRECTORY,
    SET_UP,
    SHOWN_C2,
    change,
    clients,
    expected,
    ours,
    stage,
    statuses,
    theirs,
    url_of,
)
from .canaries import add_what_can_be_told, found_in, plant
from .crowd import AT, browsers, build_crowd
from .test_privacy import REGISTRIES, confidential_fields

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
