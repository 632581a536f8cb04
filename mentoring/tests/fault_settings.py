"""Settings of workers and beats that are about to have trouble: a hasty beat, a mail server to die at."""

import os

from mentoring.settings_test import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {"deliver-what-is-owed": {"task": "programs.tasks.deliver_owed", "schedule": 0.5}}
CELERY_WORKER_LOST_WAIT = 0.5
if os.environ.get("TEST_DEATHS"):
    EMAIL_BACKEND = "mentoring.tests.deaths.MortalBackend"
