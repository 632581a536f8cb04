"""`manage.py lint`: everything that can be said about the code without running it."""

import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from django.core.management.base import BaseCommand

from mentoring.house.checkout import ROOT

MANAGE = [sys.executable, "manage.py"]
CHECKS = {
    "ruff": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "templates": [sys.executable, "-m", "djlint", "templates", "--lint", "--quiet"],
    "types": [sys.executable, "-m", "mypy"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}


class Command(BaseCommand):
    help = "Check style, templates, types, migrations and the settings of production."
    requires_system_checks = []

    def handle(self, **options):
        failures = {}
        with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            for name, finished in zip(CHECKS, pool.map(carry_out, CHECKS), strict=True):
                failed = finished.returncode != 0
                self.stdout.write(f"{name:<12} {'failed' if failed else 'ok'}")
                if failed:
                    failures[name] = finished.stdout
        for name, output in failures.items():
            self.stderr.write(f"\n{name}\n{output}")
        if failures:
            sys.exit(1)


def carry_out(name):
    return subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env=production() if name == "deployment" else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def production():
    """What a real installation sets at the least; the servers are named and never asked."""
    kept = {"PATH", "HOME", "LANG", "VERSO_NO_VENV"} & os.environ.keys()
    return {
        **{name: os.environ[name] for name in kept},
        "VERSO_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "https://verso.example",
        "DATABASE_URL": "postgresql://verso@database.example/verso",
        "REDIS_URL": "redis://broker.example/0",
    }
