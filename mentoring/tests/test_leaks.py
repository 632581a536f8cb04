"""Who sees what: markers in every confidential field, looked for in every page, mail, log and queue.

The table below says who may read each. A new field appears here as a failure, whether it shows too much or
is planted nowhere.
"""

import fnmatch
import re
from collections import defaultdict

import pytest
import time_machine
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from pairing.models import Pair, Proposal
from pairing.tests.factories import make_pair
from programs import mail, outbox
from programs.links import label_of
from programs.models import (
    Announcement,
    Application,
    Discussion,
    Event,
    LateInvitation,
    Notice,
    Objective,
    PostReport,
    Recommendation,
    Risk,
    SteeringOffer,
    User,
    Wave,
    WaveCancellation,
)
from reports.models import Survey
from sessions.models import CoachCheckin, Session

from .canaries import add_what_can_be_told, found_in, markable, plant
from .crowd import AT, MATRIX, address_of, browsers, build_crowd, filled_forms, sign_in
from .seen_by import SEEN_BY
from .stage import CONCERN, QUIET_WORD

# who may know that a thing is there: they open every one, all others the first two of each
OF_THE_WAVE = (
    *("applicant", "mentor", "mentee", "assistant", "coach", "coordinator", "steering", "sponsor"),
    "other_pair",
)
WAVES = {"pairing": ("wave", "pairing_wave"), "apply": ("open_wave",), "enrol": ("open_wave",)}
VIEWS = {
    "leaderboard": ("", "?by=session", "?by=department"),
    "schedule": ("", "?show=all"),
    "my_schedule": ("", "?show=all"),
    "reminder_preview": ("?group=session-tomorrow.2..2026-09-28", "?group=note-due.1..2026-09-10&held=1"),
}


@pytest.fixture
def stage(db):
    with time_machine.travel(AT, tick=False):
        yield build_crowd()


def addresses(stage, most=20):
    """Every address of the matrix that can be read, for up to ``most`` things of ours it can be about."""
    wave, program = stage.things["wave"], stage.things["program"]
    named = [stage.people[name].pk for name in ("mentor", "mentee", "coach")]
    things = {
        "session": Session.objects.filter(pair__wave=wave).order_by("pair", "number"),
        "pair": Pair.objects.filter(wave=wave).order_by("pk"),
        "application": Application.objects.filter(wave__program=program).order_by("pk"),
        "proposal": Proposal.objects.filter(wave__program=program).order_by("pk"),
        "mentor": User.objects.filter(pk__in=named).order_by("pk"),
        "risk": Risk.objects.filter(wave=wave).order_by("pk"),
    }
    keys = {name: list(found.values_list("pk", flat=True)[:most]) for name, found in things.items()}
    keys["planned"] = keys["session"]
    for name, row in MATRIX.items():
        if row.otherwise == 405 and not row.expect:  # takes a POST alone
            continue
        if row.args == ("wave",):
            urls = [reverse(name, args=[stage.key(wave)]) for wave in WAVES.get(name, ("wave",))]
        elif len(row.args) == 1 and row.args[0] in keys:
            urls = [reverse(name, args=[key]) for key in keys[row.args[0]]]
        else:
            urls = [address_of(name, stage)]
        yield from (url + view for url in urls for view in VIEWS.get(name, ("",)))


def content_of(response):
    body = response.getvalue() if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return body.decode(errors="replace") + str(headers)  # a length can equal a marker of five digits


def expected(what):
    return next((roles for pattern, roles in SEEN_BY.items() if fnmatch.fnmatchcase(what, pattern)), None)


def test_each_word_is_seen_by_those_it_is_meant_for_and_nobody_else(stage, caplog):
    add_what_can_be_told(stage)
    marks = plant(stage)
    clients, seen = browsers(stage), defaultdict(set)
    caplog.set_level("INFO")

    few = set(addresses(stage, most=2))
    for url in addresses(stage):
        for role in clients if url in few else OF_THE_WAVE:
            for what in found_in(content_of(clients[role].get(url)), marks):
                seen[what].add(role)

    assert {what: seen[what] for what in marks.values()} == {what: expected(what) for what in marks.values()}
    assert found_in(caplog.text, marks) == set()
    assert found_in(kept_aside(), marks) == set()


def kept_aside():
    """What browsers' sessions and the cache hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key || value FROM cache")
        cached = [row[0] for row in cursor.fetchall()]
    return " ".join([*(str(each.get_decoded()) for each in BrowserSession.objects.all()), *cached])


def test_every_confidential_field_is_planted(stage):
    add_what_can_be_told(stage)

    planted = {what.partition(" of ")[0] for what in plant(stage).values()}

    assert planted == markable()


# --- mails ------------------------------------------------------------------------------------------------

# what a kind is about, where that must stand for the mail to be written, and for which occasion
MAILS = {
    **{
        f"application-{status}": (Application, status, "")
        for status in ("accepted", "shortlisted", "waitlisted", "declined", "withdrawn")
    },
    "application-received": (Application, "submitted", ""),
    "recommendation-asked": (Recommendation, "asked", ""),
    "recommendation-reminder": (Recommendation, "asked", ""),
    "recommendation-declined": (Recommendation, "declined", ""),
    "recommendation-misdirected": (Recommendation, "declined", ""),
    "late-invitation": (LateInvitation, None, ""),
    "waiting-list-offer": (Application, "waitlisted", ""),
    "recommendation-thanks": (Recommendation, "received", ""),
    "applications-to-score": (Wave, "selecting", ""),
    "wave-blocked": (Wave, "selecting", ""),
    "wave-stepped": (Wave, "running", "running"),
    "reading-due": (Objective, None, ""),
    "wave-cancellation-asked": (WaveCancellation, None, ""),
    "wave-cancelled": (Wave, "cancelled", ""),
    "guidelines": (Wave, "running", "mentor-1"),
    "training": (Wave, "running", ""),
    "announcement": (Announcement, None, ""),
    "discussion-answer": (Discussion, None, "2026-09-01"),
    "passage-reported": (PostReport, None, ""),
    "event-invitation": (Event, None, "0"),
    "event-cancelled": (Event, None, "1"),
    "alumni-invitation": (Wave, "closed", ""),
    "alumni-wanted": (Wave, "recruiting", ""),
    "steering-offer": (SteeringOffer, "offered", ""),
    "pair-suggested": (Pair, "proposed", ""),
    "pair-published": (Pair, "active", ""),
    "pair-coached": (Pair, "active", ""),
    "pair-ended": (Pair, "ended", ""),
    "pair-word": (Pair, "active", str(QUIET_WORD)),
    "pair-concern": (Pair, "active", f"{CONCERN}:2026-09-01"),
    "agreement-written": (Pair, "active", "1"),
    "session-planned": (Session, "planned", "0"),
    "session-moved": (Session, "planned", "0"),
    "session-cancelled": (Session, "cancelled", "0"),
    "session-tomorrow": (Session, "planned", "0"),
    "note-due": (Session, "held", ""),
    "session-in-a-week": (Session, "planned", "0"),
    "agenda-open": (Session, "planned", ""),
    "reading-waiting": (Session, "planned", ""),
    "checkin-due": (CoachCheckin, None, ""),
    "confirm-session": (Session, "held", ""),
    "pulse": (Session, "held", ""),
    "message-waiting": (Pair, "active", "2026-09-01"),
    "follow-up": (Session, "held", ""),
    "called-off-again": (Pair, "active", ""),
    "note-widening": (Session, "held", ""),
    "summary-offered": (Session, "held", ""),
    "survey": (Survey, None, ""),
}
READERS = ("mentor", "mentee", "coach", "coordinator", "steering", "applicant", "assistant", "other_pair")
MAY_STAND_IN_A_MAIL = {
    "wave-cancelled": {"StatusChange.reason of wave, others"},
    "follow-up": {"FollowUp.text of sent follow-up, pair"},  # its author previewed and sent it
    "pair-concern": {"Concern.words of pair"},  # ours, for those who look after the pair
}


def letters(stage, kind):
    """Every mail of one kind that anybody of the stage could be written."""
    model, status, occasion = MAILS[kind]
    people = [*(stage.people[name] for name in READERS), stage.things["asked"].referee]
    with transaction.atomic():
        if status:
            model._base_manager.update(status=status)
        for thing in model._base_manager.all():
            for person in people:
                about = {"kind": kind, "about": label_of(thing), "occurrence": occasion}
                if found := mail.write(Notice(pk=1, recipient=person, **about), AT):
                    yield found
        transaction.set_rollback(True)


def text_of(letter):
    parts = [part.get_payload(decode=True) or b"" for part in letter.message().walk()]
    return " ".join([letter.subject, *(part.decode(errors="replace") for part in parts)])


def test_every_kind_of_mail_is_read_here():
    """But those of signing in, and the daily one, which holds nothing of its own."""
    ours = {kind.name for kind in mail.kinds if kind.app in ("programs", "pairing", "sessions", "reports")}

    assert ours - {"digest"} == set(MAILS)


def test_no_mail_says_what_somebody_wrote(stage):
    add_what_can_be_told(stage)
    marks = plant(stage)
    names = {stage.people[role].family_name for role in ("mentor", "mentee")}
    for kind in MAILS:
        written = list(letters(stage, kind))

        assert written, kind
        said = {what for letter in written for what in found_in(text_of(letter), marks)}
        assert said <= MAY_STAND_IN_A_MAIL.get(kind, set()), kind
        assert [letter.subject for letter in written if names & set(letter.subject.split())] == []


# --- what is typed ----------------------------------------------------------------------------------------


def test_what_is_typed_reaches_neither_log_nor_queue(
    stage, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    """The queue carries keys; the outbox says what a message is about, not what stands in it."""
    clients, rung = browsers(stage), []
    monkeypatch.setattr(outbox, "knock", lambda task, args: rung.append((task.name, args)))
    caplog.set_level("INFO")
    for form in filled_forms(stage):
        typed = {name: "zq0000x" for name in WORDS if name in form.data}
        with transaction.atomic(), django_capture_on_commit_callbacks(execute=True):
            form.send(stage, clients[form.role], **typed)
    owed = str(list(Notice.objects.values_list("kind", "about", "occurrence", "trouble")))

    assert rung and all(isinstance(value, int) for _, args in rung for value in args)
    assert "zq0000x" not in caplog.text + owed + kept_aside()


WORDS = ("mentor_application_motive", "goals", "reasons", "reason", "did", "case_note", "title", "detail")
WORDS += ("word", "place")


# --- who is paired with whom ------------------------------------------------------------------------------


def pages_of(stage, role, urls):
    """Every page as somebody sees it who has just signed in, without what differs between two visits."""
    client, found = Client() if role == "anonymous" else sign_in(stage.people[role]), {}
    for url in urls:
        response = client.get(url)
        text = re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", content_of(response))
        text = re.sub(r'(name="version" value="[0-9.]+)\.[\w-]+"', r"\1", text)  # a name for each opened page
        text = re.sub(r'name="page" value="[\w-]+"', "", text)
        found[url] = (response.status_code, re.sub(r"'Content-Length': '\d+'|csrf=\w+", "", text))
    return found


def differences(before, after):
    return [url for url in before if before[url] != after[url]]


@pytest.mark.parametrize("role", ["anonymous", "colleague", "applicant", "administrator", "stranger"])
def test_an_outsider_sees_the_same_with_the_pair_and_without(role, stage):
    urls = list(addresses(stage, most=1))
    before = pages_of(stage, role, urls)

    Pair.objects.filter(pk=stage.key("pair")).delete()

    assert differences(before, pages_of(stage, role, urls)) == []


@pytest.mark.parametrize("role", ["other_pair", "steering", "sponsor"])
def test_who_counts_pairs_does_not_learn_who_is_in_them(role, stage):
    """Two private pairs exchange their mentees: on no page of theirs does a letter change."""
    pair = stage.things["pair"]
    other = make_pair(wave=pair.wave, coach=pair.coach)
    urls = list(addresses(stage, most=1))
    before = pages_of(stage, role, urls)

    somebody = stage.people["colleague"]
    for each, mentee in ((pair, somebody), (other, pair.mentee), (pair, other.mentee)):
        Pair.objects.filter(pk=each.pk).update(mentee=mentee)

    assert differences(before, pages_of(stage, role, urls)) == []


# --- searching --------------------------------------------------------------------------------------------


def test_searching_for_a_confidential_word_finds_what_nonsense_finds(stage):
    add_what_can_be_told(stage)
    marks, clients = plant(stage), browsers(stage)
    words = {what.partition(" of ")[0]: marker for marker, what in marks.items() if marker.startswith("zq")}
    lists = [
        ("coordinator", reverse("people"), "q"),
        ("coordinator", reverse("applications", args=[stage.key("wave")]), "q"),
        ("coordinator", reverse("schedule", args=[stage.key("wave")]) + "?show=all", "q"),
        ("coordinator", reverse("pairs", args=[stage.key("wave")]), "q"),
        ("coordinator", reverse("pairing", args=[stage.key("wave")]), "q"),
        ("coordinator", reverse("program", args=[stage.key("program")]), "find"),
    ]
    for role, url, name in lists:
        plain = answer_to(clients[role], url, name, "zq9999x")
        for what, marker in words.items():
            assert answer_to(clients[role], url, name, marker) == plain.replace(marker, ""), (what, url)


def answer_to(client, url, name, word):
    text = client.get(url + ("&" if "?" in url else "?") + f"{name}={word}").content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", text).replace(word, "")
