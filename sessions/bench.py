"""What planning a wave and owing its reminders cost; run in a database of its own, which is thrown away."""

import random
import time
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pairing.models import Pair as PairRow
from programs import calendar, outbox
from programs.models import Application, Notice, Program, User, Wave
from programs.starting import start_wave

from . import reminders, schedule
from .models import Session
from .planning import WEEKDAYS, Diary, Frame, Pair, Person, plan

SESSIONS, COACHES = 7, 25
ZONES = ("America/New_York", "America/Chicago", "America/Los_Angeles")
HALF_DAYS = [f"{day}-{half}" for day in WEEKDAYS for half in ("am", "pm")]
BARE = ("reminders_with_the_unique_index", "reminders_like_the_outbox")
COLUMNS = "kind, about, occurrence, delivery, due_at, owed_at, attempts, trouble, recipient_id"


def planning(pairs):
    """Seconds to place seven sessions for each of so many pairs, and how many were placed."""
    dice = random.Random(1)  # noqa: S311 - the same people in every run, not a secret

    def somebody(pk):
        return Person(pk, dice.choice(ZONES), frozenset(dice.sample(HALF_DAYS, dice.randint(2, 7))))

    numbers = tuple(range(1, SESSIONS + 1))
    wanted = [Pair(pk, somebody(2 * pk), somebody(2 * pk + 1), numbers) for pk in range(1, pairs + 1)]
    first = date(2026, 9, 8)
    frame = Frame(calendar.Plan(first, date(2027, 2, 19), SESSIONS, 21, {}), first, 60)
    start = time.perf_counter()
    found = plan(wanted, frame, Diary())
    return time.perf_counter() - start, len(found.placed)


def whole_wave(pairs):
    """Seconds to plan a wave of so many pairs in the database, with agendas, check-ins and invitations owed.

    Answers the number of sessions and of statements too.
    """
    wave = wave_with(pairs)
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as statements, transaction.atomic():
        found = schedule.plan_wave(wave, now=timezone.now())
    return time.perf_counter() - start, len(found.placed), len(statements)


def owing(due, rounds):
    """Best seconds to owe ``due`` reminders, to insert the same rows into each bare table, to find none left.

    Each in a transaction of its own with its commit, in turn, so that a disturbance meets all of them.
    """
    now = timezone.now()
    lie_tomorrow(due // 2, now)
    make_bare_tables()
    times = {name: [] for name in ("owed", "again", *BARE)}
    for _ in range(rounds):
        emptied(Notice._meta.db_table)
        times["owed"].append(timed(owe_all_reminders, now, due))
        for table in BARE:
            emptied(table)
            times[table].append(timed(insert_bare, table, due))
        times["again"].append(timed(owe_all_reminders, now, 0))
    return {name: min(found) for name, found in times.items()}


def make_bare_tables():
    """One with the unique index alone, one with all that the outbox has: indexes, checks, key."""
    like, (unique, whole) = Notice._meta.db_table, BARE
    people = User._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {unique} (LIKE {like} INCLUDING DEFAULTS INCLUDING IDENTITY)")
        cursor.execute(f"CREATE UNIQUE INDEX ON {unique} (kind, about, recipient_id, occurrence)")
        cursor.execute(f"CREATE TABLE {whole} (LIKE {like} INCLUDING ALL)")
        cursor.execute(
            f"ALTER TABLE {whole} ADD FOREIGN KEY (recipient_id) REFERENCES {people} "
            "DEFERRABLE INITIALLY DEFERRED"
        )


def timed(deed, *args):
    start = time.perf_counter()
    with transaction.atomic():
        deed(*args)
    return time.perf_counter() - start


def owe_all_reminders(now, expected):
    if (owed := reminders.owe_session_reminders(now)) != expected:
        raise AssertionError(f"{owed} reminders were owed instead of {expected}.")


def insert_bare(table, expected):
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({COLUMNS}) SELECT {COLUMNS} FROM {Notice._meta.db_table}"  # noqa: S608
        )
        if cursor.rowcount != expected:
            raise AssertionError(f"{cursor.rowcount} rows were inserted instead of {expected}.")


def emptied(table):
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
        cursor.execute("CHECKPOINT")


def empty_sweep():
    """How many queries a sweep takes that finds nothing to send, the transaction's frame aside."""
    emptied(Notice._meta.db_table)
    with CaptureQueriesContext(connection) as statements:
        outbox.sweep()
    frame = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    return sum(not query["sql"].startswith(frame) for query in statements)


def wave_with(pairs, count=SESSIONS):
    """A running wave with so many active pairs whose people named their half days."""
    dice = random.Random(2)  # noqa: S311 - as above
    program = Program.objects.create(name=f"Measured {pairs}", purpose="x", topics=["x"])
    day = timezone.localdate()
    names = ("applications_open_on", "applications_close_on", "selection_ends_on", "pairs_announced_on")
    names += ("launch_on", "sessions_start_on")
    dates = {name: day + timedelta(days=at) for at, name in enumerate(names)}
    dates |= {
        "sessions_end_on": day + timedelta(days=21 * count + 40),
        "review_ends_on": day + timedelta(days=21 * count + 70),
    }
    wave = start_wave(program, Wave(program=program, capacity=pairs, session_count=count, **dates))
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RUNNING)
    wave.refresh_from_db()
    users = User.objects.bulk_create(
        User(
            email=f"measured-{wave.pk}-{at}@example.com",
            employee_number=f"measured-{wave.pk}-{at}",
            given_name="Person",
            family_name=str(at),
            time_zone=dice.choice(ZONES),
        )
        for at in range(2 * pairs + COACHES)
    )
    Application.objects.bulk_create(
        Application(
            wave=wave,
            person=user,
            side=("mentor", "mentee")[at % 2],
            status=Application.Status.ACCEPTED,
            suitable_hours=dice.sample(HALF_DAYS, dice.randint(2, 7)),
        )
        for at, user in enumerate(users[: 2 * pairs])
    )
    PairRow.objects.bulk_create(
        PairRow(
            wave=wave,
            mentor=users[at],
            mentee=users[at + 1],
            team_name=f"Pair {at // 2}",
            coach=users[2 * pairs + at // 2 % COACHES],
            status=PairRow.Status.ACTIVE,
        )
        for at in range(0, 2 * pairs, 2)
    )
    return wave


def lie_tomorrow(sessions, now):
    """So many sessions, all of them starting within the day that reminders look ahead."""
    wave = wave_with(-(-sessions // SESSIONS))
    starts_at = now + timedelta(hours=12)
    local = datetime.combine(starts_at.date(), starts_at.time())
    pairs = list(wave.pairs.values_list("pk", flat=True))
    Session.objects.bulk_create(
        (
            Session(
                pair_id=pairs[at // SESSIONS],
                number=at % SESSIONS + 1,
                local_date=local.date(),
                local_time=local.time(),
                time_zone="UTC",
                starts_at=starts_at,
                minutes=60,
            )
            for at in range(sessions)
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
