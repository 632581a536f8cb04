"""How those chosen so far are composed, beside all who applied (A5): where they work, what they volunteered.

Facts of the directory are known to whoever selects. What people volunteer comes from `attributes`, which
counts both lists under one rule, so that neither can be subtracted from the other.
"""

from django.db.models import Count, Q

from .attributes import LISTS, composed
from .models import Composition

MOST_LINES = 6
FACTS = (("Line of business", "person__line_of_business"), ("Place", "person__location"))
List = Composition.List


def composition_of(wave, side):
    """``{"total", "applied", "known", "volunteered"}`` of one side of a wave, in four statements."""
    known = [(name, side_by_side(tally_of(wave, side, fact))) for name, fact in FACTS]
    _, lines = known[0]
    return {
        "total": sum(chosen for _, chosen, _ in lines),
        "applied": sum(applied for _, _, applied in lines),
        "known": known,
        "volunteered": beside(composed(wave, side, List.SHORTLIST), composed(wave, side, List.APPLIED)),
    }


def tally_of(wave, side, fact):
    """``[(word, of those chosen, of those who applied)]``, the largest groups first."""
    return list(
        wave.applications.filter(side=side, status__in=LISTS[List.APPLIED])
        .order_by()
        .values(fact)
        .annotate(
            chosen=Count("pk", filter=Q(status__in=LISTS[List.SHORTLIST])),
            applied=Count("pk"),
        )
        .order_by("-applied", fact)
        .values_list(fact, "chosen", "applied")
    )


def side_by_side(tally):
    """The largest groups by name; what is left over is one line."""
    lines = [(word or "Not known", chosen, applied) for word, chosen, applied in tally]
    shown, rest = lines[:MOST_LINES], lines[MOST_LINES:]
    if rest:
        shown.append(("Others", sum(chosen for _, chosen, _ in rest), sum(all_ for _, _, all_ in rest)))
    return shown


def beside(shortlist, applied):
    """``(attribute, shortlist's figures or None, those of all applicants or None)``, for each with either."""
    first = {each["attribute"]: each for each in shortlist}
    second = {each["attribute"]: each for each in applied}
    return [(attribute, first.get(attribute), second.get(attribute)) for attribute in {**second, **first}]
