"""What every answer carries, whatever became of the request: no cache keeps it, nothing frames it."""

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from programs import decisions, waves
from programs.models import TalentProfile

from .crowd import AT, browsers, build_crowd, filled_forms, readable, sign_in


@pytest.fixture
def stage(db):
    with time_machine.travel(AT, tick=False):
        yield build_crowd()


@pytest.fixture
def clients(stage):
    found = browsers(stage)
    for client in found.values():
        client.raise_request_exception = False
    return found


def missing_from(response):
    """What an answer lacks of what every answer has."""
    policy = response.headers.get("Content-Security-Policy", "")
    promised = {
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "frames": response.headers.get("X-Frame-Options") == "DENY" and "frame-ancestors 'none'" in policy,
        "referrer": response.headers.get("Referrer-Policy") == "same-origin",
        "scripts": "default-src 'none'" in policy and "script-src 'self'" in policy,
        "inline": bool(policy) and "unsafe" not in policy and "*" not in policy,
        "caches": "no-store" in response.headers.get("Cache-Control", ""),
    }
    return {name for name, kept in promised.items() if not kept}


def breaking(*args, **kwargs):
    raise RuntimeError("forced")


def test_every_kind_of_answer_is_kept_out_of_caches_and_frames(stage, clients, monkeypatch):
    monkeypatch.setattr(waves, "history_of", breaking)
    coordinator, mentor, key = clients["coordinator"], clients["mentor"], stage.key
    anonymous, strict = clients["anonymous"], sign_in(stage.people["mentor"], enforce_csrf_checks=True)
    profile = TalentProfile.objects.get(person=stage.people["mentor"])
    profile.photo.save("me.webp", ContentFile(b"picture"))
    move = reverse("session_move", args=[key("planned")])
    program, part = reverse("program", args=[key("program")]), {"HX-Request": "true"}
    link = reverse("recommendation_link", args=[key("recommendation_token")])
    answers = {
        (200, "page"): mentor.get(reverse("session", args=[key("session")])),
        (200, "part"): coordinator.get(program, headers=part),
        (200, "photo"): mentor.get(reverse("photo", args=[key("mentor")])),
        (200, "sign-in"): anonymous.get(reverse("account_login")),
        (200, "monitor"): anonymous.get(reverse("ready")),
        (302, "to sign-in"): anonymous.get(reverse("profile")),
        (302, "link"): anonymous.get(link),
        (404, "admin"): mentor.get("/admin/"),
        (400, "nonsense"): coordinator.post(reverse("application_decision", args=[key("application")])),
        (400, "parameters"): coordinator.get(reverse("people") + "?" + "a=1&" * 3000),
        (403, "not theirs"): clients["coach"].get(reverse("note", args=[key("session")])),
        (403, "no token"): strict.post(reverse("settings")),
        (404, "stranger"): clients["stranger"].get(reverse("session", args=[key("session")])),
        (404, "nowhere"): mentor.get("/nowhere/"),
        (404, "nobody"): anonymous.get("/nowhere/"),
        (405, "method"): mentor.delete(reverse("session", args=[key("session")])),
        (409, "too late"): coordinator.post(reverse("publication", args=[key("proposal")])),
        (422, "mistake"): mentor.post(move, {"date": "never", "time": ""}),
        (500, "broken"): coordinator.get(reverse("wave_step", args=[key("wave")])),
    }  # fmt: skip

    assert [status for status, _ in answers] == [response.status_code for response in answers.values()]
    lacking = {what: missing_from(response) for (_, what), response in answers.items()}
    assert {what: names for what, names in lacking.items() if names} == {}


def test_a_missing_slash_is_answered_without_a_word(stage, clients):
    """It is answered before anybody looks who asks, so it says nothing that a cache must not keep."""
    there, nowhere = clients["stranger"].get("/sessions/1"), clients["anonymous"].get("/sessions/1")

    assert (there.status_code, there.content, there.headers["Location"]) == (301, b"", "/sessions/1/")
    assert (nowhere.status_code, nowhere.content, nowhere.headers["Location"]) == (301, b"", "/sessions/1/")


def test_no_page_is_left_to_a_cache(stage, clients):
    lacking = {url: missing_from(clients[role].get(url)) for role, url in readable(stage)}

    assert {url: names for url, names in lacking.items() if names} == {}


def test_no_page_is_meant_for_one_reader_and_given_to_another(stage, clients):
    """Two people in turn on every page: nobody's name stands in a page of somebody else's."""
    first, second = clients["mentor"], sign_in(stage.people["other_pair"])
    name = stage.people["mentor"].family_name
    for url in ("/profile/", "/settings/", "/my-pair/", "/my-schedule/", "/help/", "/programs/"):
        assert name in first.get(url).content.decode()
        assert name not in second.get(url).content.decode()


def test_a_broken_page_tells_nobody_how_it_broke(stage, clients, monkeypatch):
    monkeypatch.setattr(decisions, "move", breaking)
    form = next(form for form in filled_forms(stage) if form.name == "application_decision")

    response = form.send(stage, clients["coordinator"], reason="CANARY-TYPED")

    assert not settings.DEBUG
    assert response.status_code == 500
    assert not {b"RuntimeError", b"Traceback", b"CANARY-TYPED", b"forced"} & {
        word
        for word in (b"RuntimeError", b"Traceback", b"CANARY-TYPED", b"forced")
        if word in response.content
    }


def test_a_forged_host_is_turned_away(db):
    response = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
