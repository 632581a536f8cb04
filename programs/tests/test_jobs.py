"""Timed jobs: what the page says of each, and doing them without a beat."""

from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from programs import jobs, outbox, tasks
from programs.models import JobRun, Notice, Wave
from programs.tests.factories import make_person, make_wave

pytestmark = pytest.mark.django_db


def by_slug(now=None):
    return {job.slug: job for job in jobs.jobs(now or timezone.now())}


def test_every_job_says_what_it_does():
    found = by_slug()

    assert list(found) == list(settings.CELERY_BEAT_SCHEDULE)
    assert all(job.does.endswith(".") for job in found.values())
    assert {job.state for job in found.values()} == {("none", "Never run")}


def test_a_run_leaves_its_time_and_result(monkeypatch):
    def broken(now):
        raise ValueError("CANARY what somebody wrote")

    tasks.remind_referees.apply()
    monkeypatch.setattr(outbox, "free_stuck", broken)
    tasks.free_stuck_notices.apply()

    found = by_slug()
    assert found["remind-referees"].state == ("ok", "Done")
    assert found["remind-referees"].run.runs == 1 and found["remind-referees"].took >= 0
    failed = found["free-what-got-stuck"]
    assert (failed.state, failed.run.trouble, failed.run.failures) == (("risk", "Failed"), "ValueError", 1)


def test_the_next_good_run_takes_the_trouble_away():
    JobRun.objects.create(
        name="programs.tasks.remind_referees", began_at=timezone.now(), trouble="ValueError", failures=3
    )

    tasks.remind_referees.apply()

    run = JobRun.objects.get()
    assert (run.trouble, run.failures) == ("", 3)


@pytest.mark.parametrize(("ago", "word"), [(59, "Under way"), (700, "Late")])
def test_a_run_that_never_ended_is_under_way_and_then_late(ago, word):
    now = timezone.now()
    JobRun.objects.create(name="programs.tasks.deliver_owed", began_at=now - timedelta(seconds=ago))

    assert by_slug(now)["deliver-what-is-owed"].state[1] == word


def test_a_tick_does_what_is_due_and_leaves_the_rest():
    call_command("tick")
    first = {run.name: run.runs for run in JobRun.objects.all()}
    JobRun.objects.filter(name="programs.tasks.deliver_owed").update(
        began_at=timezone.now() - timedelta(seconds=56)
    )
    call_command("tick")

    assert set(first.values()) == {1} and len(first) == len(settings.CELERY_BEAT_SCHEDULE)
    assert {run.name for run in JobRun.objects.filter(runs=2)} == {"programs.tasks.deliver_owed"}
    call_command("tick", all=True)
    assert JobRun.objects.get(name="programs.tasks.remind_referees").runs == 2


def test_a_tick_sends_what_is_owed(mailoutbox):
    wave = make_wave(status=Wave.Status.CANCELLED)
    outbox.owe(make_person(), "wave-cancelled", about=wave)
    assert not mailoutbox

    call_command("tick")
    call_command("tick", all=True)

    assert len(mailoutbox) == 1 and Notice.objects.get().delivery == "sent"


def test_one_job_that_fails_keeps_none_of_the_others(monkeypatch):
    def broken(now):
        raise ValueError

    monkeypatch.setattr(outbox, "free_stuck", broken)
    said = StringIO()

    with pytest.raises(CommandError, match="free-what-got-stuck"):
        call_command("tick", stdout=said)

    assert "ValueError" in said.getvalue()
    assert JobRun.objects.filter(runs=1).count() == len(settings.CELERY_BEAT_SCHEDULE)


def test_the_page_is_for_administrators_and_asks_a_worker(
    client, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr(outbox, "knock", lambda task, args: rung.append(task.name))
    client.force_login(make_person())
    assert client.get(reverse("jobs")).status_code == 403
    client.force_login(make_person(is_superuser=True, is_staff=True))
    page = client.get(reverse("jobs")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("jobs"), {"job": "remind-referees"})
        unknown = client.post(reverse("jobs"), {"job": "nothing"}, follow=True)

    assert "Remind referees who have not answered." in page and page.count("Never run") == len(by_slug())
    assert rung == ["programs.tasks.remind_referees"]
    assert "There is no such job." in unknown.content.decode()


def test_the_page_takes_the_same_statements_however_often_jobs_ran(django_assert_num_queries):
    current_app.loader.import_default_modules()
    with django_assert_num_queries(1):
        by_slug()
