"""`manage.py run`: the whole application in the foreground."""

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mentoring.embedded import DEFAULT_PORT
from mentoring.house.checkout import Trouble
from mentoring.runner import Runner, log_trouble


class Command(BaseCommand):
    help = "Start database, broker, web server, worker and beat, with a demo program in an empty database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="where the pages are (8000)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, port, no_demo, **options):
        self.demo = not no_demo
        self.runner = Runner(port=port, say=self.say)
        try:
            self.runner.run(prepare=self.prepare, ready=self.tell_address)
        except OSError as trouble:
            reason = f"{trouble.strerror}: {trouble.filename}" if trouble.filename else str(trouble)
            raise Trouble(f"The machine refused to go on: {reason}.") from trouble
        self.say("Stopped; the data stays where it is.")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def prepare(self):
        self.require_servers()
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0, interactive=False)
            if self.demo and "demo" in get_commands() and not get_user_model().objects.exists():
                self.say("demo       being loaded")
                call_command("demo", verbosity=0)
        except Exception as trouble:
            kept = log_trouble("preparing the database")
            raise Trouble(
                f"The database could not be prepared ({first_line(trouble)}); see {kept}."
            ) from trouble
        self.accounts = known_accounts()
        connection.close()

    def require_servers(self):
        try:
            connection.ensure_connection()
        except DatabaseError as trouble:
            raise Trouble(
                f"The server that DATABASE_URL names does not answer: {first_line(trouble)}"
            ) from trouble
        try:
            redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3).ping()
        except redis.RedisError as trouble:
            raise Trouble(
                f"The server that REDIS_URL names does not answer: {first_line(trouble)}"
            ) from trouble

    def tell_address(self, seconds):
        lines = [f"\n{settings.PRODUCT_NAME} is ready after {seconds:.1f} s. Ctrl-C stops all of it.\n"]
        if self.accounts:
            wide = max(len(email) for email, _, _ in self.accounts)
            width = max(len(password) for _, password, _ in self.accounts)
            lines += [
                f"  {email:<{wide}}  {password:<{width}}  {role}" for email, password, role in self.accounts
            ]
            lines.append("")
        self.say("\n".join([*lines, f"  {self.runner.address}", ""]))


def known_accounts():
    """The demo accounts that are in this database, as (address, password, role)."""
    try:
        from mentoring.demo import ACCOUNTS  # noqa: PLC0415  # heavy, and not needed by --help
    except ImportError:
        return []
    rows = [
        account if isinstance(account, tuple) else (account.email, account.password, account.role)
        for account in ACCOUNTS
    ]
    present = set(
        get_user_model().objects.values_list("email", flat=True).filter(email__in=[row[0] for row in rows])
    )
    return [row for row in rows if row[0] in present]


def first_line(trouble):
    return next(iter(str(trouble).strip().splitlines()), type(trouble).__name__)
