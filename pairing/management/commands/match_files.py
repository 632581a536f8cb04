"""The matching for whoever only wants the matching: `manage.py match_files mentors.csv mentees.csv`."""

from json import dumps
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pairing.files import COLUMNS, BadFile, Policy, policy_from, pool_from
from pairing.matching import NotOptimal, propose
from pairing.printed import as_data, as_lines


class Command(BaseCommand):
    help = "Pair the people of two files (CSV or XLSX), without a database. --columns lists the columns."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("mentors", type=Path, nargs="?")
        parser.add_argument("mentees", type=Path, nargs="?")
        parser.add_argument("--rules", type=Path, help="TOML: [rules.grade_gap], [weights], [[locks]].")
        parser.add_argument("--directory", type=Path, help="More people to report to: id, name, manager.")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar='"Their header=column"',
            help="What one of their columns means. May be repeated.",
        )
        parser.add_argument("--json", action="store_true", help="Print plain data.")
        parser.add_argument("--columns", action="store_true", help="Say which columns there are, and stop.")

    def handle(self, *, mentors, mentees, rules, directory, map, json, columns, **options):
        if columns:
            self.print_columns()
            return
        if not mentors or not mentees:
            raise CommandError("Name two files: mentors first, then mentees.")
        try:
            policy = policy_from(rules.name, content_of(rules)) if rules else Policy()
            pool = pool_from(
                (mentors.name, content_of(mentors)),
                (mentees.name, content_of(mentees)),
                directory=(directory.name, content_of(directory)) if directory else None,
                headers=mapped(map),
            )
            proposal = propose(
                pool,
                policy.rules,
                policy.weights,
                policy.locks,
                policy.bans,
                policy.wishes,
                policy.quotas,
                weakest_first=policy.weakest_first,
            )
        except (BadFile, ValueError, NotOptimal) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.print_proposal(proposal, pool, json)

    def print_columns(self):
        for column in COLUMNS:
            needed = " (needed)" if column.required else ""
            self.stdout.write(f"{column.name:18} {column.says}{needed}")

    def print_proposal(self, proposal, pool, as_json):
        if as_json:
            self.stdout.write(dumps(as_data(proposal, pool), indent=2, ensure_ascii=False))
        else:
            for line in as_lines(proposal, pool):
                self.stdout.write(line)


def content_of(path):
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise CommandError(f"{path} cannot be read: {trouble.strerror}.") from trouble


def mapped(choices):
    """``{their header: our column}``"""
    names = {column.name for column in COLUMNS}
    found = {}
    for choice in choices:
        header, _, name = choice.rpartition("=")
        if name not in names:
            raise CommandError(f"There is no column “{name}”. --columns lists them.")
        found[header] = name
    return found
