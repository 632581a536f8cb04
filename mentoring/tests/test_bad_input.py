"""Nonsense in addresses and forms: never an error of ours, and what was typed stays on the page."""

import itertools
import re
import string
from collections import defaultdict
from functools import partial

import pytest
import time_machine
from django.db import transaction
from django.urls import resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .crowd import AT, browsers, build_crowd, filled_forms, readable

HUGE = "9" * 5000
LONG = "x" * 2000
JUNK = [
    "a\0b",
    "-1",
    str(10**9),
    "999999999999999999999999",
    HUGE,
    "-" * 30,
    "²",  # a digit to Python, and no number
    "٣",  # a number, and not ASCII
    LONG,
    "\u202eevil\u202c' OR 1=1 --%_\\",
    "1e309",
    "",
]
WORST = ["a\0b", HUGE, "²", "٣"]
PARAMETERS = (
    *("page", "sort", "q", "show", "side", "status", "by", "find", "line", "state", "pair", "columns"),
    *("template", "for", "next", "from"),
)
WITH_PARAMETERS = {
    *("people", "programs", "program", "program_new", "guidelines_edit", "directory_imports", "wave_setup"),
    *("directory_import", "applications", "pairing", "pairs", "schedule", "my_schedule", "caseload"),
    *("leaderboard", "account_login", "account_logout"),
}
DATES = ["0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "1e9", "31.12.2026"]
MANY = 12  # fields of a form
TIMES = ["25:00", "23:59", "00:00", "-1:00"]
NUMBERS = ["-1", "0", "99999999999999999999", "1e5", "0x10", "NaN", "٣", "", HUGE, "a\0b"]
CHOICES = ["a\0b", HUGE, "-1", "²"]
TEXTS = ["a\0b", "\u202eevil\ud7ff\u200b", "x" * 1_000_000, "<script>alert(1)</script>{{ 7|add:7 }}", HUGE]
IS_DATE = re.compile(r"(_on|^date|^first|^last)$")
IS_NUMBER = re.compile(
    r"(minutes|count|capacity|days|version|number|_asked|research|preparing|in_session|notes)"
)


@pytest.fixture
def stage(db):
    with time_machine.travel(AT, tick=False):
        yield build_crowd()


@pytest.fixture
def clients(stage):
    """Everybody; what breaks is answered 500, so that a test can name all that broke."""
    return browsers(stage, raise_request_exception=False)


def sent_back(deed):
    """The answer to a deed whose effect is taken back."""
    with transaction.atomic():
        response = deed()
        transaction.set_rollback(True)
    return response


# --- addresses --------------------------------------------------------------------------------------------


def test_no_address_breaks_on_its_parameters(stage, clients):
    answers = {}
    for role, url in readable(stage):
        reads_them = resolve(url).url_name in WITH_PARAMETERS
        for junk in JUNK if reads_them else JUNK[:1]:
            answers[url, junk[:30]] = clients[role].get(url, dict.fromkeys(PARAMETERS, junk)).status_code
        if reads_them:
            twice = "&".join(f"{name}=1&{name}={name}" for name in PARAMETERS)
            answers[url, "twice"] = clients[role].get(f"{url}?{twice}").status_code

    assert {what: status for what, status in answers.items() if status not in (200, 302, 400, 404)} == {}


def test_every_view_of_a_list_stands_junk_beside_it(stage, clients):
    """A junk word may hide behind another one that chose an easier way through the page."""
    views = {
        "leaderboard": ("by", ["pair", "session", "department"], "wave", "mentor"),
        "schedule": ("show", ["ahead", "overdue", "held", "all"], "wave", "coordinator"),
        "pairing": ("show", ["look", "locked"], "pairing_wave", "coordinator"),
        "pairs": ("status", ["active", "ended"], "wave", "coordinator"),
        "applications": ("show", ["waiting", "accepted"], "wave", "coordinator"),
    }
    for name, (parameter, chosen, wave, role) in views.items():
        url = reverse(name, args=[stage.key(wave)])
        for value in chosen:
            for junk in WORST:
                query = {"q": junk, "sort": junk, "page": junk, parameter: value}
                assert clients[role].get(url, query).status_code == 200, (name, query)


def test_a_search_finds_the_same_by_nul_and_without(stage, clients):
    url = reverse("pairs", args=[stage.key("wave")])
    name = stage.people["mentor"].family_name

    plain, with_nul = (clients["coordinator"].get(url, {"q": word}) for word in (name, f"{name}\0"))

    assert [pair.pk for pair in with_nul.context["page_obj"]] == [
        pair.pk for pair in plain.context["page_obj"]
    ]


def test_ten_thousand_parameters_are_refused_or_ignored(stage, clients):
    query = "&".join(f"p{number}=1" for number in range(10_000))
    for name in ("people", "programs"):
        assert clients["coordinator"].get(f"{reverse(name)}?{query}").status_code in (200, 400)


def test_keys_beyond_every_number_are_not_there(stage, clients):
    for name in ("session", "pair", "wave", "application", "survey", "profile_of", "photo"):
        for key in ("99999999999999999999", HUGE):
            url = reverse(name, args=[1]).replace("/1/", f"/{key}/")
            assert clients["coordinator"].get(url).status_code == 404


# --- forms ------------------------------------------------------------------------------------------------


def nonsense_for(name, value):
    if hasattr(value, "seek"):
        return []
    if IS_DATE.search(name):
        return DATES
    if name == "time":
        return TIMES
    if IS_NUMBER.search(name) or isinstance(value, int):
        return NUMBERS
    return TEXTS if len(str(value)) > 4 else CHOICES


def test_no_form_breaks_on_one_bad_answer(stage, clients):
    """Each field meets one or two kinds of nonsense; over all fields of a kind every one has its turn."""
    turns = defaultdict(itertools.count)
    broken = []
    for form in filled_forms(stage):
        for name, value in form.data.items():
            choices = nonsense_for(name, value)
            for _ in choices[: 1 if len(form.data) > MANY else 2]:
                nonsense = choices[next(turns[id(choices)]) % len(choices)]
                deed = partial(form.send, stage, clients[form.role], **{name: nonsense})
                if sent_back(deed).status_code >= 500:
                    broken.append((form.label, name, nonsense[:20]))

    assert broken == []


def test_days_at_the_edges_of_time_are_told_to_be_mistakes(stage, clients):
    move = next(form for form in filled_forms(stage) if form.name == "session_move")
    edges = [
        {"date": "9999-12-31", "time": "23:59"},
        {"date": "0001-01-01", "time": "00:00"},
        {"slot": "9999-12-31T23:59:59+00:00"},
        {"slot": "0001-01-01T00:00:00+00:00"},
    ]

    assert [move.send(stage, clients["mentor"], **edge).status_code for edge in edges] == [422] * 4


def test_no_form_breaks_when_everything_is_missing_doubled_or_of_another_kind(stage, clients):
    bodies = [
        ("application/json", "{" * 1000),
        ("multipart/form-data; boundary=x", b"--x\r\nno end"),
        ("application/x-www-form-urlencoded", "&".join(f"a{number}=1" for number in range(3000))),
    ]
    broken = []
    for form in filled_forms(stage):
        client, url = clients[form.role], form.url(stage)
        doubled = {name: [value, "2"] for name, value in form.data.items() if name != "file"}
        deeds = [partial(client.post, url, {}), partial(form.send, stage, client, **doubled)]
        deeds += [partial(client.post, url, body, content_type=kind) for kind, body in bodies]
        broken += [(form.label, deed) for deed in deeds if sent_back(deed).status_code >= 500]

    assert broken == []


KEPT = {
    "resource_new": ("minutes", "9999"),
    "announcement_new": ("wave", "9999"),
    "discussion_new": ("title", "x" * 200),
    "post_report_new": ("passage", "never said"),
    "event_new": ("date", "never"),
    "finding_new": ("due_on", "never"),
    "settings": ("quiet_from", "07:77"),
    "profile": ("pitch", "word " * 70),
    "apply": ("manager", "nobody@nowhere.example"),
    "enrol": ("assistant", "nobody@nowhere.example"),
    "program_new": ("teammates_asked", "99"),
    "setup_purpose": ("teammates_asked", "99"),
    "setup_confidentiality": ("retention_months", "999"),
    "setup_rules": ("grade_gap-value", "999"),
    "objective_new": ("target", "many"),
    "objective_edit": ("target", "many"),
    "objective": ("value", "many"),
    "wave_new": ("session_count", "999"),
    "wave_setup": ("session_count", "999"),
    "wave_curriculum": ("1-agenda", "no minutes"),
    "session_move": ("date", "never"),
    "note": ("sharing", "everybody"),
    "reading": ("minutes", "9999"),
    "agenda": ("minutes", "9999"),
    "checkin": ("held_on", "2030-01-01"),
    "recommendation": ("trustworthy", "9"),
    "mail_text": ("body", "{{ unknown }}"),
    "question_new": ("weight", "99"),
    "module_new": ("minutes", "999"),
}
TYPED = (
    "mentor_application_motive",
    "text",
    "finding",
    "what",
    "goals",
    "headline",
    "purpose",
    "reason",
    "place",
    "did",
    "title",
    "case_note",
    "reasons",
    "word",
    "1-topic",
    "subject",
    "hint",
)


@pytest.mark.parametrize("name", KEPT)
def test_a_mistake_loses_nothing_of_what_was_typed(name, stage, clients):
    form = next(form for form in filled_forms(stage) if form.name == name)
    wrong, value = KEPT[name]
    typed = {field: f"typed into {field}" for field in form.data if field in TYPED and field != wrong}

    response = form.send(stage, clients[form.role], **typed, **{wrong: value}, send="1")

    page = response.content.decode()
    assert response.status_code == 422
    assert [words for words in typed.values() if words not in page] == []


# --- hypothesis -------------------------------------------------------------------------------------------

WORDS = st.text(max_size=60) | st.text(alphabet=string.printable, max_size=400) | st.sampled_from(TEXTS[:2])
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("name", ["note", "profile", "enrol", "session_move", "checkin", "survey"])
def test_forms_stand_whatever_is_typed(name, stage, clients):
    form = next(form for form in filled_forms(stage) if form.name == name)

    @FEW
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(form.data, WORDS)))
    def send(answers):
        assert sent_back(lambda: form.send(stage, clients[form.role], **answers)).status_code < 500

    send()
