"""The six steps of a set-up: their state, going on, days to avoid, what is said beneath a plan."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs import plan_checks, setup
from programs.calendar import next_start, proposed_dates
from programs.forms.waves import WaveForm
from programs.models import Application, ProgramRole, Wave
from programs.starting import block_days, start_program, start_wave
from programs.tests.asking import queries_of
from programs.tests.factories import (
    make_application,
    make_objective,
    make_person,
    make_program,
    make_role,
    make_wave,
)

pytestmark = pytest.mark.django_db
START = next_start(timezone.localdate())
PAGES = ("setup_purpose", "setup_roles", "setup_rules", "setup_confidentiality", "setup_messages")


@pytest.fixture
def ines(client):
    person = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(person)
    return person


@pytest.fixture
def program(ines):
    return start_program(
        {"name": "Digital Fluency", "purpose": "To learn."}, by=ines, template_key="digital_fluency"
    )


@pytest.fixture
def wave(program):
    return start_wave(program, Wave(**proposed_dates(START)))


def states(program, wave=None):
    return {step.key: str(step.state(program, wave)) for step in setup.steps()}


def test_there_are_six_steps_in_their_order():
    assert [(step.number, step.key) for step in setup.steps()] == [
        (1, "purpose"),
        (2, "roles"),
        (3, "waves"),
        (4, "rules"),
        (5, "confidentiality"),
        (6, "messages"),
    ]


def test_a_step_is_done_when_all_of_it_is_and_not_begun_when_nothing_is():
    bare, wave = make_program(topics=[]), None

    before = states(bare)
    make_objective(bare)
    make_role(bare, make_person(), ProgramRole.Role.COACH)
    wave = make_wave(program=bare, status=Wave.Status.DRAFT)
    between = states(bare, wave)
    wave.status = Wave.Status.RECRUITING

    assert set(before.values()) == {"not begun"}
    assert between == {
        "purpose": "under way",
        "roles": "under way",
        "waves": "done",
        "rules": "not begun",
        "confidentiality": "not begun",
        "messages": "not begun",
    }
    assert states(bare, wave)["messages"] == "done"


def test_the_wave_in_front_is_the_one_named_else_the_newest_that_is_not_over():
    program = make_program()
    first, second, third = (
        make_wave(program=program, number=number, status=status)
        for number, status in enumerate(("closed", "running", "cancelled"), start=1)
    )
    elsewhere = make_wave()

    assert setup.wave_in_front(program) == second
    assert setup.wave_in_front(program, first.pk) == first
    assert setup.wave_in_front(program, third.pk) == third
    assert setup.wave_in_front(program, elsewhere.pk) == second
    assert setup.wave_in_front(make_program()) is None


@pytest.mark.parametrize("name", PAGES)
def test_every_step_opens_before_there_is_a_wave_and_with_one(client, program, name):
    url = reverse(name, args=[program.pk])

    assert client.get(url).status_code == 200
    wave = start_wave(program, Wave(**proposed_dates(START)))
    body = client.get(f"{url}?wave={wave.pk}").content.decode()
    assert body.count('aria-current="step"') == 1
    assert f"{url}?wave={wave.pk}" in body


def test_saving_a_step_goes_on_to_the_next_one_with_the_same_wave(client, program, wave):
    start_wave(program, Wave(**proposed_dates(START)))
    url = reverse("setup_confidentiality", args=[program.pk]) + f"?wave={wave.pk}"

    answer = client.post(url, {"recommendations_kept_days": "30", "retention_months": "12"})

    program.refresh_from_db()
    wave.refresh_from_db()
    assert answer.url == reverse("setup_messages", args=[program.pk]) + f"?wave={wave.pk}"
    assert (program.recommendations_kept_days, program.retention_months) == (30, 12)
    assert (program.steps_saved, wave.has_leaderboard) == (["confidentiality"], False)


def test_the_leaderboard_of_a_closed_wave_stays_as_it_was(client, program):
    wave = make_wave(program=program, status=Wave.Status.CLOSED)
    url = reverse("setup_confidentiality", args=[program.pk]) + f"?wave={wave.pk}"

    client.post(url, {"recommendations_kept_days": "30", "retention_months": "12"})

    wave.refresh_from_db()
    assert wave.has_leaderboard


def test_the_steps_cost_the_same_for_one_three_and_fifty_of_everything(client, program, wave):
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for number in range(made, wanted):
            make_objective(program).readings.create(value=number, read_on=date(2026, 1, 5))
            make_role(program, make_person(), ProgramRole.Role.COACH)
            make_wave(program=program, status=Wave.Status.CLOSED, number=1000 + number)
            make_application(wave=wave, side="mentee", status=Application.Status.ACCEPTED)
        made = wanted
        costs.append(
            [queries_of(client, reverse(name, args=[program.pk]) + f"?wave={wave.pk}") for name in PAGES]
            + [queries_of(client, reverse(name, args=[wave.pk])) for name in ("wave_setup", "wave_step")]
            + [queries_of(client, reverse("wave_new", args=[program.pk]))]
        )

    assert costs == [costs[0]] * 3


# --- days to avoid ----------------------------------------------------------------------------------------


def form_of(wave, data=None, **options):
    plan = {name: getattr(wave, name) for name in WaveForm.Meta.fields}
    blocked = dict(wave.blocked_days.values_list("day", "reason"))
    sent = None if data is None else {**plan, "days_shown": shown_on(wave), **data}
    return WaveForm(sent, instance=wave, today=timezone.localdate(), blocked=blocked, **options)


def shown_on(wave):
    return form_of(wave)["days_shown"].value()


@pytest.fixture
def kept(wave):
    """A wave with two stretches that are kept free."""
    monday = wave.sessions_start_on + timedelta(days=28)
    wave.sessions_end_on += timedelta(days=35)  # room for what they push back
    wave.review_ends_on += timedelta(days=35)
    wave.save()
    block_days(wave, monday, monday + timedelta(days=4), "Open enrolment")
    block_days(wave, monday + timedelta(days=21), monday + timedelta(days=21), "Move")
    return wave


def test_days_are_kept_and_given_back_with_the_plan(client, kept):
    page = client.get(reverse("wave_setup", args=[kept.pk]))
    form = page.context["form"]
    enrolment, move = form["days"].value()
    data = {name: getattr(kept, name) for name in WaveForm.Meta.fields}
    data |= {"days_shown": form["days_shown"].value(), "days": [move]}
    data |= {"first": "2029-01-01", "last": "2029-01-02", "reason": "Quarter close"}

    client.post(reverse("wave_setup", args=[kept.pk]), data)

    assert list(kept.blocked_days.values_list("reason", flat=True)) == ["Move", *["Quarter close"] * 2]


def test_what_somebody_else_kept_in_the_meantime_is_not_given_back(kept):
    shown = shown_on(kept)
    block_days(kept, date(2029, 1, 1), date(2029, 1, 1), "Theirs")

    form = form_of(kept, {"days_shown": shown, "days": []})

    assert form.is_valid(), form.errors
    assert len(form.given_back) == 2
    assert date(2029, 1, 1) not in [first for first, _ in form.given_back]


def test_the_calendar_follows_the_days_before_they_are_saved(client, kept):
    url = reverse("wave_setup", args=[kept.pk])
    data = {name: getattr(kept, name) for name in WaveForm.Meta.fields} | {"days_shown": shown_on(kept)}
    htmx = {"HX-Request": "true"}

    with_days = client.get(url, data | {"days": shown_on(kept).split(",")}, headers=htmx).content.decode()
    without = client.get(url, data, headers=htmx).content.decode()

    assert "Open enrolment" in with_days
    assert "Open enrolment" not in without
    assert kept.blocked_days.count() == 6


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"first": "", "reason": "Move"}, {"first"}),
        ({"first": "", "last": "2027-03-26"}, {"first"}),
        ({"first": "2027-03-26", "reason": ""}, {"reason"}),
        ({"first": "2027-03-26", "last": "2027-03-25", "reason": "Move"}, {"last"}),
        ({"first": "2027-03-26", "last": "2028-03-25", "reason": "Move"}, {"last"}),
        ({"first": "never", "reason": "Move"}, {"first"}),
        ({"days": ["2027-03-26..2027-03-26"]}, {"days"}),
    ],
)
def test_days_without_sense_are_refused_at_their_field(kept, sent, wrong):
    assert set(form_of(kept, sent).errors) == wrong


@pytest.mark.parametrize("shown", ["", "..", "x..y", "2027-03-29", "1..2,3..4"])
def test_nonsense_gives_no_day_back(kept, shown):
    form = form_of(kept, {"days_shown": shown, "days": []})

    assert form.is_valid(), form.errors
    assert form.given_back == []


def test_a_holiday_of_some_states_is_offered_and_kept_free_when_ticked(wave):
    wave.sessions_start_on, wave.sessions_end_on = date(2029, 3, 5), date(2029, 9, 28)
    form = form_of(wave, states=("MA",))
    key = next(key for key, label in form.fields["days"].choices if label.startswith("Patriots"))

    sent = form_of(wave, {"days": [key]}, states=("MA",))
    sent.is_valid()

    assert sent.newly_kept == [(date(2029, 4, 16), date(2029, 4, 16), "Patriots' Day")]


# --- beneath the calendar ---------------------------------------------------------------------------------


def checks(client, wave):
    made = client.get(reverse("wave_setup", args=[wave.pk])).context["made"]
    return [(check.tone, check.sentence, check.help) for check in made["checks"]]


def test_a_plan_says_that_it_fits_and_what_the_coaches_can_take(client, wave):
    assert checks(client, wave) == [
        ("ok", "All sessions fit", ""),
        ("watch", "0 coaches, room for 0 of 12 pairs", "Name another coach in step 2, or raise a limit."),
    ]
    for _ in range(2):
        make_role(wave.program, make_person(), ProgramRole.Role.COACH)
    assert checks(client, wave) == [("ok", "All sessions fit", "")]


def test_overlapping_waves_of_a_program_are_named_with_a_better_day(client, wave):
    make_role(wave.program, make_person(), ProgramRole.Role.COACH, capacity=20)
    days = {"sessions_start_on": wave.sessions_start_on - timedelta(days=70)}
    days |= {"sessions_end_on": wave.sessions_start_on + timedelta(days=4), "number": 77}
    make_wave(program=wave.program, today=days["sessions_start_on"], status="running", **days)
    make_wave(
        program=wave.program, today=days["sessions_start_on"], status="cancelled", **days | {"number": 78}
    )
    make_wave(today=days["sessions_start_on"], **days)

    (_, sentence, help_), *more = checks(client, wave)[1:]

    assert sentence.startswith("Sessions overlap with those of wave 77, which run until Fri,")
    assert help_.startswith("Start on Mon,")
    assert more == []


def test_clashes_are_counted_by_mentee(client, program):
    wave = start_wave(program, Wave(**proposed_dates(date(2029, 3, 5))))
    make_role(program, make_person(), ProgramRole.Role.COACH, capacity=20)
    for place in ("Boston, MA", "Columbus, OH", "Columbus, OH"):
        person = make_person(location=place)
        make_application(wave=wave, person=person, side="mentee", status=Application.Status.ACCEPTED)

    found = checks(client, wave)

    assert ("watch", "No clashes for 2 of 3 mentees", "") in found
    assert any(
        sentence.startswith("Patriots' Day in MA falls into session 3 for 1 mentee")
        for _, sentence, _ in found
    )


def test_a_launch_on_a_day_off_is_told():
    wave = make_wave(status=Wave.Status.DRAFT)
    values = {"launch_on": date(2027, 1, 18), "applications_open_on": date(2026, 9, 5)}
    plan = WaveForm(instance=wave, today=date(2026, 9, 7)).plan()

    found = list(plan_checks.days_off_named(values.get, plan, date(2026, 9, 7)))

    assert [(check.sentence, check.help) for check in found] == [
        ("Applications open on Sat, Sep 5: a weekend", "Tue, Sep 8 is open."),
        (
            "The launch is on Mon, Jan 18, 2027: Martin Luther King Jr. Day",
            "Tue, Jan 19, 2027 is open.",
        ),
    ]


# --- step 2 and 6 -----------------------------------------------------------------------------------------


def test_hours_say_what_a_wave_asks_of_everybody(client, program, wave):
    make_role(program, make_person(), ProgramRole.Role.COACH, capacity=4)

    hours = client.get(reverse("setup_roles", args=[program.pk])).context["hours"]

    assert [(side.label, side.said) for side in hours["sides"]] == [
        ("A mentee", "8 h 45 min"),
        ("A mentor", "20 h"),
        ("A coach, at most", "6 h"),
    ]
    assert (hours["room"], hours["is_short"]) == (4, True)


def test_somebody_who_lays_their_own_role_down_is_not_sent_where_they_may_not_be(client, program, ines):
    make_role(program, make_person(), ProgramRole.Role.COORDINATOR)
    own = program.roles.get(person=ines)

    answer = client.post(reverse("program_roles", args=[program.pk]), {"remove": own.pk})

    assert answer.url == reverse("programs")


def test_a_program_that_keeps_silent_about_something_shows_it(client, program, wave):
    program.quiet_kinds = ["application-received"]
    program.save()

    kinds = client.get(reverse("setup_messages", args=[program.pk])).context["optional"]

    assert [entry["kind"].name for entry in kinds if entry["is_quiet"]] == ["application-received"]


def test_the_days_on_which_things_happen_stand_in_order_with_the_surveys(client, program, wave):
    dates = client.get(reverse("setup_messages", args=[program.pk])).context["dates"]

    assert [each.on for each in dates] == sorted(each.on for each in dates)
    assert {each.detail for each in dates} >= {"Survey to mentors", "Survey to mentees"}
    assert dates[0].on == wave.applications_open_on
