"""What the scores of an application come to: average by weight, spread between reviewers (A5).

Where its reader may not see the scorecards there is no figure either, so that nothing is given away, be it
by sorting. `with_scores` works it out in SQL, for lists of any length.
"""

from collections import defaultdict

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from .models import Application, Score, Scorecard

SPREAD = 2  # marks apart on one criterion: worth talking about


def with_scores(applications, user):
    """Annotate ``average``, ``judges`` and ``is_spread``: what ``user`` may know of each application."""
    given = Score.objects.filter(
        scorecard__application=OuterRef("pk"), scorecard__status=Scorecard.Status.SUBMITTED
    ).order_by()
    each = given.values("scorecard__application")
    total = Cast(Sum(F("mark") * F("criterion__weight")), FloatField())
    average = each.annotate(average=total / Sum("criterion__weight")).values("average")
    judges = each.annotate(number=Count("scorecard", distinct=True)).values("number")
    apart = given.values("criterion").annotate(gap=Max("mark") - Min("mark")).filter(gap__gte=SPREAD)
    is_open = Q(pk__in=Application.objects.whose_scores_are_open_to(user))
    return applications.annotate(
        average=Case(When(is_open, then=Subquery(average)), default=None),
        judges=Case(When(is_open, then=Coalesce(Subquery(judges), 0)), default=Value(0)),
        is_spread=Case(When(is_open, then=Exists(apart)), default=Value(False)),
    )


def table_of(application, user):
    """The scores of all reviewers side by side, as far as ``user`` may see them."""
    cards = list(
        Scorecard.objects.visible_to(user)
        .submitted()
        .filter(application=application)
        .select_related("reviewer")
        .prefetch_related("scores__criterion")
    )
    marks = defaultdict(dict)
    for card in cards:
        for score in card.scores.all():
            marks[score.criterion][card.pk] = score.mark
    rows = []
    for criterion in sorted(marks, key=lambda each: (each.number, each.pk)):
        given = marks[criterion]
        gap = max(given.values()) - min(given.values())
        rows.append(
            {
                "criterion": criterion,
                "marks": [given.get(card.pk) for card in cards],
                "gap": gap,
                "is_wide": gap >= SPREAD,
            }
        )
    weight = sum(row["criterion"].weight * len(marks[row["criterion"]]) for row in rows)
    total = sum(criterion.weight * sum(given.values()) for criterion, given in marks.items())
    return {
        "cards": cards,
        "rows": rows,
        "average": total / weight if weight else None,
        "is_spread": any(row["is_wide"] for row in rows),
    }
