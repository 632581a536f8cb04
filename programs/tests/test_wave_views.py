from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.calendar import next_start, proposed_dates
from programs.forms.waves import DATE_LABELS, NUMBERS
from programs.models import Application, BlockedDay, StatusChange, Wave
from programs.starting import start_program, start_wave
from programs.tests.asking import queries_of
from programs.tests.factories import make_application, make_person, make_wave

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = next_start(timezone.localdate())


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


def plan(**facts):
    """A plan as the form sends it."""
    dates = {name: day.isoformat() for name, day in proposed_dates(START).items()}
    numbers = {
        "capacity": "12",
        "session_count": "7",
        "cadence_days": "21",
        "session_minutes": "60",
        "preparation_minutes": "15",
        "preparation_days_before": "2",
        "coach_meetings": "3",
    }
    return {**dates, **numbers, **facts}


def setup(wave):
    return reverse("wave_setup", args=[wave.pk])


# --- a new wave -------------------------------------------------------------------------------------------


def test_a_new_wave_comes_with_dates_and_the_calendar_they_make(client, program):
    response = client.get(reverse("wave_new", args=[program.pk]))

    form, made = response.context["form"], response.context["made"]
    assert form["sessions_start_on"].value() == START
    assert len(made["windows"]) == 7
    assert made["checks"][0].sentence == "All sessions fit"


def test_a_wave_is_planned_as_a_draft_with_its_curriculum(client, program):
    response = client.post(reverse("wave_new", args=[program.pk]), plan(capacity="20"))

    wave = Wave.objects.get()
    assert response.url == setup(wave)
    assert (wave.number, wave.capacity, wave.status) == (1, 20, "draft")
    assert wave.curriculum.count() == 7


def test_what_is_not_in_the_form_is_not_taken_from_it(client, program):
    client.post(
        reverse("wave_new", args=[program.pk]), plan(status="closed", number="99", program="1", id="1")
    )

    wave = Wave.objects.get()
    assert (wave.number, wave.status, wave.program) == (1, "draft", program)


def test_each_mistake_stands_at_its_date_and_nothing_typed_is_lost(client, program):
    proposed = proposed_dates(START)
    wrong = {
        "launch_on": (proposed["pairs_announced_on"] - DAY).isoformat(),
        "review_ends_on": (proposed["sessions_end_on"] - DAY).isoformat(),
        "session_count": "0",
    }

    response = client.post(reverse("wave_new", args=[program.pk]), plan(**wrong))

    errors, body = response.context["form"].errors, response.content.decode()
    assert response.status_code == 422
    assert set(errors) == set(wrong)
    assert errors["launch_on"][0].startswith("The launch is on ")
    assert errors["session_count"] == ["How many: between 1 and 24."]
    assert f'value="{wrong["launch_on"]}"' in body
    assert 'href="#id_launch_on"' in body
    assert not Wave.objects.exists()


def test_sessions_that_do_not_fit_are_refused_at_their_last_day(client, program):
    response = client.post(reverse("wave_new", args=[program.pk]), plan(session_count="12"))

    assert set(response.context["form"].errors) == {"sessions_end_on"}
    assert "Session 12 needs until" in response.context["form"].errors["sessions_end_on"][0]


def test_a_last_day_to_apply_in_the_past_is_refused_for_a_draft(client, program):
    long_ago = proposed_dates(START)["applications_open_on"] - timedelta(days=400)
    days = {
        "applications_open_on": long_ago.isoformat(),
        "applications_close_on": (long_ago + DAY).isoformat(),
    }

    response = client.post(reverse("wave_new", args=[program.pk]), plan(**days))

    assert set(response.context["form"].errors) == {"applications_close_on"}


@pytest.mark.parametrize("name", [*DATE_LABELS, *NUMBERS])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "2027-02-30", "0001-01-01", "9999-12-31"])
def test_no_nonsense_in_a_field_breaks_the_page(client, program, name, value):
    for extra in ({}, {"show": "1"}, {"propose": "1"}):
        response = client.post(reverse("wave_new", args=[program.pk]), plan(**{name: value}, **extra))

        assert response.status_code in (200, 422)
    assert not Wave.objects.exists()


def test_dates_are_proposed_from_the_start_of_the_sessions_and_nothing_is_saved(client, program):
    start = START + timedelta(days=70)

    response = client.post(
        reverse("wave_new", args=[program.pk]), plan(sessions_start_on=start.isoformat(), propose="1")
    )

    form = response.context["form"]
    shown = {name: form[name].value() for name in DATE_LABELS}
    assert shown == {name: day.isoformat() for name, day in proposed_dates(start).items()}
    assert not form.errors
    assert not Wave.objects.exists()


def test_the_calendar_is_shown_without_saving(client, program):
    response = client.post(
        reverse("wave_new", args=[program.pk]), plan(session_count="3", show="1", capacity="77")
    )

    assert len(response.context["made"]["windows"]) == 3
    assert 'value="77"' in response.content.decode()
    assert not Wave.objects.exists()


def test_the_calendar_is_redrawn_alone_for_a_script(client, program):
    url = reverse("wave_new", args=[program.pk])

    response = client.get(url, plan(session_count="3"), headers={"HX-Request": "true"})
    half_typed = client.get(url, plan(session_count=""), headers={"HX-Request": "true"})

    assert response.content.decode().count("<time") == 5  # three sessions, launch, end of the review
    assert "<form" not in response.content.decode()
    assert half_typed.status_code == 200
    assert "The calendar appears once" in half_typed.content.decode()


# --- changing a wave --------------------------------------------------------------------------------------


def test_a_draft_is_changed_field_by_field(client, wave):
    response = client.post(setup(wave), plan(capacity="30"))

    wave.refresh_from_db()
    assert response.url == reverse("setup_rules", args=[wave.program_id]) + f"?wave={wave.pk}"
    assert (wave.capacity, wave.has_leaderboard, wave.session_count) == (30, True, 7)


def test_a_plan_that_is_only_tried_is_not_saved(client, wave):
    opens_on = wave.applications_open_on - timedelta(days=7)

    response = client.post(setup(wave), plan(applications_open_on=opens_on.isoformat(), show="1"))

    wave.refresh_from_db()
    assert response.context["wave"].applications_open_on == wave.applications_open_on > opens_on
    assert response.context["form"]["applications_open_on"].value() == opens_on.isoformat()


def test_what_lies_behind_a_wave_is_shown_and_stays(client, program):
    wave = make_wave(program=program, status=Wave.Status.RUNNING, today=timezone.localdate())

    response = client.post(
        setup(wave),
        plan(
            session_count="2",
            capacity="99",
            coach_meetings="5",
            sessions_end_on=wave.sessions_end_on.isoformat(),
            review_ends_on=wave.review_ends_on.isoformat(),
        ),
    )

    wave.refresh_from_db()
    assert response.status_code == 302
    assert (wave.session_count, wave.capacity, wave.coach_meetings) == (7, 12, 5)


def test_a_wave_that_is_over_can_only_be_read(client, program):
    wave = make_wave(program=program, status=Wave.Status.CLOSED)

    body = client.get(setup(wave)).content.decode()
    client.post(setup(wave), plan(coach_meetings="9"))

    wave.refresh_from_db()
    assert "Save and continue" not in body
    assert wave.coach_meetings == 3


def test_a_wave_that_moved_on_while_it_was_edited_is_not_overwritten(client, wave, monkeypatch):
    from programs import starting

    change = starting.change_plan

    def after_the_clock(changed, fields, **days):
        Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RECRUITING)
        return change(changed, fields, **days)

    monkeypatch.setattr(starting, "change_plan", after_the_clock)

    response = client.post(setup(wave), plan(capacity="30"))

    wave.refresh_from_db()
    assert response.status_code == 409
    assert (wave.status, wave.capacity) == ("recruiting", 12)


def test_states_of_the_accepted_show_their_holidays(client, program):
    wave = start_wave(program, Wave(**proposed_dates(date(2029, 3, 5))))
    boston = make_person(location="Boston, MA")
    make_application(wave=wave, person=boston, status=Application.Status.ACCEPTED)

    notes = [note for entry in client.get(setup(wave)).context["made"]["windows"] for note in entry["notes"]]

    assert any("Patriots' Day in MA" in note for note in notes)


def test_the_set_up_costs_the_same_for_one_three_and_fifty_of_everything(client, wave):
    costs, made = [], 0
    pages = ["wave_setup", "wave_step", "wave_curriculum", "guidelines"]
    for wanted in (1, 3, 50):
        for number in range(made, wanted):
            BlockedDay.objects.create(
                wave=wave, day=wave.sessions_start_on + number * DAY, reason=f"Reason {number}"
            )
            StatusChange.objects.create(
                subject=wave, previous="draft", current="recruiting", by=make_person()
            )
            make_application(wave=wave, status=Application.Status.ACCEPTED)
        made = wanted
        costs.append([queries_of(client, reverse(name, args=[wave.pk])) for name in pages])

    assert costs == [costs[0]] * 3
