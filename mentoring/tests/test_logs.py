"""Logs say where something broke, never what somebody typed, and hold no link that works."""

import io
import logging

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection
from django.urls import get_resolver, reverse
from django.urls.converters import StringConverter

from mentoring import logs
from mentoring.web_log import WebLog
from programs import recommendations
from programs.views import applications as applying
from programs.views import profiles, programs
from programs.views.review import deciding
from sessions.views import coaching, notes, prepare, times

from .crowd import AT, browsers, build_crowd, filled_forms

CANARY = "CANARY-TYPED"
# the deed behind each form, and the field that somebody writes in
BREAKING = {
    "note": (notes, "save_note", "did"),
    "checkin": (coaching, "log_checkin", "case_note"),
    "agenda": (prepare.items, "add", "title"),
    "apply": (applying, "save_draft", "mentor_application_motive"),
    "enrol": (applying, "save_draft", "goals"),
    "profile": (profiles, "save_profile", "background"),
    "recommendation": (recommendations, "answer", "reasons"),
    "application_decision": (deciding, "decide", "reason"),
    "session_move": (times, "move_session", "place"),
    "guidelines_edit": (programs.texts, "rewrite", "text"),
}


@pytest.fixture
def stage(db):
    with time_machine.travel(AT, tick=False):
        yield build_crowd()


@pytest.fixture
def log():
    """What the handler of the settings writes."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each.formatter, logs.Line))
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def breaks_with(*args, **kwargs):
    """An error whose words hold everything it was given, as a database's do."""
    try:
        raise ValueError(f"{CANARY} {args} {kwargs}")
    except ValueError as trouble:
        raise RuntimeError(f"{CANARY} {kwargs}") from trouble


@pytest.mark.parametrize("name", BREAKING)
def test_a_broken_page_logs_no_word_of_what_was_typed(name, stage, log, monkeypatch):
    module, deed, field = BREAKING[name]
    form = next(form for form in filled_forms(stage) if form.name == name)
    client = browsers(stage, raise_request_exception=False)[form.role]
    monkeypatch.setattr(module, deed, breaks_with)

    response = form.send(stage, client, **{field: CANARY})

    assert response.status_code == 500
    assert CANARY not in log.getvalue() + response.content.decode()
    assert "builtins.RuntimeError" in log.getvalue()
    assert "breaks_with" in log.getvalue()  # whoever mends it finds the line


def test_a_row_that_the_database_refuses_is_named_by_its_rule_alone(db, log):
    with pytest.raises(IntegrityError) as refused, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programs_program (name, purpose, business_case, lens, template, topics,"
            " teammates_asked, created_at) VALUES (%s, NULL, '', '', '', '[]', 1, now())",
            [CANARY],
        )
    assert CANARY in str(refused.value)

    logging.getLogger("programs").error("It broke.", exc_info=refused.value)

    assert "NotNullViolation" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_the_embedded_database_keeps_refused_rows_out_of_its_log(db):
    if "verso-" not in connection.get_connection_params().get("host", ""):
        pytest.skip("this is not our server")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('log_error_verbosity'), current_setting('log_min_error_statement')"
        )

        assert cursor.fetchone() == ("terse", "panic")


def test_nobody_is_mailed_what_broke():
    """Django's own report by mail would hold the form; there is nobody it could go to."""
    assert not settings.DEBUG
    assert settings.ADMINS == settings.MANAGERS == []


# --- links that let somebody in ---------------------------------------------------------------------------


def secret_addresses():
    """Every address with a text in it: most are tokens; the others may as well be masked."""
    for name, entries in get_resolver().reverse_dict.lists():
        if isinstance(name, str):
            for possibilities, *_, converters in entries:
                texts = [key for key, kind in converters.items() if isinstance(kind, StringConverter)]
                for pattern, parameters in possibilities:
                    if any(key in ("token", "key") for key in parameters) and texts:
                        yield "/" + pattern % dict.fromkeys(parameters, "SECRET-TOKEN")


def test_every_address_that_lets_somebody_in_is_masked():
    found = set(secret_addresses())

    assert {url for url in found if "SECRET" in logs.masked(url)} == set()
    assert {
        reverse("recommendation_link", args=["SECRET-TOKEN"]),
        reverse("confirm_link", args=["SECRET-TOKEN"]),
    } <= found


def test_a_link_opened_at_the_wrong_door_does_not_reach_the_log(stage, client, log):
    token = stage.key("recommendation_token")

    response = client.get(reverse("confirm_link", args=[token]))

    assert response.status_code == 404
    assert "Not Found: /confirm/…/" in log.getvalue()
    assert token not in log.getvalue()


def test_the_web_server_logs_no_link_that_works():
    log = WebLog.__new__(WebLog)
    environ = {"RAW_URI": "/r/SECRET-TOKEN/", "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
    environ |= {"PATH_INFO": "/r/SECRET-TOKEN/", "HTTP_REFERER": "https://here/confirm/SECRET-TOKEN/"}
    answer = type("Answer", (), {"status": "302 Found", "sent": 0, "headers": []})
    request = type("Request", (), {"headers": []})

    atoms = log.atoms(answer, request, environ, AT - AT)

    assert "SECRET" not in str({name: atoms[name] for name in ("r", "U", "f")})
    assert atoms["r"] == "GET /r/…/ HTTP/1.1"


@pytest.mark.worker
def test_workers_write_their_log_as_pages_do(celery_worker_process):
    worker = celery_worker_process()

    assert " INFO celery.apps.worker " in worker.written()
