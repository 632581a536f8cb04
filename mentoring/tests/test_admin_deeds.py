"""The admin calls the verbs of the pages, with their refusals."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from programs.models import (
    Application,
    BlockedDay,
    CurriculumSession,
    Notice,
    Objective,
    Program,
    ProgramRole,
    Resource,
    Risk,
    Wave,
)
from programs.outbox import owe
from programs.tests.factories import make_application, make_person, make_wave
from reports.models import Survey

from .admin_tables import (  # noqa: F401 - fixtures
    change,
    clients,
    data_of,
    ours,
    stage,
    theirs,
    url_of,
)

# --- deeds ------------------------------------------------------------------------------------------------


def act(client, model, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = client.post(url_of(model), data, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_waves_are_stepped_with_the_refusals_of_the_page(ours, clients):
    wave = make_wave(program=ours[Program], status=Wave.Status.SELECTING)
    make_application(wave=wave)

    told = act(clients["coordinator"], Wave, "step", wave)

    wave.refresh_from_db()
    assert wave.status == Wave.Status.SELECTING
    assert len(told) == 1 and "No mentor and no mentee has been accepted." in told[0]

    wave = make_wave(program=ours[Program], status=Wave.Status.RECRUITING)
    make_application(wave=wave)
    make_application(wave=wave, side="mentee")
    told = act(clients["coordinator"], Wave, "step", wave)

    wave.refresh_from_db()
    assert (wave.status, told) == (Wave.Status.SELECTING, ["Stepped on: 1 row."])
    assert wave.history.get().by == ours[ProgramRole].person


def test_an_administrator_steps_no_wave(ours, clients):
    act(clients["administrator"], Wave, "step", ours[Wave])

    ours[Wave].refresh_from_db()
    assert ours[Wave].status == Wave.Status.RUNNING


def test_applications_are_decided_by_the_deed_of_the_page(ours, clients):
    wave, coordinator = ours[Wave], ours[ProgramRole].person
    fresh, done = make_application(wave=wave), make_application(wave=wave, status="declined")
    own = make_application(wave=wave, person=coordinator)

    told = act(clients["coordinator"], Application, "accept", fresh, done, own)

    stands = {row.pk: row.status for row in Application.objects.filter(pk__in=[fresh.pk, done.pk, own.pk])}
    assert stands == {fresh.pk: "accepted", done.pk: "declined", own.pk: "submitted"}
    assert len(told) == 3 and "Nobody decides on their own application" in " ".join(told)
    assert Notice.objects.filter(kind="application-accepted").count() == 1


def test_a_selection_names_no_rows_of_others(ours, theirs, clients):
    told = act(clients["coordinator"], Application, "accept", theirs[Application])

    theirs[Application].refresh_from_db()
    assert (theirs[Application].status, told) == ("submitted", [])


def test_dates_out_of_order_are_refused_as_on_the_page(ours, clients):
    wave = make_wave(program=ours[Program], today=timezone.localdate() + timedelta(days=120))
    data = data_of(clients["coordinator"].get(change(wave)))

    refused = clients["coordinator"].post(change(wave), data | {"launch_on": "2020-01-01"})
    saved = clients["coordinator"].post(change(wave), data | {"capacity": "9"})

    assert "launch_on" in refused.context["adminform"].form.errors
    wave.refresh_from_db()
    assert (saved.status_code, wave.capacity) == (302, 9)


def test_the_last_coordinator_cannot_be_let_go(ours, clients):
    role = ours[ProgramRole]

    answer = clients["coordinator"].post(url_of(ProgramRole, "delete", role.pk), {"post": "yes"})

    assert answer.status_code == 409 and "last coordinator" in answer.content.decode()
    assert ProgramRole.objects.filter(pk=role.pk).exists()
    assert not LogEntry.objects.exists()


def test_somebody_who_takes_part_is_not_taken_on(ours, stage, clients):
    data = {"program": ours[Program].pk, "person": stage.people["mentor"].pk, "role": "coach", "capacity": 3}

    answer = clients["coordinator"].post(url_of(ProgramRole, "add"), data)

    assert "takes part in wave" in str(answer.context["adminform"].form.errors)
    fine = clients["coordinator"].post(url_of(ProgramRole, "add"), data | {"person": make_person().pk})
    assert fine.status_code == 302


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Program, "purpose", "To learn more."),
        (CurriculumSession, "topic", "Second steps"),
        (BlockedDay, "reason", "A move"),
        (Objective, "measure", "Asked twice a year"),
        (Resource, "title", "Another page"),
        (Risk, "detail", "For two weeks."),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_what_may_be_changed_is_saved_and_its_words_stay_out_of_the_history(
    model, field, value, ours, clients
):
    row = ours[model]
    data = data_of(clients["coordinator"].get(change(row)))

    answer = clients["coordinator"].post(change(row), data | {field: value})

    row.refresh_from_db()
    assert (answer.status_code, getattr(row, field)) == (302, value)
    entry = LogEntry.objects.get()
    assert entry.object_repr == f"{model._meta.verbose_name} {row.pk}"
    assert value not in entry.change_message and str(row) not in entry.change_message


def test_a_risk_changed_in_its_table_has_it_in_its_history(ours, clients):
    data = data_of(clients["coordinator"].get(change(ours[Risk])))

    clients["coordinator"].post(change(ours[Risk]), data | {"level": "risk"})

    assert [entry.said for entry in ours[Risk].changes.all()] == ["Level is now needs help", "Logged"]


def test_messages_are_held_and_released(ours, clients):
    notice = ours[Notice]

    act(clients["coordinator"], Notice, "hold", notice)
    notice.refresh_from_db()
    assert notice.delivery == Notice.Delivery.HELD

    act(clients["coordinator"], Notice, "release", notice)
    notice.refresh_from_db()
    assert notice.delivery == Notice.Delivery.OWED


def test_who_has_not_answered_a_survey_is_in_no_table(ours, stage, clients):
    owe(stage.people["mentee"], "survey", about=ours[Survey])

    rows = clients["coordinator"].get(url_of(Notice)).context["cl"].result_list

    assert [row.kind for row in rows if row.kind == "survey"] == []


def test_the_menu_leads_there_for_those_who_may_go(ours, clients):
    for role, is_there in (
        ("coordinator", True),
        ("administrator", True),
        ("mentor", False),
        ("coach", False),
    ):
        page = clients[role].get(reverse("settings")).content.decode()

        assert bool(re.search(r'href="/admin/"', page)) == is_there, role
