"""Entry points for the beat schedule."""

from celery import shared_task
from django.utils import timezone

from . import surveys


@shared_task
def ask_for_surveys():
    """Owe invitations to open surveys."""
    surveys.ask(timezone.now(), timezone.localdate())
