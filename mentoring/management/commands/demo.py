"""Load the demo program."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring.demo import ACCOUNTS, load


class Command(BaseCommand):
    help = "Load the demo program of a fictional insurer. Loading it again changes nothing."

    def handle(self, **options):
        if not load(timezone.localdate()):
            self.stdout.write("The demo program is there already; nothing was changed.")
        elif options["verbosity"]:
            self.stdout.write("The demo program is loaded. Accounts, all with the same password:")
            for account in ACCOUNTS:
                self.stdout.write(f"  {account.email:40} {account.role}")
            self.stdout.write(f"  Password: {ACCOUNTS[0].password}")
