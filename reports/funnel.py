"""How mentors got here: the stages of selection, and where people of each line of business were left behind.

A stage counts everybody who reached it **or a later one**, so that it never shows fewer than what follows:
whoever was accepted without a recommendation counts as recommended, and the panel says how many those were.
Lines of fewer than five applicants are merged with the next smallest: nobody's own fate is a row.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from pairing.models import Pair
from programs.models import Application, Recommendation, Wave
from programs.small_groups import merged
from programs.waves import has_begun
from programs.words import counted, listed

from .plan_figures import percent
from .surveys import SMALLEST_GROUP

TOP, BOTTOM, WIDTH = 8, 62, 1120
WORTH_SAYING = 20  # percentage points between two lines
STAGES = ("Started", "Submitted", "Recommended", "Accepted", "In a pair")
STARTED, SUBMITTED, RECOMMENDED, ACCEPTED, PAIRED = range(5)
UNDER_WAY = (Pair.Status.ACTIVE, Pair.Status.PAUSED, Pair.Status.COMPLETED)


@dataclass(frozen=True)
class Stage:
    """One step of the funnel."""

    name: str
    count: int
    height: float
    next_height: float
    share: int | None
    x: int
    width: int

    @property
    def path(self):
        """The bar, level at first and sloping to the height of the stage that follows."""
        level, end = self.x + 0.62 * self.width, self.x + self.width
        slope = f"H{level:.1f}L{end:.1f} {self.next_height}"
        return f"M{self.x} {BOTTOM}V{self.height}{slope}V{BOTTOM}z"

    @property
    def name_x(self):
        return self.x + 10 + 8 * len(str(self.count))

    @property
    def end_x(self):
        return self.x + self.width - 8


@dataclass(frozen=True)
class Line:
    """One line of business, or several merged, with a count per stage."""

    name: str
    counts: tuple

    @property
    def staged(self):
        """``(stage, count)`` in order."""
        return list(zip(STAGES, self.counts, strict=False))

    @property
    def share(self):
        """Percent of those who started that were accepted; None before anybody can be."""
        if len(self.counts) <= ACCEPTED:
            return None
        return percent(self.counts[ACCEPTED], self.counts[STARTED])


def funnel(wave):
    """``{"stages", "lines", "said", "without"}``, or nothing before anybody has begun to apply."""
    reached, without = Counter(), 0
    for line, status, recommended, paired, people in rows(wave):
        stage = stage_of(status, recommended=recommended, paired=paired)
        reached[line, stage] += people
        without += people if stage >= ACCEPTED and not recommended else 0
    if not reached:
        return None
    totals = counts_from(reached, {line for line, _ in reached})[: so_far(wave)]
    lines = by_line(reached, so_far(wave))
    return {"stages": stages(totals), "lines": lines, "said": said(lines), "without": without_said(without)}


def so_far(wave):
    """How many stages a wave has come to: before anybody is decided on, nobody has failed to be accepted."""
    if has_begun(wave, Wave.Status.PREPARING):
        return PAIRED + 1
    return ACCEPTED + 1 if has_begun(wave, Wave.Status.PAIRING) else ACCEPTED


def rows(wave):
    """``(line of business, status, recommended, in a pair, people)`` over the mentors' applications."""
    received = Recommendation.objects.filter(
        application=OuterRef("pk"), status=Recommendation.Status.RECEIVED
    )
    pairs = Pair.objects.filter(wave=wave, mentor=OuterRef("person"), status__in=UNDER_WAY)
    return (
        Application.objects.filter(wave=wave)
        .mentors()
        .annotate(recommended=Exists(received), paired=Exists(pairs))
        .values("person__line_of_business", "status", "recommended", "paired")
        .annotate(people=Count("pk"))
        .order_by()
        .values_list("person__line_of_business", "status", "recommended", "paired", "people")
    )


def stage_of(status, *, recommended, paired):
    """The furthest stage that an application has reached."""
    if paired:
        return PAIRED
    if status == Application.Status.ACCEPTED:
        return ACCEPTED
    if status == Application.Status.DRAFT:
        return STARTED
    return RECOMMENDED if recommended else SUBMITTED


def counts_from(reached, lines):
    """How many of these lines reached each stage or a later one."""
    furthest = Counter()
    for (line, stage), people in reached.items():
        if line in lines:
            furthest[stage] += people
    return tuple(sum(furthest[later] for later in range(stage, PAIRED + 1)) for stage in range(PAIRED + 1))


def stages(totals):
    top = max(totals)

    def height(count):
        return round(BOTTOM - (BOTTOM - TOP) * count / top, 1)

    width = WIDTH // len(totals)
    following = (*totals[1:], totals[-1])
    return [
        Stage(
            name,
            count,
            height(count),
            height(after),
            percent(after, count) if place < len(totals) - 1 else None,
            place * width,
            width,
        )
        for place, (name, count, after) in enumerate(zip(STAGES, totals, following, strict=False))
    ]


def by_line(reached, stage_count):
    """A row per line of business with five applicants or more, the rest merged; none for a single row."""
    started = Counter()
    for (line, _), people in reached.items():
        started[line] += people
    groups = merged([(line,) for line in started], [started], SMALLEST_GROUP)
    if len(groups) < 2:
        return []
    found = [Line(called(group), counts_from(reached, set(group))[:stage_count]) for group in groups]
    return sorted(found, key=lambda line: (-line.counts[STARTED], line.name))


def called(group):
    return listed(sorted(line or "No line named" for line in group), most=3)


def said(lines):
    """The widest gap between two lines in a sentence, if it is wide enough to look into."""
    if not lines or lines[0].share is None:
        return ""
    least, most = min(lines, key=lambda line: line.share), max(lines, key=lambda line: line.share)
    if most.share - least.share < WORTH_SAYING or not most.counts[ACCEPTED]:
        return ""
    return f"Most came through from {of(most)}; fewest from {of(least)}."


def of(line):
    return f"{line.name}, {line.counts[ACCEPTED]} of {line.counts[STARTED]}"


def without_said(number):
    if not number:
        return ""
    return f"{counted(number, 'mentor was', 'mentors were')} accepted before a recommendation had come."
