"""The Celery app. Celery is a doorbell: what is owed stands in the database, and a lost task does no harm."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

app = Celery("verso")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_pages_do(**kwargs):
    """Left to itself, Celery would write exceptions with every word in them."""
    logging.config.dictConfig(settings.LOGGING)
