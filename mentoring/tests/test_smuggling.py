"""What was never on the form is never saved, whoever sends it and however."""

import re
from dataclasses import replace
from datetime import date, datetime, time

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from pairing.models import Pair
from programs.models import ProgramRole
from programs.tests.factories import (
    PASSWORD,
    make_application,
    make_guidelines,
    make_recommendation,
    make_wave,
)
from sessions.models import AgendaItem, Reading, Session
from sessions.tests.factories import make_session

from .access.rows import ROLES
from .crowd import AT, MATRIX, address_of, browsers, build_crowd, filled_forms
from .test_access import WRITES
from .test_privacy import our_models

SAFE_OR_UNKNOWN = ("get", "head", "options", "put", "patch", "delete", "trace")
OUR_ROOMS = ("programs.", "pairing.", "sessions.", "reports.", "mentoring.views")
BUTTONS = ("up", "down", "remove")
OTHER_BUTTONS = {"recipe"}  # a button of the agenda, and a column of the curriculum
CHANCE = {"digest", "subject_id", "photo", "photo_whole"}  # differ from one post to the next


@pytest.fixture
def stage(db):
    with time_machine.travel(AT, tick=False):
        yield build_crowd()


@pytest.fixture
def clients(stage):
    return browsers(stage)


@pytest.fixture
def strict(stage):
    return browsers(stage, enforce_csrf_checks=True)


def stored():
    """Every row of ours: ``{(model, pk): {column: value}}``."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in our_models()
        for row in model._base_manager.values()
    }


def changes(before, after):
    """What became of the rows, in lines that do not depend on the keys given to new ones."""
    found = []
    for label, pk in before.keys() | after.keys():
        old, new = before.get((label, pk)), after.get((label, pk))
        for column, value in (new or {"gone": True}).items():
            if column != "id" and column not in CHANCE and (not old or not new or old[column] != value):
                found.append((label, pk if old else "new", column, told(label, column, value, before)))
    return sorted(found, key=str)


def told(label, column, value, before):
    field = None if column == "gone" else apps.get_model(label)._meta.get_field(column)
    if field and field.related_model and (field.related_model._meta.label, value) not in before:
        return "new"
    if isinstance(value, memoryview):
        return bytes(value)
    text = re.sub(r"^(\w+\.\w+):\d+$", r"\1", str(value))  # what a notice is about
    return re.sub(r"\b[0-9a-f]{32}\b", "random", text)  # the name of a stored file


def effect_of(deed):
    """What a deed writes; it is taken back at once."""
    with transaction.atomic():
        before = stored()
        deed()
        found = changes(before, stored())
        transaction.set_rollback(True)
    return found


def test_every_form_is_accepted_as_its_owner_fills_it_in(stage, clients):
    """Without this, others here could pass by sending nonsense."""
    answers = {}
    for form in filled_forms(stage):
        with transaction.atomic():
            answers[form.label] = form.send(stage, clients[form.role]).status_code
            transaction.set_rollback(True)

    assert {label: status for label, status in answers.items() if status not in (200, 302)} == {}


def test_every_address_that_takes_a_post_has_its_filled_form(stage, clients):
    filled = {form.name for form in filled_forms(stage)}
    posting = set()
    for name, row in MATRIX.items():
        url = address_of(name, stage)
        if resolve(url).func.__module__.startswith(OUR_ROOMS):
            with transaction.atomic():
                answers = {clients[role].post(url).status_code for role in entitled(row)}
                transaction.set_rollback(True)
            if answers - {403, 404, 405}:
                posting.add(name)

    assert posting - filled == set()


# --- mass assignment --------------------------------------------------------------------------------------


def junk_for(field):
    """A value that the column of ``field`` would take, unlike what a form sends."""
    if isinstance(field, models.ForeignKey):
        return field.related_model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 1
    if field.choices:
        return field.choices[-1][0]
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.IntegerField):
        return "3"
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 1, 1, 12).isoformat()  # noqa: DTZ001 - as a browser would send it
    if isinstance(field, models.DateField):
        return date(2026, 1, 1).isoformat()
    return time(7).isoformat() if isinstance(field, models.TimeField) else "smuggled"


def every_field():
    """Each column of each model by the names under which a form could take it, once for every model."""
    for model in our_models():
        found = {"pk": "1", "id": "1"}
        for field in model._meta.concrete_fields:
            found[field.name] = found[field.attname] = junk_for(field)
        yield found


# a draft is kept by an address of its own; its fields are those of the page it is written on
WRITTEN_ON = {"profile_draft": "profile", "apply_draft": "apply", "enrol_draft": "enrol"}


def own_names(form, stage, client):
    """The fields that the page of a form has, beyond those that it fills in."""
    page = client.get(replace(form, name=WRITTEN_ON.get(form.name, form.name)).url(stage))
    shown = page.context.get("form") if page.status_code == 200 and page.context else None
    return (
        set(form.data)
        | OTHER_BUTTONS
        | ({shown.add_prefix(name) for name in shown.fields} if shown else set())
    )


def test_no_form_takes_a_field_that_is_not_its_own(stage, clients):
    smuggled = {}
    for found in every_field():
        for name, value in found.items():
            smuggled.setdefault(name, []).append(value)
    for form in filled_forms(stage):
        client = clients[form.role]
        own = own_names(form, stage, client)
        extras = {name: values for name, values in smuggled.items() if name not in own}

        honest = effect_of(lambda form=form, client=client: form.send(stage, client))
        greedy = effect_of(lambda form=form, client=client, extras=extras: form.send(stage, client, **extras))

        assert greedy == honest, form.label


# --- what belongs to others -------------------------------------------------------------------------------


def elsewhere(stage):
    """Things of the other pair, and of the stranger's program."""
    theirs = Pair.objects.get(mentor=stage.people["stranger"])
    other = Pair.objects.get(mentor=stage.people["other_pair"])
    session = make_session(pair=other, number=9)
    program = theirs.wave.program
    wave = make_wave(program=program, status="recruiting")
    application = make_application(wave=wave)
    return {
        "theirs": theirs,
        "role": ProgramRole.objects.filter(program=program).first(),
        "application": application,
        "recommendation": make_recommendation(application=application, status="declined"),
        "guidelines": make_guidelines(program, published_at=AT),
        "item": AgendaItem.objects.create(session=session, position=1, minutes=10, title="Theirs"),
        "second": AgendaItem.objects.create(session=session, position=2, minutes=10, title="Theirs too"),
        "reading": Reading.objects.create(session=session, title="Theirs"),
        "session": session,
    }


def test_what_belongs_to_others_cannot_be_named_in_ones_own_form(stage, clients):
    others = elsewhere(stage)
    held = AgendaItem.objects.get(session=stage.things["session"])
    theirs = {"mentor": others["theirs"].mentor_id, "mentee": others["theirs"].mentee_id}
    free = {"mentor": stage.key("free_mentor")}
    application = {"application": others["application"].pk, "decision": "accepted", "confirmed": 1}
    attempts = [
        ("coordinator", "pairing_mark", "pairing_wave", theirs | {"kind": "lock"}),
        ("coordinator", "pairing_mark", "pairing_wave", theirs | free | {"kind": "forbid"}),
        ("coordinator", "program_roles", "program", {"remove": others["role"].pk}),
        ("coordinator", "application_decisions", "recruiting", application),
        ("mentor", "guidelines", "wave", {"version": others["guidelines"].pk}),
        ("applicant", "recommendation_replacement", others["recommendation"], {"referee": "a@b.example"}),
        ("mentee", "reading_done", others["reading"], {}),
        ("mentor", "session_outcome", others["session"], {"outcome": "full"}),
        ("mentor", "note", others["session"], {"did": "x", "sharing": "pair", "version": 0}),
        *[("mentor", "agenda", "planned", {button: held.pk}) for button in BUTTONS],
        *[("mentor", "agenda", "planned", {button: others["second"].pk}) for button in BUTTONS],
        ("mentor", "agenda", "planned", {f"minutes-{others['item'].pk}": 99, "save": 1}),
    ]  # fmt: skip
    for role, name, thing, data in attempts:
        pk = stage.key(thing) if isinstance(thing, str) else thing.pk
        url = reverse(name, args=[pk])

        written = effect_of(lambda role=role, url=url, data=data: clients[role].post(url, data))

        assert written == [], (role, name, data)


def test_a_page_shows_only_what_its_address_is_about(stage, clients):
    others = elsewhere(stage)
    plain = clients["coach"].get(reverse("caseload")).content
    theirs = clients["coach"].get(reverse("caseload") + f"?pair={others['theirs'].pk}").content

    assert without_tokens(plain) == without_tokens(theirs)
    for name, thing in (("publication", "draft"), ("application", "application"), ("survey", "survey")):
        for role in ("stranger", "other_pair"):
            assert clients[role].get(reverse(name, args=[stage.key(thing)])).status_code == 404


def without_tokens(content):
    return re.sub(rb'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', b"", content)


# --- ways in and out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example",
        r"/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(away, stage, client):
    form = {"login": stage.people["mentor"].email, "password": PASSWORD, "next": away}

    response = client.post(reverse("account_login"), form)

    assert response.status_code in (200, 302)
    assert "evil" not in response.headers.get("Location", "") and "javascript" not in str(response.headers)


def test_filters_seen_through_lead_back_to_the_page_alone(stage, clients):
    form = next(form for form in filled_forms(stage) if form.name == "pairing_mark")

    response = form.send(
        stage, clients["coordinator"], seen_through="//evil.example/?next=https://evil.example"
    )

    assert response.headers["Location"].startswith(reverse("pairing", args=[stage.key("pairing_wave")]) + "?")


def test_no_unsafe_request_passes_without_its_token(stage, strict):
    """Also signing in: nobody may sign somebody else in as themself."""
    answers = {}
    for name in MATRIX:
        for role in ("anonymous", "mentor", "coordinator"):
            answers[name, role] = strict[role].post(address_of(name, stage)).status_code
    for form in filled_forms(stage):
        answers[form.label] = form.send(stage, strict[form.role]).status_code

    assert {what: status for what, status in answers.items() if status != 403} == {}


def test_a_form_of_another_origin_is_refused(stage, strict):
    client = strict["mentor"]
    client.get(reverse("settings"))
    token = client.cookies["csrf"].value
    form = {"delivery": "immediate", "theme": "dark", "csrfmiddlewaretoken": token}

    ours = client.post(reverse("settings"), form, headers={"origin": "http://testserver"})
    theirs = client.post(reverse("settings"), form, headers={"origin": "https://evil.example"})

    assert (ours.status_code, theirs.status_code) == (302, 403)


def test_only_a_post_changes_anything(stage, clients):
    for name, row in MATRIX.items():
        url = address_of(name, stage)
        for role in entitled(row):
            for method in SAFE_OR_UNKNOWN:
                with CaptureQueriesContext(connection) as queries:
                    response = getattr(clients[role], method)(url)

                assert response.status_code < 500
                assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == [], (method, url)


def entitled(row):
    """Who may do most at an address: the first who may read it, and the first who may post to it."""
    reads = [role for role in ROLES[1:] if row.expect.get(role, row.otherwise) == 200]
    posts = [role for role, status in (row.post or {}).items() if status not in (403, 404, 405)]
    return dict.fromkeys([*reads[:1], *posts[:1]] or ["coordinator"])


def test_a_method_cannot_be_put_on_as_a_mask(stage, clients):
    url = reverse("session", args=[stage.key("planned")])

    masked = [
        clients["mentor"].post(url, {"_method": "DELETE"}),
        clients["mentor"].post(url, headers={"X-HTTP-Method-Override": "GET"}),
        clients["mentor"].get(url, headers={"X-HTTP-Method-Override": "DELETE"}),
    ]

    assert [response.status_code for response in masked] == [405, 405, 200]
    assert Session.objects.filter(pk=stage.key("planned")).exists()
