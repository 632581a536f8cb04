"""Searching in the background: once, with progress, stopped when asked, refused when people changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing import runs
from pairing.models import MatchRun, Proposal
from pairing.models.run import SILENT
from pairing.tests.factories import make_pairing_wave
from programs.models import User, Wave
from programs.tests.factories import make_person
from programs.tests.racing import at_once

pytestmark = pytest.mark.django_db
Status = MatchRun.Status


@pytest.fixture
def ines():
    return make_person()


@pytest.fixture
def wave(ines):
    return make_pairing_wave(mentors=3, mentees=3, coordinator=ines)


def asked(wave, by=None):
    return runs.begin_run(wave, by=by, now=timezone.now())


def test_a_run_makes_the_draft_with_its_deed(wave, ines):
    run = asked(wave, ines)

    runs.search(run.pk)
    runs.search(run.pk)

    run.refresh_from_db()
    assert run.status == Status.DONE
    assert wave.proposals.get().status == Proposal.Status.DRAFT
    assert wave.pairing_deeds.get().words == "Proposed 3 pairs"
    assert runs.latest_run(wave) is None


def test_one_search_of_a_wave_at_a_time(wave):
    first = asked(wave)

    assert asked(wave) == first


def test_a_worker_that_fell_silent_makes_room(wave):
    first = asked(wave)
    MatchRun.objects.update(status=Status.RUNNING, heard_at=timezone.now() - SILENT - timedelta(seconds=1))

    second = asked(wave)

    first.refresh_from_db()
    assert first.status == Status.FAILED and second != first
    runs.end(first.pk, Status.DONE)
    first.refresh_from_db()
    assert first.status == Status.FAILED, "a late answer of the dead worker changes nothing"


def test_stopping_before_and_while_it_runs(wave, monkeypatch):
    waiting = asked(wave)
    runs.stop_run(waiting)
    runs.search(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Status.STOPPED

    monkeypatch.setattr(runs, "SECOND", 0.0)
    running = asked(wave)
    MatchRun.objects.filter(pk=running.pk).update(stop_asked=True)
    runs.search(running.pk)

    running.refresh_from_db()
    assert running.status == Status.STOPPED and not wave.proposals.exists()


def test_people_who_changed_meanwhile_end_it_in_words(wave, monkeypatch):
    find = runs.find_list

    def find_and_promote(candidates, watch):
        found = find(candidates, watch=watch)
        User.objects.filter(pk=candidates.pool.mentors[0].key).update(department="Elsewhere")
        return found

    monkeypatch.setattr(runs, "find_list", find_and_promote)
    run = asked(wave)

    runs.search(run.pk)

    run.refresh_from_db()
    assert (run.status, run.trouble) == (
        Status.FAILED,
        "People or rules changed while the search ran. Propose again.",
    )
    assert not wave.proposals.exists()


def test_a_wave_that_went_on_meanwhile_is_told_in_words(wave, monkeypatch):
    find = runs.find_list

    def find_and_go_on(candidates, watch):
        found = find(candidates, watch=watch)
        Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.PREPARING)
        return found

    monkeypatch.setattr(runs, "find_list", find_and_go_on)
    run = asked(wave)

    runs.search(run.pk)

    run.refresh_from_db()
    assert run.status == Status.FAILED and "while a wave is pairing" in run.trouble


def test_something_that_breaks_is_told_without_its_insides(wave, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret insides")

    monkeypatch.setattr(runs, "find_list", broken)
    run = asked(wave)

    runs.search(run.pk)

    run.refresh_from_db()
    assert (run.status, run.trouble) == (Status.FAILED, "Something broke. Try again.")


def test_the_steps_add_up_to_the_whole():
    assert sum(share for _, share in MatchRun.SHARES.values()) == 100
    assert runs.percent_of("points", 0.0) == 0
    assert runs.percent_of("coaches", 1.0) == 100
    told = [runs.percent_of(step, done) for step in MatchRun.SHARES for done in (0, 0.5, 1)]
    assert told == sorted(told)


def test_progress_is_written_and_read_on_the_page(wave, ines, client, monkeypatch):
    monkeypatch.setattr(runs, "SECOND", 0.0)
    run = asked(wave, ines)
    MatchRun.objects.filter(pk=run.pk).update(status=Status.RUNNING)
    runs.Watcher(run.pk, timezone.now)("optimum", 0.5)
    client.force_login(ines)
    url = reverse("pairing_run", args=[wave.pk])

    body = client.get(url).content.decode()
    assert "The best list" in body and 'value="64"' in body and "every 2s" in body
    client.post(url)
    assert "Stopping…" in client.get(url).content.decode()
    MatchRun.objects.update(status=Status.DONE)
    part = client.get(url, headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == reverse("pairing", args=[wave.pk])


def test_a_large_pool_is_searched_in_the_background(wave, ines, client, monkeypatch):
    client.force_login(ines)
    monkeypatch.setattr(runs, "DENSE", 8)

    page = client.post(reverse("proposal_new", args=[wave.pk]))

    assert page.url == reverse("pairing_run", args=[wave.pk])
    assert MatchRun.objects.get().status == Status.WAITING
    assert runs.waiting() == [MatchRun.objects.get().pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(5))
def test_several_workers_search_once(_):
    wave = make_pairing_wave(mentors=2, mentees=2)
    run = MatchRun.objects.create(wave=wave, asked_at=timezone.now(), heard_at=timezone.now())

    at_once(*[lambda: runs.search(run.pk)] * 4)

    assert wave.proposals.count() == 1
