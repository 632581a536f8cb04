"""Entry points for the beat schedule. Each asks the database what is due; doubled runs do no harm."""

from celery import shared_task
from django.utils import timezone

from . import attributes, forgetting, modules, outbox, photos, typed_forms, waves
from .directory import imports
from .objectives import owe_readings
from .recommendations import owe_reminders


@shared_task
def deliver_owed():
    """Send what is owed and due."""
    outbox.sweep()


@shared_task
def free_stuck_notices():
    """Put back what a dead worker had in hand."""
    outbox.free_stuck(timezone.now())


@shared_task
def step_waves():
    """Move the waves whose date has come."""
    waves.step_by_the_clock(timezone.now(), timezone.localdate())


@shared_task
def remind_referees():
    """Remind referees who have not answered."""
    owe_reminders(timezone.now())


@shared_task
def count_volunteered():
    """Count how lists are composed, where that gives nobody away."""
    attributes.count_anew(timezone.now())


@shared_task
def forget_typed_forms():
    """Delete forms that nobody came back for after their session had ended."""
    typed_forms.forget_old(timezone.now())


@shared_task
def forget_recommendations():
    """Delete what referees wrote once its time is over."""
    forgetting.forget_recommendations(timezone.now(), timezone.localdate())


@shared_task
def ask_for_readings():
    """Ask those who look after an objective for the reading that is due."""
    owe_readings(timezone.localdate())


@shared_task
def read_waiting_imports():
    """Read directory files that wait, and start again those whose worker fell silent."""
    imports.read_waiting(timezone.now(), timezone.localdate())
    imports.forget_files(timezone.now())


@shared_task
def sweep_photos():
    """Delete pictures that no talent profile names, and files that no training module does."""
    photos.sweep(timezone.now())
    modules.sweep(timezone.now())
