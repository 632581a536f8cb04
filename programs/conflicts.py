"""Who must not judge whom, and why (A5): one's line, one's team, those one has spoken for.

Two measures. Scoring is for people at a distance: every reason here counts. Deciding is for coordinators,
of whom there are few: only oneself, one's management line and one's own manager count.
"""

from collections import defaultdict

from django.db import connection

from .models import Recommendation, Scorecard

# by reason: as it is told of a reviewer, and as the reader is told of themself
ONESELF = ("is the applicant", "You cannot judge yourself.")
LINE = ("is in the applicant’s management line", "{name} reports to you, directly or further down.")
MANAGER = ("reports to the applicant", "You report to {name}.")
TEAM = ("is on the applicant’s team", "You and {name} have the same manager.")
DEPARTMENT = ("is in the applicant’s department", "You and {name} work in the same department.")
RECOMMENDED = ("was asked to recommend the applicant", "You were asked to recommend {name}.")
DECLARED = ("has declared a conflict", "You have declared a conflict.")

# every way up from some people that leads to some others; UNION ends a circle of managers
LINES = """
    WITH RECURSIVE line (person, above) AS (
        SELECT id, manager_id FROM programs_user WHERE id = ANY(%s) AND manager_id IS NOT NULL
        UNION
        SELECT line.person, boss.manager_id FROM line JOIN programs_user boss ON boss.id = line.above
        WHERE boss.manager_id IS NOT NULL
    ) SELECT person, above FROM line WHERE above = ANY(%s)
"""


def lines(people, above):
    """``(person, manager)`` of everybody in ``people`` who reports to one of ``above``, at any depth."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [list(people), list(above)])
        return set(cursor.fetchall())


def between(reviewers, applications):
    """``{(reviewer pk, application pk): reason}``, in three statements whatever the numbers."""
    reviewers, applications = list(reviewers), list(applications)
    own = lines({each.person_id for each in applications}, {each.pk for each in reviewers})
    recommended = Recommendation.objects.filter(
        application__in=[each.pk for each in applications], referee__in=reviewers
    )
    asked = set(recommended.values_list("referee", "application"))
    declared = set(
        Scorecard.objects.filter(
            status=Scorecard.Status.CONFLICTED,
            reviewer__in=reviewers,
            application__in=[each.pk for each in applications],
        ).values_list("reviewer", "application")
    )
    found = {}
    for reviewer in reviewers:
        for application in applications:
            key = reviewer.pk, application.pk
            reason = DECLARED if key in declared else in_line(reviewer, application.person, own)
            reason = reason or side_by_side(reviewer, application.person)
            if reason or key in asked:
                found[key] = reason or RECOMMENDED
    return found


def in_line(reviewer, person, own):
    if reviewer.pk == person.pk:
        return ONESELF
    if (person.pk, reviewer.pk) in own:
        return LINE
    if reviewer.manager_id == person.pk:
        return MANAGER
    return None


def side_by_side(reviewer, person):
    if reviewer.manager_id and reviewer.manager_id == person.manager_id:
        return TEAM
    if reviewer.department and reviewer.department == person.department:
        return DEPARTMENT
    return None


def why_not_score(reviewer, application):
    """The reason why ``reviewer`` must not score an application, or None."""
    return between([reviewer], [application]).get((reviewer.pk, application.pk))


def why_not_decide(user, applications):
    """``{application pk: reason}`` of those on which ``user`` must not decide, in one statement."""
    applications = list(applications)
    own = lines({each.person_id for each in applications}, {user.pk})
    found = {each.pk: in_line(user, each.person, own) for each in applications}
    return {pk: reason for pk, reason in found.items() if reason}


def told(reason, application):
    """A reason as the reader is told it of themself."""
    return reason[1].format(name=application.person) if reason else ""


def by_application(found):
    """``{application pk: {reviewer pk, …}}`` of what `between` found."""
    barred = defaultdict(set)
    for reviewer, application in found:
        barred[application].add(reviewer)
    return barred
