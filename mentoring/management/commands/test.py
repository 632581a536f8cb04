"""`manage.py test`: the whole suite on real servers, in a real browser."""

import os
import subprocess
import sys

from django.core.management.base import BaseCommand

from mentoring.house import browser
from mentoring.house.checkout import ROOT, Trouble


class Command(BaseCommand):
    help = "Run the tests: manage.py test [--without-browser] [any arguments of pytest]."
    requires_system_checks = []

    def run_from_argv(self, argv):
        arguments = argv[2:]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        if "--without-browser" not in arguments:
            try:
                environment["CHROMIUM"] = browser.find(say=print)
            except Trouble as trouble:
                sys.exit(str(trouble))
        if not any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
            arguments = ["-n", "auto", "--dist", "worksteal", *arguments]
        sys.stdout.flush()
        try:
            finished = subprocess.run(
                [sys.executable, "-m", "pytest", *arguments], env=environment, cwd=ROOT, check=False
            )
        except KeyboardInterrupt:  # pytest has had it too, and has said what it left undone
            sys.exit(130)
        sys.exit(finished.returncode)
