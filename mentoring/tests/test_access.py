"""The access matrix: every address, every role, the expected answer; and nothing without a row."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from .access import (
    dashboard,
    mentoring,
    pairing,
    profiles,
    programs_applications,
    programs_applying,
    programs_community,
    programs_people,
    programs_programs,
    programs_review,
    programs_setup,
    reports,
    sessions,
    sign_in,
    texts,
)
from .access.rows import ROLES
from .stage import build_stage

TABLES = (
    dashboard,
    mentoring,
    sign_in,
    programs_people,
    programs_programs,
    programs_applications,
    programs_review,
    programs_applying,
    programs_community,
    profiles,
    programs_setup,
    pairing,
    sessions,
    reports,
    texts,
)
MATRIX = {name: row for table in TABLES for name, row in table.ROWS.items()}
WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|cache\b)', re.IGNORECASE)
REFUSED = (302, 403, 404)


def names_of(resolver, prefix=""):
    """Every named address below a resolver; an unnamed one counts under its pattern."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            namespace = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names_of(entry, namespace)
        else:
            yield f"{prefix}{entry.name or entry.pattern}"


def test_every_address_has_a_row():
    named = {name for name in names_of(get_resolver()) if not name.startswith("admin:")}

    assert named - set(MATRIX) == set(), "add a row in mentoring/tests/access/ and decide who may see it"
    assert set(MATRIX) - named == set(), "rows for addresses that are gone"


@pytest.fixture
def stage(db):
    return build_stage()


@pytest.fixture
def clients(stage):
    found = {"anonymous": Client()}
    for role in ROLES[1:]:
        found[role] = Client()
        found[role].force_login(stage.people[role])
    return found


def address(row, stage):
    return reverse(row.name, args=[stage.key(name) for name in row.args])


def expected(row, role):
    if role == "anonymous":
        return row.expect.get("anonymous", row.anonymous)
    return row.expect.get(role, row.otherwise)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_reading(name, stage, clients):
    row = MATRIX[name]
    url = address(row, stage)

    answers = {role: clients[role].get(url).status_code for role in ROLES}

    assert answers == {role: expected(row, role) for role in ROLES}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_refused_people_change_nothing(name, stage, clients):
    row = MATRIX[name]
    url = address(row, stage)
    for role in ROLES:
        answer = expected_post(row, role)
        if answer is None:
            continue
        with CaptureQueriesContext(connection) as queries:
            response = clients[role].post(url)

        # a page that takes no POST says so before it asks who is there
        assert response.status_code in (answer, 405), (role, url)
        if answer in REFUSED:
            written = [query["sql"] for query in queries if WRITES.match(query["sql"])]
            assert written == [], (role, url)


def expected_post(row, role):
    """What an empty POST is answered: as the row says, else as for reading where reading is refused."""
    if row.post is not None:
        return row.post.get(role, row.anonymous if role == "anonymous" else row.post_otherwise)
    refused = expected(row, role)
    return refused if refused in REFUSED and (role == "anonymous" or refused != 302) else None


@pytest.mark.parametrize(
    "name", sorted(name for name, row in MATRIX.items() if row.args and row.otherwise == 404)
)
def test_what_is_forbidden_looks_like_what_does_not_exist(name, stage, clients):
    row = MATRIX[name]
    if expected(row, "stranger") != 404:
        pytest.skip("the stranger may read this one")
    forbidden = clients["stranger"].get(address(row, stage))
    absent = clients["stranger"].get(reverse(row.name, args=[stage.absent(part) for part in row.args]))

    assert forbidden.status_code == absent.status_code == 404
    assert without_tokens(forbidden) == without_tokens(absent)


def without_tokens(response):
    body = re.sub(rb'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', b"", response.content)
    return dict(response.headers) | {"Content-Length": None}, body


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_is_not_there_but_for_those_who_run_a_program_or_the_house(role, clients):
    """Who sees which rows of it is `test_admin`."""
    there = role in ("coordinator", "stranger", "administrator")
    closed = 302 if role == "anonymous" else 404
    for name in names_of(get_resolver()):
        if name.startswith("admin:") and name.endswith(("_changelist", ":index")):
            status = clients[role].get(reverse(name)).status_code

            assert (status in (200, 403)) if there else (status == closed), name
