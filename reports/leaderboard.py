"""The leaderboard: which pairs are up to date. It counts what happened, never what was said (H1).

A pair is ranked when nothing of its is overdue: by sessions held, then notes in, then readings
done. Sessions held ahead of the wave's calendar do not count towards the rank, so that being early
is no advantage. Ties share a rank. Names stand only where both agreed; a private pair goes under its
team name and takes no part in any average.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Concat, Rank

from pairing.models import Pair
from programs.waves import windows_of
from sessions.models import NOTE_GRACE, Reading, Session
from sessions.progress import current_number, progress_of

SMALLEST_GROUP = 5
OTHERS = "Other lines"
FORMULA = (
    "Pairs that are up to date are ranked by sessions held, then notes in, then readings done. "
    "Sessions ahead of the calendar do not count; ties share a rank."
)
SORTS = {
    "rank": ("unranked", "rank", "label"),
    "pair": ("label",),
    "department": ("department", "label"),
    "held": ("-held", "-noted", "-read", "label"),
    "notes": ("-noted", "-held", "label"),
    "reading": ("-read", "-held", "label"),
}


@dataclass(frozen=True)
class Line:
    """One row of the board, ready to be shown to anybody who may open it."""

    rank: int | None
    label: str
    department: str
    mentor: object
    mentee: object
    states: tuple
    held: int
    noted: int
    read: int
    is_own: bool
    word: str
    tone: str


def standings(wave, now, today):
    """The wave's pairs with counts, label, and a rank where they are up to date: one statement."""
    held = Q(sessions__status=Session.Status.HELD)
    late = Q(sessions__status=Session.Status.MISSED) | Q(
        sessions__status__in=Session.BOOKED, sessions__starts_at__lt=now - timedelta(days=1)
    )
    noted = held & Q(sessions__note__posted_at__isnull=False)
    unnoted = held & Q(sessions__note__posted_at__isnull=True, sessions__starts_at__lt=now - NOTE_GRACE)
    in_time = Q(sessions__number__lte=current_number(windows_of(wave), today))
    read = (
        Reading.objects.filter(session__pair=OuterRef("pk"), read_at__isnull=False)
        .order_by()
        .values("session__pair")
        .annotate(total=Count("pk"))
        .values("total")
    )
    named = Q(mentor_shows_name=True, mentee_shows_name=True)
    return (
        Pair.objects.published()
        .filter(wave=wave)
        .select_related("mentor", "mentee")
        .annotate(
            held=Count("sessions", filter=held),
            counted=Count("sessions", filter=held & in_time),
            noted=Count("sessions", filter=noted),
            overdue=Count("sessions", filter=late) + Count("sessions", filter=unnoted),
            read=Coalesce(Subquery(read, output_field=IntegerField()), 0),
            label=Case(
                When(named, then=Concat("mentor__family_name", Value(", "), "mentee__family_name")),
                default=Concat(Value("Team "), "team_name"),
                output_field=CharField(),
            ),
            department=Case(
                When(named, then=F("mentor__line_of_business")), default=Value(""), output_field=CharField()
            ),
        )
        .annotate(
            unranked=Case(
                When(
                    Q(overdue=0, status__in=(Pair.Status.ACTIVE, Pair.Status.COMPLETED), held__gt=0), then=0
                ),
                default=1,
                output_field=IntegerField(),
            )
        )
        .annotate(
            rank=Window(
                Rank(),
                partition_by=[F("unranked")],
                order_by=[F("counted").desc(), F("noted").desc(), F("read").desc()],
            )
        )
    )


def sorted_standings(wave, now, today, sort, number=None):
    """Standings in the asked order; by one session when ``number`` is given: held first."""
    found = standings(wave, now, today)
    descending = sort.startswith("-")
    keys = SORTS.get(sort.lstrip("-"), SORTS["rank"])
    if number:
        at = Session.objects.filter(pair=OuterRef("pk"), number=number, status=Session.Status.HELD)
        found = found.annotate(held_at_number=Subquery(at.values("starts_at")[:1]))
        return found.order_by(F("held_at_number").asc(nulls_last=True), "label")
    if descending:
        keys = [key[1:] if key.startswith("-") else f"-{key}" for key in keys[:1]] + list(keys[1:])
    return found.order_by(*keys, "pk")


def lines(pairs, now, viewer, wave):
    """Rows for one page of pairs, names masked where they are not both agreed to."""
    pairs = list(pairs)
    for pair in pairs:
        pair.wave = wave
    progress = progress_of(pairs, now)
    return [line(pair, progress[pair.pk], viewer) for pair in pairs]


def line(pair, progress, viewer):
    named = pair.is_named
    return Line(
        rank=None if pair.unranked else pair.rank,
        label=pair.label,
        department=pair.department,
        mentor=pair.mentor if named else None,
        mentee=pair.mentee if named else None,
        states=progress.states,
        held=pair.held,
        noted=pair.noted,
        read=pair.read,
        is_own=pair.has_member(viewer),
        word=progress.word,
        tone=progress.tone,
    )


def totals(wave):
    """Sessions held and notes in, over the whole wave."""
    return Session.objects.filter(pair__wave=wave, pair__in=Pair.objects.published()).aggregate(
        held=Count("pk", filter=Q(status=Session.Status.HELD)),
        noted=Count("pk", filter=Q(status=Session.Status.HELD, note__posted_at__isnull=False)),
        pairs=Count("pair", distinct=True),
    )


@dataclass(frozen=True)
class Group:
    name: str
    pairs: int
    average: float


def departments(wave):
    """Average sessions held by the mentor's line of business, over named pairs only.

    Groups below five mentors are merged; when what is merged is still below five, the next smallest
    joins, and when even then it is too small nothing is shown of it. Private pairs are in no
    group, so no subtraction finds them.
    """
    rows = list(
        Pair.objects.published()
        .filter(wave=wave, mentor_shows_name=True, mentee_shows_name=True)
        .exclude(status=Pair.Status.ENDED)
        .values("mentor__line_of_business")
        .order_by("mentor__line_of_business")
        .annotate(
            pairs=Count("pk", distinct=True),
            total=Count("sessions", filter=Q(sessions__status=Session.Status.HELD)),
        )
        .values_list("mentor__line_of_business", "pairs", "total")
    )
    return merged(rows)


def merged(rows, smallest=SMALLEST_GROUP):
    """Groups of at least ``smallest`` from ``(name, pairs, sessions held)``; pure."""
    rows = sorted(rows, key=lambda row: (row[1], row[0]))
    small = [row for row in rows if row[1] < smallest]
    large = [row for row in rows if row[1] >= smallest]
    while small and sum(row[1] for row in small) < smallest and large:
        small.append(large.pop(0))
    groups = [Group(name, pairs, total / pairs) for name, pairs, total in large]
    joined = sum(row[1] for row in small)
    if joined >= smallest:
        groups.append(Group(OTHERS, joined, sum(row[2] for row in small) / joined))
    return sorted(groups, key=lambda group: (group.name == OTHERS, -group.average, group.name))


@dataclass(frozen=True)
class SessionLine:
    """One session over all pairs: how many have held it, and who has it still to come."""

    number: int
    held: int
    pairs: int
    waiting: tuple


def by_session(wave, now, today):
    """For each session of the plan: held of how many, and the labels of pairs still to hold it."""
    pairs = [
        pair for pair in standings(wave, now, today).order_by("label") if pair.status != Pair.Status.ENDED
    ]
    held = set(
        Session.objects.held().filter(pair__in=[pair.pk for pair in pairs]).values_list("pair", "number")
    )
    for number in range(1, wave.session_count + 1):
        waiting = tuple(pair.label for pair in pairs if (pair.pk, number) not in held)
        yield SessionLine(number, len(pairs) - len(waiting), len(pairs), waiting)
