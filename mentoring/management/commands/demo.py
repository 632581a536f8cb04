"""Load the demo program."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring.demo import ACCOUNTS, load
from mentoring.demo.ready import ready_to_pair


class Command(BaseCommand):
    help = "Load the demo program of a fictional insurer. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--pairing",
            action="store_true",
            help="Take its third wave on: everybody who applied is accepted, and it is ready to be paired.",
        )

    def handle(self, *, pairing, **options):
        today = timezone.localdate()
        self.bring(today, options["verbosity"])
        if pairing and ready_to_pair(today):
            self.stdout.write("Its third wave is ready to be paired.")

    def bring(self, today, verbosity):
        if not load(today):
            self.stdout.write("The demo program is there already; nothing was changed.")
        elif verbosity:
            self.stdout.write("The demo program is loaded. Accounts, all with the same password:")
            for account in ACCOUNTS:
                self.stdout.write(f"  {account.email:40} {account.role}")
            self.stdout.write(f"  Password: {ACCOUNTS[0].password}")
