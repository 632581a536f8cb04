"""Readiness for change (P7): who agrees with which of the five statements, by wave, moment and side.

The elements build on each other: without awareness there is no desire, without desire nobody seeks the
knowledge. So the first weak one is where to act, however low those after it are.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from programs.models import Question
from programs.questions import READINESS

from .models import Answer, Survey
from .occasions import BY_KIND, OCCASIONS, OF_READINESS
from .surveys import SMALLEST_GROUP

STRONG = 60  # percent who agree; below it the program works against a gap
AGREES = 4  # of five steps
TINTS = 5
ACTIONS = {
    "awareness": "Let the sponsor say, in their own words and with one figure, why the company does this. "
    "A page of news and ten minutes at the next meeting reach everybody.",
    "desire": "Ask each pair what would be better for the two of them, and let leaders tell each other what "
    "they got out of it. A coach can ask it in the next check-in.",
    "knowledge": "Bring the next sessions closer to real tasks: one task of this week, done with the mentor "
    "beside. The curriculum and the reading can say so.",
    "ability": "Plan practice between sessions, small and dated, and take away what stands in its way: a "
    "missing permission, a missing device, no half hour.",
    "reinforcement": "Make it visible: a line in the meeting of the leadership, a thank-you that names what "
    "was done, a question in the yearly talk.",
}


@dataclass(frozen=True)
class Cell:
    """How many agree with one statement, or nothing while fewer than five have answered it."""

    base: int = 0
    percent: int = 0

    @property
    def is_shown(self):
        return self.base >= SMALLEST_GROUP

    @property
    def tint(self):
        """1, hardly anybody, to 5, nearly everybody."""
        return min(TINTS, 1 + self.percent * TINTS // 100)

    @property
    def is_weak(self):
        return self.is_shown and self.percent < STRONG


@dataclass(frozen=True)
class Moment:
    """One row of the map: a survey that asked the five."""

    survey: Survey
    says: str
    cells: tuple

    @property
    def first_weak(self):
        """The place of the first weak element, or None; it is known only where those before it are."""
        for place, cell in enumerate(self.cells):
            if not cell.is_shown:
                return None
            if cell.is_weak:
                return place
        return None

    @property
    def is_shown(self):
        return any(cell.is_shown for cell in self.cells)


@dataclass(frozen=True)
class Side:
    """The map of mentors or mentees, the latest wave first, and what to do about its last row."""

    audience: str
    label: str
    rows: list

    @property
    def latest(self):
        return next((row for row in self.rows if row.is_shown), None)

    @property
    def finding(self):
        """``(element, percent, base, action)`` of the first weak element of the latest row, or None."""
        row = self.latest
        if row is None or row.first_weak is None:
            return None
        code, cell = READINESS[row.first_weak], row.cells[row.first_weak]
        return code.capitalize(), cell.percent, cell.base, ACTIONS[code]


def maps_of(program, today):
    """A map for each side over the surveys of a program that have opened, in two statements."""
    kinds = [occasion.kind for occasion in OCCASIONS if occasion.asks_readiness]
    opened = Survey.objects.filter(wave__program=program, kind__in=kinds, opens_on__lte=today)
    found = opened.select_related("wave")
    found = sorted(found, key=lambda survey: (-survey.wave.number, -kinds.index(survey.kind)))
    counts = counted(found)
    return [
        Side(
            audience.value,
            audience.label,
            [row_of(each, counts) for each in found if each.audience == audience],
        )
        for audience in Survey.Audience
    ]


def counted(surveys):
    """``{(survey, code): Counter(value)}`` of the answers to the five."""
    found = defaultdict(Counter)
    rows = (
        Answer.objects.filter(
            question__survey__in=surveys,
            question__code__in=[OF_READINESS + code for code in READINESS],
            value__isnull=False,
        )
        .order_by()
        .values("question__survey", "question__code", "value")
        .annotate(number=Count("pk"))
    )
    for survey, code, value, number in rows.values_list(
        "question__survey", "question__code", "value", "number"
    ):
        found[survey, code.removeprefix(OF_READINESS)][value] = number
    return found


def row_of(survey, counts):
    return Moment(
        survey,
        BY_KIND[survey.kind].says,
        tuple(cell_of(counts[survey.pk, code]) for code in READINESS),
    )


def cell_of(answers):
    base = answers.total()
    if base < SMALLEST_GROUP:
        return Cell()
    agree = sum(number for value, number in answers.items() if value >= AGREES)
    return Cell(base, round(100 * agree / base))


def statements_of(program):
    """``[(element, statement)]`` in the words in force."""
    texts = dict(
        Question.objects.of(program, Question.Sheet.READINESS)
        .filter(code__in=READINESS)
        .values_list("code", "text")
    )
    return [(code.capitalize(), texts.get(code, "")) for code in READINESS]
