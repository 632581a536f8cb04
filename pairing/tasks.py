"""Entry points for the beat schedule."""

from celery import shared_task
from django.utils import timezone

from . import concerns, runs


@shared_task
def look_at_pairs_again():
    """Hold running pairs against the rules, after whatever the directory brought."""
    concerns.look_again(timezone.now(), timezone.localdate())


@shared_task
def search_what_waits():
    """Take up runs whose knock was lost."""
    for pk in runs.waiting():
        runs.search(pk)
