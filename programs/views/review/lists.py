"""All applications of a wave: as a list and as a board, both the same cost for ten and for ten thousand."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.views.decorators.http import require_GET

from programs import conflicts
from programs.access import can_coordinate
from programs.decisions import DECISIONS, MOST_AT_ONCE, on_hold
from programs.models import Application, Recommendation, Scorecard, User
from programs.pages import page, searched
from programs.recommendations import in_a_ring
from programs.reviewing import my_cards
from programs.scores import with_scores
from programs.shortlist import composition_of

from .reading import TONES, Status, wave_for_review

PAGE = 25
COLUMN = 15  # cards in a column of the board; the rest is in the list
Side = Application.Side
ORDERS = {
    "name": ("person__family_name", "person__given_name"),
    "line": ("person__line_of_business", "person__family_name"),
    "place": ("person__location", "person__family_name"),
    "recommendations": ("received", "person__family_name"),
    "score": ("average", "person__family_name"),
    "submitted": ("carried_from", "submitted_at"),  # whoever waited for the wave before goes first
    "status": ("status", "person__family_name"),
}
NEEDS_NUMBERS = {"recommendations", "score"}
COLUMNS = (
    Status.SUBMITTED,
    Status.SHORTLISTED,
    Status.ACCEPTED,
    Status.WAITLISTED,
    Status.DECLINED,
    Status.WITHDRAWN,
)


def sent_to(wave, user):
    """The applications of a wave as ``user`` sees them."""
    return Application.objects.visible_to(user).filter(wave=wave).exclude(status=Status.DRAFT)


def with_recommendations(applications):
    """Annotate how many recommendations were ``asked`` for and ``received``."""
    live = (
        Recommendation.objects.filter(application=OuterRef("pk"))
        .exclude(status__in=(Recommendation.Status.REPLACED, Recommendation.Status.NAMED))
        .order_by()
        .values("application")
    )
    received = live.filter(status=Recommendation.Status.RECEIVED)
    return applications.annotate(
        asked=Coalesce(Subquery(live.annotate(number=Count("pk")).values("number")), 0),
        received=Coalesce(Subquery(received.annotate(number=Count("pk")).values("number")), 0),
    )


def tally_of(wave, user):
    """How many applications there are, by side and status."""
    rows = sent_to(wave, user).order_by().values_list("side", "status").annotate(number=Count("pk"))
    return Counter({(side, status): number for side, status, number in rows})


@require_GET
def applications(request, pk):
    """Everybody who applied to a wave: searched, filtered, sorted, a page at a time."""
    wave = wave_for_review(request, pk)
    tally = tally_of(wave, request.user)
    side, show = chosen_side(request.GET), request.GET.get("show", "")
    words = searched(request, most=100)
    sort = request.GET.get("sort", "")
    sort = sort if sort.lstrip("-") in ORDERS else "submitted"

    found = narrowed(sent_to(wave, request.user), request.user, side, show, words)
    if sort.lstrip("-") in NEEDS_NUMBERS:
        found = with_scores(with_recommendations(found), request.user)
    keys = found.order_by(*order_of(sort), "pk").values_list("pk", flat=True)
    listed = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    coordinates = can_coordinate(request.user, wave.program)
    listed.object_list = rows_of(wave, request.user, list(listed.object_list), coordinates)
    return page(
        request,
        "programs/applications",
        {
            "wave": wave,
            "page_obj": listed,
            "sort": sort,
            "q": words,
            "side": side,
            "show": show,
            "sides": sides_of(tally),
            "shows": shows_of(tally, side),
            "waiting": shows_of(tally, "")[1][2],
            "accepted": {each: tally[each, Status.ACCEPTED] for each in Side.values},
            "filtered": bool(words or side or show),
            "coordinates": coordinates,
            "verbs": list(DECISIONS.items()),
            "beyond": coordinates and listed.paginator.num_pages > 1,
            "most": MOST_AT_ONCE,
            **around_the_list(request, wave),
        },
    )


def around_the_list(request, wave):
    """What list and board show besides: one's own scoring, decisions on hold, what a conflict hides, and
    how the shortlist is composed.
    """
    mine = Counter(my_cards(request.user, wave).order_by().values_list("status", flat=True))
    hidden = request.user.scorecards.filter(
        status=Scorecard.Status.CONFLICTED, application__wave=wave
    ).count()
    return {
        "mine": sum(mine.values()),
        "mine_waiting": mine[Scorecard.Status.ASSIGNED],
        "on_hold": on_hold(wave, timezone.now()).annotate(number=Count("applications"))[:5],
        "hidden": hidden,
        "composition": composition_of(wave, chosen_side(request.GET) or Side.MENTOR),
    }


def chosen_side(asked):
    side = asked.get("side", "")
    return side if side in Side.values else ""


def narrowed(found, user, side, show, words):
    if side:
        found = found.filter(side=side)
    if show == "waiting":
        found = found.undecided()
    elif show == "mine":
        found = found.filter(pk__in=user.scorecards.standing().values("application"))
    elif show in Status.values:
        found = found.filter(status=show)
    if words:
        found = found.filter(person__in=User.objects.matching(words))
    return found


def rows_of(wave, user, keys, coordinates):
    """The applications of one page, with all that stands in their lines; figures are for them alone."""
    found = Application.objects.filter(pk__in=keys).select_related("person", "carried_from__wave")
    rows = with_scores(with_recommendations(found), user).in_bulk()
    ring = in_a_ring(wave)
    barred = conflicts.why_not_decide(user, rows.values())
    blind = set(
        user.scorecards.filter(application__in=keys, status=Scorecard.Status.ASSIGNED).values_list(
            "application", flat=True
        )
    )
    for row in rows.values():
        row.tone = TONES[row.status]
        row.in_ring = row.person_id in ring
        row.is_blind = row.pk in blind
        row.why_not = conflicts.told(barred.get(row.pk), row)
        row.selectable = (
            coordinates and row.pk not in barred and bool(set(DECISIONS) & set(row.STEPS[row.status]))
        )
    return [rows[key] for key in keys]


def order_of(sort):
    columns = ORDERS[sort.lstrip("-")]
    if sort.startswith("-"):
        return [F(name).desc(nulls_last=True) for name in columns]
    return [F(name).asc(nulls_last=True) for name in columns]


def sides_of(tally):
    """The sides to choose from, with the number of applications of each."""
    numbers = {
        side: sum(number for (each, _), number in tally.items() if each == side) for side in Side.values
    }
    return [("", "All", sum(tally.values()))] + [
        (side, f"{Side(side).label}s", numbers[side]) for side in Side.values
    ]


def shows_of(tally, side):
    """The statuses to choose from, with the number of applications in each."""
    numbers = Counter()
    for (each, status), number in tally.items():
        if not side or each == side:
            numbers[status] += number
    waiting = numbers[Status.SUBMITTED] + numbers[Status.SHORTLISTED]
    return [("", "Any status", sum(numbers.values())), ("waiting", "Waiting for a decision", waiting)] + [
        (status.value, status.label, numbers[status]) for status in COLUMNS
    ]


@require_GET
def board(request, pk):
    """Applicants in columns by status; the first of each column, the rest behind a link to the list."""
    wave = wave_for_review(request, pk)
    side = chosen_side(request.GET) or Side.MENTOR
    tally = tally_of(wave, request.user)
    place = Window(RowNumber(), partition_by="status", order_by=[F("submitted_at").asc(), F("pk").asc()])
    first = (
        sent_to(wave, request.user)
        .filter(side=side)
        .annotate(place=place)
        .filter(place__lte=COLUMN)
        .order_by("place")
    )
    coordinates = can_coordinate(request.user, wave.program)
    rows = rows_of(wave, request.user, [each.pk for each in first], coordinates)
    for row in rows:
        allowed = row.STEPS[row.status] if row.selectable else []
        row.ways = [(to, verb) for to, verb in DECISIONS.items() if to in allowed]
    columns = [
        {
            "status": status.value,
            "label": status.label,
            "tone": TONES[status],
            "number": tally[side, status],
            "rows": [row for row in rows if row.status == status],
            "more": max(0, tally[side, status] - COLUMN),
        }
        for status in COLUMNS
    ]
    return page(
        request,
        "programs/review/board",
        {
            "wave": wave,
            "side": side,
            "sides": sides_of(tally)[1:],
            "columns": columns,
            "total": sum(column["number"] for column in columns),
            "coordinates": coordinates,
            **around_the_list(request, wave),
        },
    )
