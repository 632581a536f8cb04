"""How fast the product is, as ratios against an honest floor measured in the same run: `manage.py bench`."""

import json
import math
import os
import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from pairing.bench.database import measured
from sessions import bench as of_sessions

SIZES = (100, 500, 1000, 2000, 5000, 10_000)
OTHERS = {"munkres": 500, "networkx": 300, "matching": 100}  # sizes from which they take longer than a minute
REPEATS = 3  # of the quick cases; the best counts, since only disturbance makes a case slower
QUICK = 2000
PLANNED = (125, 250, 500, 1000)  # pairs
DUE, ROUNDS = 100_000, 5
BUSY = 20.0  # percent of time that others kept the processor from us: a run then says nothing


class Command(BaseCommand):
    help = "Measure the matching, the planning and the reminders, as ratios against bare solvers and inserts."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="People on either side.")
        parser.add_argument("--oversubscribed", type=int, default=1000, help="Mentees of the 3:1 case, or 0.")
        parser.add_argument("--database", type=int, nargs="*", default=(100, 1000, 10_000))
        parser.add_argument("--planned", type=int, nargs="*", default=PLANNED, help="Pairs planned for.")
        parser.add_argument("--due", type=int, default=DUE, help="Reminders due at once.")
        parser.add_argument("--only", choices=("matching", "sessions"), help="One table alone.")
        parser.add_argument("--readme", action="store_true", help="Write the table into the README.")
        parser.add_argument("--although-busy", action="store_true", help="Measure all the same.")

    def handle(self, *, readme, although_busy, only, **options):
        if (pressure := pressure_now()) > BUSY and not although_busy:
            raise CommandError(
                f"Others use this machine ({pressure:.0f}% pressure): a figure would say nothing."
            )
        tables = {"matching": self.matching, "sessions": self.sessions}
        for name in [only] if only else tables:
            lines = tables[name](**options)
            if readme:
                write_into_readme(name, lines)

    def matching(self, *, sizes, oversubscribed, database, **rest):
        rows, times = [], []
        for size in sizes:
            row = self.row_of(size, size)
            times.append((size, row["seconds"]))
            rows.append(row | {"growth": growth(times)})
        if oversubscribed:
            rows.append(self.row_of(oversubscribed, 3 * oversubscribed) | {"growth": ""})
        lines = self.told([*table_of(rows), ""])
        lines += self.told(self.others(min(sizes, key=lambda size: abs(size - 500))))
        if database:
            with database_of_its_own():
                found = [(size, measured(size)) for size in database]
            lines += self.told(["", *database_table(found)])
        return lines

    def sessions(self, *, planned, due, **rest):
        self.stderr.write("sessions and reminders …")
        lines = self.told(planning_table(planned))
        with database_of_its_own():
            largest = max(planned[:3])
            seconds, count, statements = of_sessions.whole_wave(largest)
            lines += self.told(["", whole_wave_line(largest, seconds, count, statements)])
            lines += self.told(["", *reminders_table(due, of_sessions.owing(due, ROUNDS))])
            lines += self.told(["", f"Queries of a sweep of an empty outbox: {of_sessions.empty_sweep()}."])
        return lines

    def told(self, lines):
        """Print lines as they come: what was measured is not lost when a later case breaks."""
        lines = list(lines)
        self.stdout.write("\n".join(lines))
        return lines

    def row_of(self, mentees, mentors):
        self.stderr.write(f"{mentees} × {mentors} …")
        repeats = REPEATS if mentees <= QUICK else 1
        # in turn, so that a disturbance meets both
        pairs = [(run("whole", mentees, mentors), run("floor", mentees, mentors)) for _ in range(repeats)]
        whole = min((each for each, _ in pairs), key=lambda each: each["seconds"])
        floor = min((each for _, each in pairs), key=lambda each: each["seconds"])
        if not whole["holds"]:
            raise CommandError("A list could not be proved to be the best.")
        return {
            "size": f"{mentees:,} × {mentors:,}",
            "seconds": whole["seconds"],
            "floor": floor["seconds"],
            "ratio": whole["seconds"] / floor["seconds"],
            "mib": whole["mib"],
            "pairs": whole["pairs"],
            "why": run("why", mentees, mentors)["seconds"] if mentees <= QUICK else None,
        }

    def others(self, size):
        """What other libraries take on the same table, against the whole proposal here."""
        yield "| On the same table | Size | Time | Whole proposal here is faster by |"
        yield "|---|---:|---:|---:|"
        for name, limit in OTHERS.items():
            if not find_spec(name):
                yield f"| {name} | not installed | | |"
                continue
            here = min(size, limit)
            theirs, ours = run(name, here, here)["seconds"], run("whole", here, here)["seconds"]
            yield f"| {name} | {here} × {here} | {theirs:.2f} s | {theirs / ours:,.0f} × |"


@contextmanager
def database_of_its_own():
    """A migrated database beside the real one, gone afterwards."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def run(case, mentees, mentors):
    """One case in a process of its own."""
    command = [sys.executable, "-m", "pairing.bench.cases", case, str(mentees), str(mentors)]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    if done.returncode:
        raise CommandError(f"{case} at {mentees} × {mentors} failed: {done.stderr.strip()[-400:]}")
    return json.loads(done.stdout)


def growth(times):
    """By which power of the size the time grows, from the two last sizes."""
    if len(times) < 2:
        return ""
    (one, before), (other, after) = times[-2:]
    return f"n^{math.log(after / before) / math.log(other / one):.1f}"


def table_of(rows):
    yield "| People | Pairs | Whole proposal | SciPy alone | Ratio | Growth | Memory | Why not, one mentee |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        why = f"{1000 * row['why']:.0f} ms" if row["why"] is not None else ""
        yield (
            f"| {row['size']} | {row['pairs']:,} | {said(row['seconds'])} | {said(row['floor'])} | "
            f"{row['ratio']:.2f} | {row['growth']} | {row['mib']} MiB | {why} |"
        )


def database_table(found):
    yield "| From and to PostgreSQL | Read | Statements | Propose | Write |"
    yield "|---|---:|---:|---:|---:|"
    for size, case in found:
        yield (
            f"| {size:,} + {size:,} people | {said(case['read'])} | {case['statements']} | "
            f"{said(case['propose'])} | {said(case['write'])} |"
        )


def planning_table(sizes):
    yield "| Planning | Sessions | Time | For 1,000 sessions | Growth |"
    yield "|---|---:|---:|---:|---:|"
    times = []
    for size in sizes:
        seconds, count = min(of_sessions.planning(size) for _ in range(REPEATS))
        times.append((size, seconds))
        each = said(1000 * seconds / count)
        yield f"| {size:,} pairs | {count:,} | {said(seconds)} | {each} | {growth(times)} |"


def whole_wave_line(pairs, seconds, sessions, statements):
    return (
        f"The same for {pairs:,} pairs in PostgreSQL, with agendas, check-ins and {2 * sessions:,} "
        f"invitations owed: {said(seconds)} in {statements} statements."
    )


def reminders_table(due, times):
    unique, whole = (times[table] for table in of_sessions.BARE)
    yield f"| {due:,} reminders due at once | Time | Speed against 1 | against 2 |"
    yield "|---|---:|---:|---:|"
    for what, spent in (
        ("1. bare `INSERT … SELECT`, the same unique index", unique),
        ("2. bare, into a table with all the outbox’s indexes and keys", whole),
        ("found in the sessions and owed", times["owed"]),
        ("looked for once more, none left", times["again"]),
    ):
        yield f"| {what} | {said(spent)} | {unique / spent:.2f} | {whole / spent:.2f} |"


def said(seconds):
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def pressure_now():
    """Percent of the last ten seconds in which somebody waited for a processor; 0 where nobody tells."""
    try:
        some = Path("/proc/pressure/cpu").read_text().split()
    except OSError:
        return 0.0
    return float(some[1].partition("=")[2])


def write_into_readme(name, lines):
    place = Path(settings.BASE_DIR) / "README.md"
    text = place.read_text()
    begin, end = f"<!-- bench: {name} -->", f"<!-- /bench: {name} -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    place.write_text(f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}")
