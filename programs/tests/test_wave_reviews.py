"""The review of a wave: findings on figures, decisions with owners, closing, and what the next wave asks."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from programs import figures, wave_reviews
from programs.lifecycle import NotAllowed, move
from programs.models import Attendance, Finding, FindingVersion, Wave, WaveReview
from programs.tests.asking import queries_of, signed_in
from programs.tests.factories import make_application, make_person, make_program, make_role, make_wave
from programs.tests.factories_community import make_event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
FORM = {
    "finding": "Few came.",
    "figure": "applied_mentors",
    "decision": "",
    "what": "",
    "owner": "",
    "due_on": "",
}


@pytest.fixture
def coordinator():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def wave(coordinator):
    wave = make_wave(program=make_program(coordinator=coordinator), status=Wave.Status.REVIEWING)
    make_application(wave=wave, status="accepted")
    make_application(wave=wave, status="declined")
    return wave


def make_finding(wave, by, **facts):
    finding = Finding(
        wave=wave, finding="Few came.", figure="applied_mentors", figure_said="2 people", **facts
    )
    wave_reviews.record(finding, by=by, now=NOW)
    return finding


def decided(owner):
    return {"decision": "change", "what": "Ask earlier.", "owner": owner, "due_on": date(2026, 12, 1)}


# --- figures ----------------------------------------------------------------------------------------------


def test_a_wave_has_figures_with_their_base(wave):
    launch = make_event(wave, kind="launch")
    for there in (True, False, None):
        Attendance.objects.create(event=launch, person=make_person(), was_there=there)

    said = {figure.key: figure.sentence for figure in figures.figures_of(wave)}

    assert said["applied_mentors"] == "2 people applied as mentors, 1 of them accepted"
    assert said["launch"] == "1 of 2 people were at the launch"
    assert "applied_mentees" not in said


# --- recording --------------------------------------------------------------------------------------------


def test_a_finding_keeps_the_figure_as_it_stood(client, wave, coordinator):
    signed_in(client, coordinator)
    client.post(reverse("finding_new", args=[wave.pk]), FORM)
    finding = Finding.objects.get()
    make_application(wave=wave, status="declined")

    opened = client.get(reverse("finding_edit", args=[finding.pk])).context["form"]["opened"].value()
    client.post(
        reverse("finding_edit", args=[finding.pk]), {**FORM, "finding": "Too few came.", "opened": opened}
    )

    finding.refresh_from_db()
    assert finding.finding == "Too few came."
    assert finding.figure_said == "2 people applied as mentors, 1 of them accepted"
    assert [version.finding for version in finding.versions.all()] == ["Too few came.", "Few came."]


def test_a_decision_says_what_who_and_when(client, wave, coordinator):
    signed_in(client, coordinator)
    url = reverse("finding_new", args=[wave.pk])

    alone = client.post(url, {**FORM, "decision": "stop"})
    stranger = client.post(url, {**FORM, "decision": "stop", "owner": make_person().pk})
    whole = client.post(
        url, {**FORM, "decision": "stop", "what": "Paper.", "owner": coordinator.pk, "due_on": "2026-12-01"}
    )

    assert set(alone.context["form"].errors) == {"what", "owner", "due_on"}
    assert "owner" in stranger.context["form"].errors
    assert whole.url == reverse("wave_review", args=[wave.pk])


def test_nobody_overwrites_words_they_have_not_seen(client, wave, coordinator):
    finding = make_finding(wave, coordinator)
    url = reverse("finding_edit", args=[finding.pk])
    signed_in(client, coordinator)
    opened = client.get(url).context["form"]["opened"].value()
    wave_reviews.record(finding, by=make_person(), now=NOW, opened=opened)
    finding.finding = "THEIRS"
    wave_reviews.record(finding, by=make_person(), now=NOW, opened=opened)

    conflict = client.post(url, {**FORM, "finding": "MINE", "opened": opened})
    body = conflict.content.decode()
    again = conflict.context["form"]["opened"].value()
    client.post(url, {**FORM, "finding": "MINE", "opened": again})

    assert conflict.status_code == 422 and "THEIRS" in body and "MINE" in body
    finding.refresh_from_db()
    assert finding.finding == "MINE"
    assert FindingVersion.objects.filter(finding="THEIRS").exists()


def test_the_review_begins_with_the_sessions(wave, coordinator):
    Wave.objects.update(status=Wave.Status.PREPARING)

    with pytest.raises(NotAllowed, match="begins with the sessions"):
        make_finding(wave, coordinator)


# --- closing ----------------------------------------------------------------------------------------------


def test_a_review_is_closed_once_every_finding_is_decided(client, wave, coordinator):
    signed_in(client, coordinator)
    url = reverse("review_closing", args=[wave.pk])
    client.post(url)
    assert not WaveReview.objects.exists()
    undecided = make_finding(wave, coordinator)
    assert wave_reviews.against_closing(wave) == ["1 finding has no decision."]

    for name, value in decided(coordinator).items():
        setattr(undecided, name, value)
    wave_reviews.record(undecided, by=coordinator, now=NOW, opened=str(undecided.versions.first().pk))
    client.post(url)
    assert wave_reviews.review_is_recorded(wave)

    with pytest.raises(NotAllowed, match="closed"):
        make_finding(wave, coordinator)
    with pytest.raises(NotAllowed, match="closed"):
        wave_reviews.remove(undecided)
    client.post(url, {"reopen": 1})
    assert not wave_reviews.review_is_recorded(wave)


def test_the_next_wave_finds_the_wave_before_it_and_its_decisions(wave, coordinator):
    make_finding(wave, coordinator, **decided(coordinator))
    off = make_wave(program=wave.program, status=Wave.Status.CANCELLED)
    following = make_wave(program=wave.program, status=Wave.Status.DRAFT)
    make_wave(status=Wave.Status.CLOSED)

    assert wave_reviews.wave_before(wave) is None
    assert wave_reviews.wave_before(following) == wave
    assert wave_reviews.wave_before(off) == wave
    assert not wave_reviews.decisions_before(following).exists()
    wave_reviews.close_review(wave, by=coordinator, now=NOW)
    assert [finding.what for finding in wave_reviews.decisions_before(following)] == ["Ask earlier."]
    assert not wave_reviews.decisions_before(wave).exists()
    assert wave_reviews.decisions_before(Wave(program=wave.program)).count() == 1


def test_the_next_waves_set_up_shows_what_was_decided(client, wave, coordinator):
    make_finding(wave, coordinator, **decided(coordinator))
    wave_reviews.close_review(wave, by=coordinator, now=NOW)
    following = make_wave(program=wave.program, status=Wave.Status.DRAFT)
    signed_in(client, coordinator)

    for url in (
        reverse("wave_setup", args=[following.pk]),
        reverse("wave_new", args=[wave.program_id]),
    ):
        assert "Ask earlier." in client.get(url).content.decode()
    assert "Ask earlier." not in client.get(reverse("wave_setup", args=[wave.pk])).content.decode()


# --- who, and what it costs -------------------------------------------------------------------------------


def test_steering_members_write_findings_and_do_not_close(client, wave):
    member = make_person()
    make_role(wave.program, member, "steering")
    signed_in(client, member)

    assert client.post(reverse("finding_new", args=[wave.pk]), FORM).status_code == 302
    assert client.post(reverse("review_closing", args=[wave.pk])).status_code == 403


def test_the_page_costs_the_same_for_one_three_and_fifty(client, wave, coordinator):
    signed_in(client, coordinator)
    costs, made = [], 0
    for wanted in (1, 3, 50):
        for _ in range(wanted - made):
            make_finding(wave, make_person(), **decided(coordinator))
        made = wanted
        costs.append(queries_of(client, reverse("wave_review", args=[wave.pk])))

    assert costs == [costs[0]] * 3


def test_a_review_closed_halfway_opens_once_more_when_the_sessions_end(wave, coordinator):
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RUNNING)
    wave.refresh_from_db()
    make_finding(wave, coordinator, **decided(coordinator))
    wave_reviews.close_review(wave, by=coordinator, now=NOW)
    assert wave_reviews.review_is_recorded(wave), "and the next wave can begin from it"

    move(wave, Wave.Status.REVIEWING, by=coordinator)

    assert not wave_reviews.is_closed(wave)
    assert wave.findings.count() == 1
