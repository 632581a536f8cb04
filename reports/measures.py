"""What came of a wave, each figure with its base; nothing from fewer than five answers (O1)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from pairing.models import Pair
from programs.models import Wave
from sessions.models import Session

from . import surveys
from .models import Survey
from .occasions import END_OF_WAVE, OF_READINESS

ENOUGH_SESSIONS = 5


@dataclass(frozen=True)
class Result:
    """One figure of the report: ``value`` is ready to print; ``target`` in percent or None."""

    code: str
    name: str
    value: str
    base: str
    percent: int | None = None
    target: int | None = None


def pair_counts(wave):
    """Pairs published, concluded early, and with at least five sessions held."""
    pairs = (
        Pair.objects.published()
        .filter(wave=wave)
        .annotate(held=Count("sessions", filter=Q(sessions__status=Session.Status.HELD)))
    )
    rows = list(pairs.values_list("status", "held"))
    return {
        "pairs": len(rows),
        "ended": sum(status == Pair.Status.ENDED for status, _ in rows),
        "enough": sum(held >= ENOUGH_SESSIONS for _, held in rows),
        "sessions": sum(held for _, held in rows),
    }


def results(wave):
    """The figures of a wave, in the order of the report."""
    counts = pair_counts(wave)
    pairs = counts["pairs"]
    if not pairs:
        return []
    found = [
        share("completion", "held at least five sessions", counts["enough"], pairs, "pairs", 70),
        share("drop_out", "concluded early", counts["ended"], pairs, "pairs", None),
    ]
    for survey in wave.surveys.filter(kind=END_OF_WAVE, audience=Survey.Audience.MENTEE):
        found += [
            from_survey(survey, figure)
            for figure in surveys.figures(survey)
            if figure.is_shown and not figure.question.code.startswith(OF_READINESS)
        ]
    found.append(Result("sessions", "sessions held", str(counts["sessions"]), f"in {pairs} pairs"))
    return found


def share(code, name, part, whole, noun, target):
    value = round(100 * part / whole)
    return Result(code, name, f"{value}%", f"{part} of {whole} {noun}", value, target)


QUESTIONS = {
    "business": ("called it effective or better for the business", 80),
    "personal": ("called it effective or better for themselves", 80),
    "experience": ("called it good or among the best", 80),
}


def from_survey(survey, figure):
    name, target = QUESTIONS.get(figure.question.code, (figure.question.text, None))
    part = sum(figure.counts[:2])
    noun = f"{survey.get_audience_display().lower()} who answered"
    return share(figure.question.code, name, part, figure.base, noun, target)


def highlights(found):
    """The four figures for the top of the page: those with a target first."""
    return sorted(found, key=lambda result: result.target is None)[:4]


def headline(wave, found):
    """A claim that the figures bear out, or the plain title."""
    by_code = {result.code: result for result in found}
    plain = f"Results of wave {wave.number}"
    if wave.status not in (Wave.Status.REVIEWING, Wave.Status.CLOSED):
        return f"{plain} so far"
    completion, business = by_code.get("completion"), by_code.get("business")
    if not completion or completion.percent < completion.target or not business:
        return plain
    if business.percent >= business.target:
        return "Most pairs went the distance, and their leaders call it effective"
    return "Most pairs went the distance"
