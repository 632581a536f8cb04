"""A search for pairs that a real worker carries out."""

import pytest
from django.utils import timezone

from mentoring.testing_worker import wait_until
from pairing.models import MatchRun
from pairing.runs import begin_run
from pairing.tests.factories import make_pairing_wave

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_search_is_done_by_a_worker(celery_worker_process):
    celery_worker_process()
    wave = make_pairing_wave(mentors=3, mentees=3)

    run = begin_run(wave, by=None, now=timezone.now())

    wait_until(
        lambda: MatchRun.objects.get(pk=run.pk).status == MatchRun.Status.DONE,
        message="the search did not end",
    )
    assert wave.proposals.get().pairs.count() == 3
