"""The stage, crowded: all that attacking tests open or post, and every form as its owner fills it in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pairing.deeds import propose_pairs, to_undo
from pairing.matching import Rules, Weights
from pairing.models import Agreement
from pairing.scenarios import try_out
from pairing.tests.factories import accept, make_coach
from programs import links, recommendations
from programs.models import DirectoryImport, Guidelines, Recommendation, Wave
from programs.tests.directory_files import csv_text, person_row
from programs.tests.factories import make_person, make_recommendation, make_wave
from sessions.models import AgendaItem, FollowUp
from sessions.notices import CONFIRM, PULSE
from sessions.tests.factories import make_note, make_session

from . import (
    filled_applying,
    filled_community,
    filled_dashboard,
    filled_profile,
    filled_review,
    filled_texts,
)
from .access.rows import ROLES
from .filled_setup import RULES_AS_THEY_ARE, add_what_setting_up_needs, forms_of_a_setup
from .stage import build_stage
from .stage_community import add_what_is_shared
from .test_access import MATRIX

AT = datetime(2026, 9, 16, 15, tzinfo=UTC)  # the stage's survey is open, its second session lies ahead
TODAY = AT.date()
FILE = csv_text(person_row(1), person_row(2)).encode()
TAPS = {"useful": 5, "agenda_by": "both", "spoke_most": "mentor", "challenge": 4}
NOTE = {
    "did": "Read.",
    "was_new": "",
    "aha": "",
    "actions": "",
    "sharing": "pair",
    "post": "pair",
    "version": 1,
}
JUDGMENT = dict.fromkeys(Recommendation.CRITERIA, "4")


def build_crowd():
    """The stage of the access matrix, and what forms need besides; call it at ``AT``."""
    stage = build_stage()
    people, things = stage.people, stage.things
    program, pair = things["program"], things["pair"]
    Guidelines.objects.filter(pk=stage.key("guidelines")).update(published_at=AT)
    filled_applying.add_to(stage)
    things["open_wave"] = make_wave(program=program, status=Wave.Status.RECRUITING)
    things["pairing_wave"] = wave = make_wave(program=program, today=TODAY, status=Wave.Status.PAIRING)
    for side in ("mentor", "mentee"):
        things[f"free_{side}"] = accept(wave, side)
    things["spare_coach"] = make_coach(program, department="Far away")
    things["draft"] = propose_pairs(wave, by=people["coordinator"], now=AT)
    things["deed"] = to_undo(wave)
    things["scenario"] = try_out(
        wave, rules=Rules(), weights=Weights(), quotas=(), name="Try", by=people["coordinator"], now=AT
    )
    things["shared_session"] = make_session(
        pair=pair, number=10, on=TODAY - timedelta(days=40), status="held"
    )
    make_note(session=things["shared_session"], posted_at=AT)
    FollowUp.objects.create(session=things["shared_session"], text="Dear Tom", written_at=AT)
    things["past"] = make_session(pair=pair, number=3, on=TODAY - timedelta(days=2))
    for position, title in enumerate(("Look back", "Try it"), start=1):
        things[f"item{position}"] = AgendaItem.objects.create(
            session=things["planned"], position=position, minutes=10, title=title
        )
    things["declined"] = make_recommendation(
        application=things["application"], status=Recommendation.Status.DECLINED, asked_at=AT
    )
    things["asked"] = make_recommendation(application=things["application"], asked_at=AT)
    things["checked_import"] = DirectoryImport.objects.create(
        filename="people.csv",
        sha256="1" * 64,
        content=FILE,
        status=DirectoryImport.Status.CHECKED,
        headers={"Employee ID": "employee_number"},
        created=2,
    )
    things["applied_import"] = DirectoryImport.objects.create(
        filename="people.csv", sha256="3" * 64, status=DirectoryImport.Status.APPLIED, finished_at=AT
    )
    things["new_import"] = DirectoryImport.objects.create(
        filename="people.csv", sha256="2" * 64, content=FILE
    )
    things["bystander"] = make_person(department="Elsewhere")
    things["role"] = program.roles.get(role="sponsor")
    things["recommendation_token"] = links.mint(
        recommendations.PURPOSE,
        about=things["asked"],
        recipient=things["asked"].referee,
        expires_at=AT + timedelta(days=9),
        now=AT,
    )
    things["confirm_token"] = links.mint(
        CONFIRM,
        about=things["session"],
        recipient=people["mentee"],
        expires_at=AT + timedelta(days=9),
        now=AT,
    )
    things["pulse_token"] = links.mint(
        PULSE,
        about=things["session"],
        recipient=people["mentee"],
        expires_at=AT + timedelta(days=9),
        now=AT,
    )
    add_what_setting_up_needs(stage, AT)
    add_what_is_shared(stage, AT)
    return stage


def sign_in(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def browsers(stage, **options):
    """Everybody of the matrix, and the two who came by a link in a mail."""
    found = {"anonymous": Client(**options), "referee": Client(**options), "confirmer": Client(**options)}
    found["referee"].get(reverse("recommendation_link", args=[stage.key("recommendation_token")]))
    found["confirmer"].get(reverse("confirm_link", args=[stage.key("confirm_token")]))
    found["confirmer"].get(reverse("pulse_link", args=[stage.key("pulse_token")]))
    return found | {role: sign_in(stage.people[role], **options) for role in ROLES[1:]}


def address_of(name, stage):
    """Where a row of the matrix leads on this stage."""
    return reverse(name, args=[stage.key(arg) for arg in MATRIX[name].args])


def readable(stage):
    """``(role, address)`` of every page, with the first role that may read it."""
    for name, row in MATRIX.items():
        role = next((role for role in ROLES[1:] if row.expect.get(role, row.otherwise) == 200), None)
        if role:
            yield role, address_of(name, stage)


@dataclass(frozen=True)
class Filled:
    """One form as its owner fills it in: where it goes, who sends it, what stands in it."""

    name: str
    args: tuple
    role: str
    data: dict = field(default_factory=dict)
    query: str = ""

    def send(self, stage, client, **changes):
        data = {**self.data, **changes}
        for value in data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return client.post(self.url(stage), data)

    def url(self, stage):
        return reverse(self.name, args=[stage.key(arg) for arg in self.args]) + self.query

    @property
    def label(self):
        return " ".join([self.name, *self.data][:2])


def filled_forms(stage):
    """Every form of the product. A form that is missing here is found by `test_smuggling`."""
    key = stage.key
    day = {name: (TODAY + timedelta(days=20 * n)).isoformat() for n, name in enumerate(WAVE_DAYS, 1)}
    numbers = {"capacity": 5, "session_count": 2, "cadence_days": 7, "session_minutes": 60}
    numbers |= {"preparation_minutes": 15, "preparation_days_before": 2, "coach_meetings": 1}
    wave = day | numbers | {"first": "2026-11-02", "last": "2026-11-06", "reason": "Quarter close"}
    program = {"name": "Another one", "purpose": "To learn.", "lens": "technology", "topics": "Phones"}
    program |= {"teammates_asked": "1", "business_case": "", "problem": "Few know them."}
    program |= {"contact": "", "sponsor": ""}
    two = {"mentor": key("free_mentor"), "mentee": key("free_mentee")}
    columns = {
        f"column{number}": name
        for number, name in enumerate(("employee_number", "given_name", "family_name", "email"))
    }
    lessons = {
        f"{number}-{name}": value
        for number in range(1, 8)
        for name, value in (("topic", "Phones"), ("agenda", "10 Look back"), ("reading_minutes", "5"))
    }
    return [
        Filled("switch_role", (), "coordinator", {"role": "coordinator"}),
        Filled("settings", (), "mentor", {"delivery": "immediate", "theme": "light", "time_zone": ""}),
        *filled_profile.filled(stage, Filled),
        *filled_applying.filled(stage, Filled),
        Filled("application_withdrawal", ("application",), "applicant"),
        Filled(
            "recommendation_replacement",
            ("declined",),
            "applicant",
            {"referee": stage.things["bystander"].email},
        ),
        Filled("recommendation", (), "referee", {**JUDGMENT, "reasons": "She listens."}),
        *filled_review.filled(stage, Filled),
        Filled("program_new", (), "coordinator", program, "?template=blank"),
        Filled("setup_purpose", ("program",), "coordinator", program),
        Filled(
            "program_roles",
            ("program",),
            "coordinator",
            {"person": key("bystander"), "role": "coach", "capacity": 3},
        ),
        Filled("program_roles", ("program",), "coordinator", {"remove": key("role")}),
        Filled(
            "guidelines_edit", ("program",), "coordinator", {"text": "Listen.", "opened": ""}, "?for=mentee"
        ),
        Filled("guidelines", ("wave",), "mentor", {"version": key("guidelines")}),
        *filled_community.filled(stage, Filled),
        Filled("wave_new", ("program",), "coordinator", wave),
        Filled("wave_setup", ("open_wave",), "coordinator", wave),
        Filled("wave_curriculum", ("wave",), "coordinator", lessons),
        Filled("wave_step", ("open_wave",), "coordinator", {"to": "selecting", "reason": "All are in."}),
        Filled("directory_import_new", (), "administrator", {"file": SimpleUploadedFile("people.csv", FILE)}),
        Filled("directory_import", ("new_import",), "administrator", columns),
        Filled(
            "directory_import_apply",
            ("checked_import",),
            "administrator",
            {"all_or_nothing": "on", "allow_many_leavers": ""},
        ),
        Filled("directory_import_undo", ("applied_import",), "administrator"),
        Filled("proposal_new", ("pairing_wave",), "coordinator"),
        Filled(
            "pairing_mark",
            ("pairing_wave",),
            "coordinator",
            {**two, "kind": "lock", "why": "They asked.", "seen_through": "q=a"},
        ),
        Filled("pairing_run", ("pairing_wave",), "coordinator"),
        Filled("pairing_swap", ("pairing_wave",), "coordinator", {**two, "why": "They know each other."}),
        Filled("pairing_scenarios", ("pairing_wave",), "coordinator", {**RULES_AS_THEY_ARE, "name": "Try"}),
        Filled("scenario_adopt", ("scenario",), "coordinator"),
        Filled("scenario_drop", ("scenario",), "coordinator"),
        Filled("pairing_coaches", ("pairing_wave",), "coordinator"),
        Filled("pairing_undo", ("pairing_wave",), "coordinator", {"deed": stage.key("deed")}),
        Filled("publication", ("draft",), "coordinator"),
        Filled("pair_naming", ("pair",), "mentor", {"agrees": "on"}),
        Filled("pair_pause", ("pair",), "coach"),
        Filled("suggestion", ("suggestion",), "mentee", {"agrees": "yes"}),
        Filled("consultation_begin", ("draft",), "coordinator"),
        Filled("consultation_end", ("draft",), "coordinator", {"deed": "stop"}),
        Filled("pair_coach", ("pair",), "coordinator", {"coach": stage.key("spare_coach")}),
        Filled("pair_word", ("pair",), "mentor", {"text": "May we talk?"}),
        Filled("word_settle", ("word",), "coach"),
        Filled("concern_settle", ("concern",), "coach"),
        Filled(
            "agreement", ("pair",), "mentee", {**dict.fromkeys(Agreement.PARTS, "As we said."), "opened": 1}
        ),
        Filled("rematch", ("wave",), "coordinator", {**two}),
        Filled("pair_ending", ("pair",), "coordinator"),
        Filled("session_outcome", ("past",), "mentor", {"outcome": "full"}),
        Filled(
            "session_move", ("planned",), "mentor", {"date": "2026-10-01", "time": "15:00", "place": "Room 4"}
        ),
        Filled(
            "session_place",
            ("unplaced",),
            "coordinator",
            {"date": "2026-10-06", "time": "15:00", "place": ""},
        ),
        Filled("session_confirmation", ("planned",), "mentee", {"sequence": 0}),
        Filled("confirm_session", (), "confirmer"),
        Filled("pulse", ("session",), "mentor", TAPS),
        Filled("my_calendar", (), "mentor", {"do": "renew"}),
        Filled("thread", ("pair",), "mentee", {"text": "May we begin with the claim?"}),
        Filled("thread", ("pair",), "mentee", {"do": "read"}),
        Filled("message_removal", ("message",), "mentor"),
        Filled("jobs", (), "administrator", {"job": "remind-referees"}),
        Filled("follow_up", ("session",), "mentor", {"do": "preview", "text": "Dear Tom", "version": 0}),
        Filled("follow_up", ("shared_session",), "mentor", {"do": "send", "version": 1}),
        Filled("pulse_by_link", (), "confirmer", TAPS),
        Filled("note_draft", ("session",), "mentor", {**NOTE, "did": "Half a", "version": 1}),
        Filled("note_readers", ("shared_session",), "mentor", {"do": "ask"}),
        Filled("summary", ("session",), "mentor", {"do": "write", "text": "We filed a claim.", "version": 1}),
        Filled("summary", ("session",), "mentee", {"do": "agree", "version": 1}),
        Filled(
            "note",
            ("session",),
            "mentor",
            NOTE,
        ),
        Filled("agenda", ("planned",), "mentor", {"add": 1, "minutes": 10, "title": "Ask", "detail": "Why"}),
        Filled("agenda", ("planned",), "mentor", {"up": key("item2")}),
        Filled("agenda", ("planned",), "mentor", {"remove": key("item1")}),
        Filled("agenda", ("planned",), "mentor", {"share": 1, f"minutes-{key('item1')}": 25}),
        Filled(
            "reading",
            ("planned",),
            "mentor",
            {"title": "A claim", "url": "https://example.com", "minutes": 5, "word": "Short"},
        ),
        Filled("reading_done", ("reading",), "mentee"),
        Filled(
            "time_spent", ("session",), "mentor", {"research": 1, "preparing": 2, "in_session": 3, "notes": 4}
        ),
        Filled(
            "checkin",
            ("pair",),
            "coach",
            {"held_on": TODAY.isoformat(), "form": "call", "minutes": 30, "case_note": "Well."},
        ),
        Filled("survey", ("survey",), "mentee", {"business": 5, "personal": 4}),
        *filled_dashboard.filled(stage, Filled),
        *filled_texts.filled(stage, Filled),
        *forms_of_a_setup(stage, Filled),
    ]


WAVE_DAYS = (
    "applications_open_on",
    "applications_close_on",
    "selection_ends_on",
    "pairs_announced_on",
    "launch_on",
    "sessions_start_on",
    "sessions_end_on",
    "review_ends_on",
)
