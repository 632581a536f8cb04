"""Surveys of a wave: on which occasions its people are asked, when, and from which sheets (V1, P7)."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from programs.models import Question
from programs.questions import READINESS, SURVEYS
from programs.wording import filled

from .models import Survey, SurveyQuestion

WEEK = timedelta(weeks=1)
OPEN_FOR = timedelta(days=13)  # two weeks, counting the first day
END_OF_WAVE = "end-of-wave"
OF_READINESS = "readiness-"  # in front of the code of an element wherever it is asked
Sheet, Kind = Question.Sheet, Question.Kind


@dataclass(frozen=True)
class Occasion:
    """One moment of a wave; ``stem`` names its sheets, one for each side, and "" the readiness alone."""

    kind: str
    says: str
    stem: str
    opens_on: Callable
    asks_readiness: bool = False

    def sheet(self, audience):
        return Sheet(f"{self.stem}_{audience}") if self.stem else Sheet.READINESS


def halfway(wave):
    """The day on which the window of the session after the middle one opens."""
    return wave.sessions_start_on + timedelta(days=wave.cadence_days) * ((wave.session_count + 1) // 2)


OCCASIONS = (
    Occasion("start", "At the start", "", lambda wave: wave.sessions_start_on, asks_readiness=True),
    Occasion(
        "after-session-one",
        "After session one",
        "after_one",
        lambda wave: wave.sessions_start_on + 2 * WEEK,
    ),
    Occasion("mid-wave", "Midway", "midway", halfway, asks_readiness=True),
    Occasion(END_OF_WAVE, "At the end", "end", lambda wave: wave.sessions_end_on - WEEK, asks_readiness=True),
)
BY_KIND = {occasion.kind: occasion for occasion in OCCASIONS}


def days_of(wave, occasion):
    """First and last day on which an occasion's surveys are open; None in a wave too short for it."""
    opens_on = occasion.opens_on(wave)
    if occasion.kind == END_OF_WAVE:
        return opens_on, wave.review_ends_on
    closes_on = opens_on + OPEN_FOR
    return (opens_on, closes_on) if closes_on < wave.sessions_end_on - WEEK else None


def sheets_of(program):
    """``{sheet: [Question, ...]}``: what the surveys of a program ask today, headings first."""
    found = defaultdict(list)
    rows = Question.objects.in_force().filter(program=program, sheet__in=SURVEYS)
    for question in rows.order_by("sheet", "number", "pk"):
        found[question.sheet].append(question)
    return found


@dataclass(frozen=True)
class Planned:
    """A survey that a wave's people will be asked, as the sheets stand today."""

    occasion: Occasion
    audience: str
    title: str
    opens_on: object
    closes_on: object


def planned(wave):
    """The surveys of a wave in the order of its calendar; a sheet without questions is not sent."""
    sheets = sheets_of(wave.program_id)
    found = []
    for occasion in OCCASIONS:
        days = days_of(wave, occasion)
        for audience in Survey.Audience.values if days else ():
            rows = sheets[occasion.sheet(audience)]
            if any(row.kind != Kind.HEADING for row in rows):
                found.append(Planned(occasion, audience, title_of(rows, occasion, wave), *days))
    return found


def title_of(rows, occasion, wave):
    heading = next((row.text for row in rows if row.kind == Kind.HEADING), occasion.says)
    return filled(heading, {"number": str(wave.number)})


def questions_for(survey):
    """Unsaved questions of a survey, in the program's words of today; none where its sheet is empty."""
    occasion = BY_KIND[survey.kind]
    sheets = sheets_of(survey.wave.program_id)
    own = [row for row in sheets[occasion.sheet(survey.audience)] if row.kind != Kind.HEADING]
    asked = [(row, row.code) for row in own] if occasion.stem else []
    if occasion.asks_readiness and own:
        elements = {row.code: row for row in sheets[Sheet.READINESS]}
        asked += [(elements[code], OF_READINESS + code) for code in READINESS if code in elements]
    return [
        SurveyQuestion(
            survey=survey,
            number=number,
            code=code,
            text=row.text,
            kind=SurveyQuestion.Kind.SCALE if row.kind == Kind.SCALE else SurveyQuestion.Kind.TEXT,
            choices=row.choices[::-1],  # a sheet goes from least to most, a survey shows the best first
            is_optional=not row.is_required,
        )
        for number, (row, code) in enumerate(asked, start=1)
    ]
