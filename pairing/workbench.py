"""What the workbench shows of a proposal: rows with their marks and bars, and the cohort beside them."""

from collections import Counter
from dataclasses import dataclass

from programs.models import ProgramRole
from programs.words import capital, counted, spelled

from .matching import FACETS, RULES
from .models import Mark, Pair, Proposal

TITLES = {facet.name: facet.title for facet in FACETS}
RULE_NAMES = {rule.name for rule in RULES}
TIES = ("management_chain", "shared_manager", "former_manager")
BAR_WIDTH = 116
SHORT = {
    "line_of_business": "Same business line",
    "function": "Same function",
    "department": "Same department",
    "management_chain": "Reporting line",
    "shared_manager": "Shared manager",
    "former_manager": "Former manager",
    "no_go": "Declared no-go",
    "paired_before": "Paired before",
    "hours": "Few hours in common",
    "coach": "No coach",
}
MOST_BARS = 8


@dataclass(frozen=True)
class Row:
    """One proposed pair as the list shows it."""

    pair: object
    marks: list
    told: list
    coach_words: str
    parts: list
    bars: list
    locked: bool
    forbidden: bool

    @property
    def needs_a_look(self):
        return self.forbidden or self.pair.needs_a_look


def rows_of(pairs, marked):
    return [row_of(pair, marked.get((pair.mentor_id, pair.mentee_id))) for pair in pairs]


def row_of(pair, mark):
    forbidden = mark == Mark.Kind.FORBID
    marks = short_marks(pair.checks)
    if forbidden:
        marks.append(("risk", "Forbidden since this draft"))
    parts = [
        {"title": TITLES.get(name, name), "points": points, "of": of, "words": words, "tint": f"p{place}"}
        for place, (name, points, of, words) in enumerate(pair.parts, start=1)
    ]
    return Row(
        pair=pair,
        marks=marks,
        told=[(tone, words) for name, tone, words in pair.checks if name != "coach"],
        coach_words=next((words for name, _, words in pair.checks if name == "coach"), ""),
        parts=parts,
        bars=bars_of(parts),
        locked=mark == Mark.Kind.LOCK,
        forbidden=forbidden,
    )


def short_marks(checks):
    """Grades, business line and reporting ties always; anything else only when it calls for a look."""
    told = {name: (tone, words) for name, tone, words in checks}
    marks = []
    if "grade_gap" in told:
        marks.append(told["grade_gap"])
    if told.get("line_of_business", ("",))[0] == "ok":
        marks.append(("ok", "Other line"))
    ties = [told[name] for name in TIES if name in told]
    if ties and all(tone == "ok" for tone, _ in ties):
        marks.append(("ok", "No reporting tie"))
    marks += [(tone, SHORT[name]) for name, (tone, _) in told.items() if tone != "ok" and name in SHORT]
    return marks


def bars_of(parts):
    """The stacked bar: left edge and width of each part, a hair's breadth apart."""
    bars, left = [], 0.0
    for part in parts:
        width = part["points"] * BAR_WIDTH / 100
        if width:
            bars.append({"x": round(left, 1), "width": round(max(width - 1, 0.5), 1), "tint": part["tint"]})
        left += width
    return bars


def chosen(rows, *, show="", words="", sort=""):
    """Rows filtered and sorted as the reader asked; those that need a look come first, weakest first."""
    if show == "look":
        rows = [row for row in rows if row.needs_a_look]
    elif show == "locked":
        rows = [row for row in rows if row.locked]
    for word in words.lower().split():
        rows = [row for row in rows if word in names_in(row).lower()]
    orders = {
        "name": lambda row: (row.pair.mentor.family_name, row.pair.mentor.given_name, row.pair.pk),
        "fit": lambda row: (-row.pair.fit, row.pair.pk),
        "weakest": lambda row: (row.pair.fit, row.pair.pk),
    }
    return sorted(rows, key=orders.get(sort, lambda row: (not row.needs_a_look, row.pair.fit, row.pair.pk)))


def names_in(row):
    return f"{row.pair.mentor.full_name} {row.pair.mentee.full_name}"


def headline(proposal, rows):
    deed = "published" if proposal.status == Proposal.Status.PUBLISHED else "proposed"
    number = len(rows)
    if not number:
        return "No pair fits the rules"
    said = f"{counted(number, 'pair')} {deed}"
    look = sum(row.needs_a_look for row in rows)
    if deed == "published" or not look:
        return said
    return f"{said}; {spelled(look)} {'needs' if look == 1 else 'need'} a look"


def lede(proposal, rows):
    """Where the draft stands, and that nobody knows of it yet."""
    if proposal.status == Proposal.Status.CONSULTING:
        return f"{proposal}. Both sides are asked in private; nothing is published yet."
    if proposal.status == Proposal.Status.PUBLISHED:
        return f"{proposal} was published. Everybody in it is told by mail."
    locked = sum(row.pair.is_locked for row in rows)
    around = f", made around {spelled(locked)} locked {'pair' if locked == 1 else 'pairs'}" if locked else ""
    return f"{proposal}{around}. Nobody is told until you publish."


def key_of(pairs):
    """The facets with what each can give at most: the legend of the bars."""
    if not pairs:
        return []
    return [
        {"title": TITLES.get(name, name), "of": of, "tint": f"p{place}"}
        for place, (name, _, of, _) in enumerate(pairs[0].parts, start=1)
    ]


def cohort(proposal, pairs):
    """The list as a whole: fit, rules, places, and business lines that meet for the first time."""
    if not pairs:
        return None
    average = sum(pair.fit for pair in pairs) / len(pairs)
    rules = [tone for pair in pairs for name, tone, _ in pair.checks if name in RULE_NAMES]
    before = previous_average(proposal)
    return {
        "average": round(average, 1),
        "change": f"{average - before:+.1f}".replace("-", "−") if before is not None else "",
        "better": before is not None and average >= before,
        "weakest": min(pair.fit for pair in pairs),
        "broken": sum(tone != "ok" for tone in rules),
        "checks": len(rules),
        "places": places_of(pairs),
        "new_lines": new_lines(proposal, pairs),
        "pairs": len(pairs),
    }


def previous_average(proposal):
    """The average of the draft before this one, if there was any."""
    earlier = Proposal.objects.filter(wave=proposal.wave_id, number=proposal.number - 1)
    fits = list(earlier.values_list("pairs__fit", flat=True))
    fits = [fit for fit in fits if fit is not None]
    return sum(fits) / len(fits) if fits else None


def places_of(pairs):
    """Mentors by state, or by place where the directory names none, as bars with their geometry."""
    counts = Counter(state_of(pair.mentor.location) for pair in pairs).most_common()
    if not counts:
        return None
    shown, rest = counts[:MOST_BARS], counts[MOST_BARS:]
    if rest:
        shown = [*counts[: MOST_BARS - 1], ("Other", sum(number for _, number in counts[MOST_BARS - 1 :]))]
    tallest, step = shown[0][1], 256 / len(shown)
    tallest = max(number for _, number in shown) or tallest
    bars = []
    for place, (name, number) in enumerate(shown):
        height = max(3, round(30 * number / tallest))
        width = min(24.6, step - 8)
        left = place * step + (step - width) / 2
        bars.append(
            {
                "name": name,
                "number": number,
                "x": round(left, 1),
                "y": 38 - height,
                "width": round(width, 1),
                "height": height,
                "middle": round(left + width / 2, 1),
                "top": 34 - height,
            }
        )
    said = ", ".join(f"{name} {number}" for name, number in shown)
    return {"bars": bars, "count": len(counts), "said": f"Mentors by place: {said}"}


def state_of(location):
    """``Hartford, CT`` lies in CT."""
    return location.rpartition(", ")[2][:12] or "Unknown"


def new_lines(proposal, pairs):
    """How many pairs bring together two business lines that no pair of the program has brought together."""
    met = set(
        Pair.objects.published()
        .filter(wave__program=proposal.wave.program_id)
        .exclude(wave=proposal.wave_id)
        .values_list("mentor__line_of_business", "mentee__line_of_business")
        .distinct()
    )
    return sum((pair.mentor.line_of_business, pair.mentee.line_of_business) not in met for pair in pairs)


def coach_loads(proposal, pairs):
    """Each coach with the pairs of this list and those they look after elsewhere, and their limit."""
    here = Counter(pair.coach_id for pair in pairs)
    roles = ProgramRole.objects.filter(program=proposal.wave.program_id, role=ProgramRole.Role.COACH)
    roles = list(roles.select_related("person"))
    elsewhere = Counter(
        Pair.objects.live()
        .filter(wave__program=proposal.wave.program_id, coach__in=[role.person_id for role in roles])
        .values_list("coach", flat=True)
    )
    if proposal.status != Proposal.Status.DRAFT:
        here = Counter()  # its pairs are among the live ones, published or being asked
    loads = [load_of(role, here[role.person_id] + elsewhere[role.person_id]) for role in roles]
    return sorted(loads, key=lambda load: (-load["load"], load["name"]))


def load_of(role, load):
    boxes = max(role.capacity, load, 1)
    width = 118 / boxes
    return {
        "name": role.person.full_name,
        "load": load,
        "limit": role.capacity,
        "over": load > role.capacity,
        "boxes": [
            {
                "x": round(place * width, 1),
                "width": round(max(width - 2, 1), 1),
                "tint": "f-b1" if place >= load else "f-risk" if place >= role.capacity else "f-brand",
            }
            for place in range(boxes)
        ],
        "mark": round(role.capacity * width - 1, 1),
    }


def load_summary(loads):
    """One limit for all in the heading, and how many are over theirs."""
    limits = {load["limit"] for load in loads}
    over = sum(load["over"] for load in loads)
    return {
        "limit": limits.pop() if len(limits) == 1 else None,
        "over": capital(f"{spelled(over)} over the limit") if over else "",
    }
