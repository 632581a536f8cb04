"""How those chosen so far are composed (A5): place, line of business, and what they volunteered."""

from collections import Counter

from .attributes import LISTS, composed
from .models import Composition

MOST_LINES = 6
Shortlist = Composition.List.SHORTLIST


def composition_of(wave, side):
    """Directory facts of everybody shortlisted or accepted, and the figures that give nobody away."""
    chosen = wave.applications.filter(side=side, status__in=LISTS[Shortlist])
    facts = list(chosen.order_by().values_list("person__line_of_business", "person__location"))
    return {
        "total": len(facts),
        "known": [
            ("Line of business", most_common(line for line, _ in facts)),
            ("Place", most_common(place for _, place in facts)),
        ],
        "volunteered": composed(wave, side, Shortlist),
    }


def most_common(words):
    """The largest groups with their numbers; what is left over is one number."""
    tally = Counter(word or "Not known" for word in words)
    ranked = sorted(tally.items(), key=lambda each: (-each[1], each[0]))
    rest = sum(number for _, number in ranked[MOST_LINES:])
    return ranked[:MOST_LINES] + ([("Others", rest)] if rest else [])
