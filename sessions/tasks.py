"""Entry points for the beat schedule. Each asks the database what is due; doubled runs do no harm."""

from celery import shared_task
from django.utils import timezone

from . import reminders


@shared_task
def remind_of_sessions():
    """Announce tomorrow's sessions."""
    reminders.owe_session_reminders(timezone.now())


@shared_task
def remind_of_what_is_open():
    """Remind of sessions in a week, open agendas, texts to read and check-ins."""
    now = timezone.now()
    reminders.owe_week_reminders(now)
    reminders.owe_agenda_reminders(now)
    reminders.owe_reading_reminders(now)
    reminders.owe_checkin_reminders(now)


@shared_task
def remind_of_overdue_notes():
    """Remind mentors of notes that are due."""
    reminders.owe_note_reminders(timezone.now())
