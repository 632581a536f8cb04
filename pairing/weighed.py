"""What counts in the search where a program weighs it: how mentors were judged, what people volunteered.

Neither is read where its weight is 0.
"""

from collections import Counter, defaultdict

from django.db.models import F, Sum

from programs.models import Application, Recommendation, Score, Scorecard, Volunteered
from programs.small_groups import LEAST

BEST_MARK, BEST_ANSWER = 4, 5


def standings(wave):
    """0 to 100 for each mentor of a wave who was recommended or reviewed: the average of both."""
    shares = defaultdict(list)
    scored = (
        Score.objects.filter(scorecard__application__wave=wave, scorecard__status=Scorecard.Status.SUBMITTED)
        .order_by()
        .values_list("scorecard__application__person")
        .annotate(total=Sum(F("mark") * F("criterion__weight")), weight=Sum("criterion__weight"))
    )
    for person, total, weight in scored:
        shares[person].append(share_of(total / weight, BEST_MARK))
    answers = defaultdict(list)
    received = Recommendation.objects.filter(
        application__wave=wave, status=Recommendation.Status.RECEIVED, forgotten_on=None
    )
    for person, *judged in received.order_by().values_list("application__person", *Recommendation.CRITERIA):
        answers[person] += [answer for answer in judged if answer]
    for person, given in answers.items():
        if given:
            shares[person].append(share_of(sum(given) / len(given), BEST_ANSWER))
    return {person: round(100 * sum(found) / len(found)) for person, found in shares.items()}


def share_of(mark, best):
    """A mark from 1 to ``best`` as a share from 0 to 1."""
    return (mark - 1) / (best - 1)


def volunteered(wave, keys):
    """What people said of themselves and allowed the matching to use: ``{person: {attribute: word}}``.

    Nothing while fewer than five on either side said anything: a list would tell who differs from whom.
    """
    found = defaultdict(dict)
    rows = Volunteered.objects.for_matching().filter(attribute__program=wave.program_id, person__in=keys)
    for person, attribute, value in rows.order_by().values_list("person", "attribute", "value"):
        found[person][str(attribute)] = value
    sides = Application.objects.filter(wave=wave, person__in=list(found)).accepted()
    counts = Counter(sides.order_by().values_list("side", flat=True))
    return found if min(counts["mentor"], counts["mentee"]) >= LEAST else {}
