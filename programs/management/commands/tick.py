"""Do once what the clock does, for installations that prefer cron to a beat."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.jobs import carry_out


class Command(BaseCommand):
    help = "Carry out the timed jobs that are due: reminders, the outbox, steps of waves. For cron."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="those that are not due yet, too")

    def handle(self, *, verbosity, all, **options):
        failed = []
        for slug, trouble, seconds in carry_out(timezone.now(), everything=all):
            if trouble:
                failed.append(slug)
            if verbosity > 1 or trouble:
                self.stdout.write(f"{slug:32} {trouble or 'done':24} {seconds:7.2f} s")
        if failed:
            raise CommandError(f"Not everything was done: {', '.join(failed)}. The log says why.")
