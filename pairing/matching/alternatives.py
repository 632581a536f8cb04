"""Why not this pair? For a mentee and any mentor: the rule that forbids it, or what it would cost the whole.

What a pair costs is exact (``forcing``), and told with those who would have to move. Where the weakest pair
is looked after, the others stay at least as strong as it; the forced pair itself may be weaker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from programs.words import counted

from .forcing import Forced, forced
from .people import Key, Person
from .policy import POINT
from .proposal import as_score
from .rules import judge
from .sides import Ints
from .solved import Solved
from .words import sentence
from .worth import bar_of

__all__ = ["Alternative", "Shift", "alternatives"]

NONE = np.int64(2**62)  # stands for points where there is no pair to lose


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Somebody whose mentor would change; ``None`` stands for having none."""

    mentee: Key
    before: Key | None
    after: Key | None


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A mentor that a mentee has or could have. ``points`` are those of the pair, in thousandths.

    ``barred`` holds the proofs of the hard rules and bans that forbid it; then it has no price. ``fewer``
    counts pairs and ``lost`` thousandths that the whole list would lose, ``shifts`` who would have to move,
    the mentee first. ``weakest`` are the points of the weakest pair there would be. All points are as people
    may see them: what the search counts beside them is in none. ``can_be_had`` says that nothing forbids it;
    under quotas such a pair has no price here, since each takes a search of its own.
    """

    mentee: Key
    mentor: Key
    points: int
    is_made: bool
    barred: tuple[str, ...] = ()
    fewer: int | None = None
    lost: int | None = None
    weakest: int | None = None
    shifts: tuple[Shift, ...] = ()
    can_be_had: bool = False
    words: str

    @property
    def score(self) -> int:
        """The fit out of 100."""
        return as_score(self.points)


def alternatives(found: Solved, mentee: Key) -> tuple[Alternative, ...]:
    """Every mentor of the pool for one mentee: the one they have, then the cheapest first, barred ones last.

    A locked pair is not priced, nor is anybody whose places are all locked: unlocking comes first.
    """
    row = found.pool.row_of(mentee)
    points, sought = found.points_of(row)
    now = _now(found)
    place = np.flatnonzero(found.rows == row)
    prices, seat_of = None, {}
    if len(place) and found.best.priced:
        seated = found.best.seated
        prices = forced(sought[seated.column], seated.worth, seated.chosen, seated.prices, int(place[0]))
        seat_of = _cheapest_seats(prices, seated.column.tolist())
    told = [
        _told(found, now, row, column, int(points[column]), prices, seat_of.get(column))
        for column in range(len(found.pool.mentors))
    ]
    return tuple(sorted(told, key=_order))


def _cheapest_seats(prices: Forced, columns: list[int]) -> dict[int, int]:
    """For each mentor's column the seat that costs least; a mentor's seats are alike but for who has them."""
    best: dict[int, int] = {}
    for seat, column in enumerate(columns):
        if column not in best or _cost(prices, seat) < _cost(prices, best[column]):
            best[column] = seat
    return best


def _cost(prices: Forced, seat: int) -> tuple[int, int]:
    return int(prices.fewer[seat]), int(prices.lost[seat])


def _order(one: Alternative) -> tuple[bool, bool, int, int, int]:
    return not one.is_made, not one.can_be_had, one.fewer or 0, one.lost or 0, -one.points


def _told(
    found: Solved, now: Ints, row: int, column: int, points: int, prices: Forced | None, seat: int | None
) -> Alternative:
    pool = found.pool
    mentee, mentor = pool.mentees[row], pool.mentors[column]
    one = Alternative(
        mentee=mentee.key,
        mentor=mentor.key,
        points=points,
        is_made=int(found.chosen[row]) == column,
        words="In the list.",
    )
    if one.is_made:
        return replace(one, fewer=0, lost=0)
    if found.held[row, column] == bar_of(found.held):
        barred = _bars(found, mentee, mentor)
        return replace(one, barred=barred, words=sentence(barred[0]))
    if row not in found.rows:
        return replace(one, words=f"{mentee.name} is locked with somebody else.")
    if prices is None:
        return replace(
            one, can_be_had=True, words="Nothing forbids it. Its price takes a search: swap to see."
        )
    if seat is None:
        return replace(one, words=f"Every place of {mentor.name} is locked.")
    shifts = _shifts(found, prices, seat)
    fewer = int(prices.fewer[seat])
    lost, weakest = _after(found, now, shifts)
    words = _cost_in_words(found, now, fewer, lost, weakest, shifts)
    return replace(one, fewer=fewer, lost=lost, weakest=weakest, shifts=shifts, can_be_had=True, words=words)


def _bars(found: Solved, mentee: Person, mentor: Person) -> tuple[str, ...]:
    """Proofs of what forbids a pair; a ban by hand is none of the rules."""
    if mentee.key == mentor.key:
        return ("Nobody is paired with themself",)
    proofs = tuple(
        finding.words for finding in judge(found.pool, mentee, mentor, found.rules) if finding.forbids
    )
    return proofs or ("Kept apart by hand",)


def _shifts(found: Solved, prices: Forced, seat: int) -> tuple[Shift, ...]:
    columns, rows = found.best.seated.column, found.rows
    mentees, mentors = found.pool.mentees, found.pool.mentors

    def key(at: int) -> Key | None:
        return mentors[int(columns[at])].key if at >= 0 else None

    moves = [
        Shift(mentee=mentees[int(rows[move.row])].key, before=key(move.before), after=key(move.after))
        for move in prices.moves(seat)
    ]
    return tuple(move for move in moves if move.before != move.after)


def _now(found: Solved) -> Ints:
    """The points (n,) of each mentee's pair as shown; far above all for those locked or without one."""
    points = np.full(len(found.chosen), NONE)
    rows = found.rows[found.chosen[found.rows] >= 0]
    points[rows] = found.shown(rows, found.chosen[rows])
    return points


def _after(found: Solved, now: Ints, shifts: tuple[Shift, ...]) -> tuple[int, int | None]:
    """The points that are lost once these have moved, and those of the weakest pair; both as shown.

    What the search counts beside them must not be read off a price. Locked pairs are not counted.
    """
    rows = np.array([found.pool.mentee_at[shift.mentee] for shift in shifts], np.int64)
    paired = np.array([shift.after is not None for shift in shifts], np.bool_)
    columns = np.array([found.pool.mentor_at[one.after] for one in shifts if one.after is not None], np.int64)
    then = now.copy()
    then[rows] = NONE
    then[rows[paired]] = found.shown(rows[paired], columns)
    lost = int(now[now < NONE].sum() - then[then < NONE].sum())
    return lost, int(then.min()) if (then < NONE).any() else None


def _cost_in_words(
    found: Solved, now: Ints, fewer: int, lost: int, weakest: int | None, shifts: tuple[Shift, ...]
) -> str:
    """``Costs 4 points over the whole list. Cara Lund moves to Dev Shah.``"""
    name = {person.key: person.name for person in (*found.pool.mentees, *found.pool.mentors)}
    words = [_price(fewer, lost)]
    before = int(now.min())
    if weakest is not None and before < NONE and as_score(weakest) < as_score(before):
        words.append(f"The weakest pair falls from {as_score(before)} to {as_score(weakest)}.")
    for shift in shifts[1:]:
        who = name[shift.mentee]
        if shift.after is None:
            words.append(f"{who} is left without a mentor.")
        elif shift.before is None:
            words.append(f"{who} gets {name[shift.after]}.")
        else:
            words.append(f"{who} moves to {name[shift.after]}.")
    return " ".join(words)


def _price(fewer: int, lost: int) -> str:
    points = counted(round(abs(lost) / POINT), "point") if abs(lost) >= POINT / 2 else "less than a point"
    if fewer:  # one pair more or less is all that one forced pair can bring
        return "Costs a pair." if fewer > 0 else "Makes a pair more."
    if not lost:
        return "Costs nothing: another list is as good."
    return f"{'Costs' if lost > 0 else 'Gains'} {points} over the whole list."
