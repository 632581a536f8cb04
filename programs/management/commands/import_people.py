"""Bring a directory file in from the command line: `manage.py import_people FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.directory import applying, fields, imports
from programs.directory.checking import check
from programs.directory.reading import Unreadable, read
from programs.models import DirectoryImport


class Command(BaseCommand):
    help = "Import people from the HR directory (CSV or XLSX): create, update, and mark who has left."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar='"Their header=field"',
            help="What one of their columns means; an empty field leaves it out. May be repeated. Fields: "
            + ", ".join(fields.FACT),
        )
        parser.add_argument("--all-or-nothing", action="store_true", help="One bad row stops the whole file.")
        parser.add_argument(
            "--allow-many-leavers", action="store_true", help="Do not stop when a large share would leave."
        )

    def handle(self, *, file, dry_run, map, all_or_nothing, allow_many_leavers, **options):
        try:
            content = file.read_bytes()
            headers = self.headers_of(read(content), map)
        except OSError as trouble:
            raise CommandError(f"{file} cannot be read: {trouble.strerror}.") from trouble
        except Unreadable as trouble:
            raise CommandError(str(trouble)) from trouble
        imported = DirectoryImport(
            headers=headers,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            allow_many_leavers=allow_many_leavers,
        )
        if dry_run:
            self.try_out(imported, content)
        else:
            self.carry_out(imported, file.name, content)

    def headers_of(self, sheet, chosen):
        """Which column means what: as guessed, and as said by --map."""
        headers = fields.guess(sheet.headers, DirectoryImport.objects.remembered_headers())
        for choice in chosen:
            header, _, word = choice.rpartition("=")
            if header not in headers:
                raise CommandError(f"The file has no column “{header}”. It has: {', '.join(sheet.headers)}.")
            name = fields.fact_called(word) if word else ""
            if name is None:
                raise CommandError(f"There is no field “{word}”. Fields: {', '.join(fields.FACT)}.")
            headers.update({other: "" for other, field in headers.items() if name and field == name})
            headers[header] = name
        if objections := fields.objections(headers):
            raise CommandError(
                " ".join(objections) + ' Say which column it is with --map "Their header=field".'
            )
        return headers

    def try_out(self, imported, content):
        """A dry run that leaves no trace."""
        try:
            checked = check(
                read(content),
                imported.headers,
                applying.known_people(),
                today=timezone.localdate(),
                tell=self.tell,
            )
        except Unreadable as trouble:
            raise CommandError(str(trouble)) from trouble
        outcome = applying.compare(checked)
        self.print_problems(checked.problems, checked.problem_count)
        self.print_counts(outcome, "Dry run, nothing written")
        if reason := imports.objection(imported, checked):
            self.stdout.write(self.style.WARNING(f"It would be refused: {reason}"))

    def carry_out(self, wanted, filename, content):
        imported = imports.upload(filename, content, by=None)
        for name in ("headers", "all_or_nothing", "allow_many_leavers"):
            setattr(imported, name, getattr(wanted, name))
        imported.dry_run = False
        imported.save()
        imports.work_on(imported, today=timezone.localdate(), tell=self.tell)
        imported.refresh_from_db()
        self.print_problems(imported.problems, imported.problem_count)
        if imported.status != DirectoryImport.Status.APPLIED:
            raise CommandError(f"Nothing was written. {imported.refusal}")
        self.print_counts(imported, f"Import {imported.pk} applied")

    def tell(self, done, total):
        if done % 10_000 == 0 or done == total:
            self.stderr.write(f"Read {done:,} of {total:,} rows")

    def print_problems(self, problems, count):
        for problem in problems:
            value = f" “{problem['value']}”" if problem["value"] else ""
            column = f", {problem['column']}" if problem["column"] else ""
            self.stdout.write(f"Row {problem['row']}{column}:{value} {problem['what']}. {problem['remedy']}")
        if count > len(problems):
            self.stdout.write(f"… and {count - len(problems):,} more problems.")

    def print_counts(self, outcome, title):
        self.stdout.write(
            f"{title}: {outcome.created:,} created, {outcome.updated:,} updated, {outcome.left:,} left, "
            f"{outcome.unchanged:,} unchanged."
        )
