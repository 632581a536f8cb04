"""Ten thousand applications in one wave: as many statements as for ten, and no page that shows them all."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from programs.models import Application, Recommendation, Score, Scorecard, User, Wave

from .asking import queries_of, signed_in
from .factories import make_person, make_program, make_role, make_wave
from .review_factories import AT, make_criteria

pytestmark = pytest.mark.django_db
PAGES = (
    ("applications", ""),
    ("applications", "?sort=-score&show=waiting"),
    ("applications", "?sort=-recommendations&page=300"),
    ("applications", "?q=claims&sort=name"),
    ("board", ""),
    ("scoring", ""),
    ("reviewers", ""),
    ("decisions", ""),
)


def fill(wave, number, reviewers):
    """Bulk rows: applicants with two referees each, and every application scored by two."""
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(
            email=f"many{n}@northmoor.example",
            given_name="Robin",
            family_name=f"Many{n}",
            line_of_business=("Claims", "Law", "Technology")[n % 3],
            department=f"Department {n}",
        )
        for n in range(start, start + number)
    )
    statuses = ("submitted", "submitted", "submitted", "shortlisted", "accepted", "declined")
    sent = Application.objects.bulk_create(
        Application(
            wave=wave,
            person=person,
            side="mentor",
            status=statuses[n % 6],
            submitted_at=AT + timedelta(seconds=n),
        )
        for n, person in enumerate(people)
    )
    Recommendation.objects.bulk_create(
        Recommendation(application=each, referee=reviewer, relation="teammate", status="received")
        for each in sent
        for reviewer in reviewers
    )
    cards = Scorecard.objects.bulk_create(
        Scorecard(application=each, reviewer=reviewer, status="submitted", assigned_at=AT, submitted_at=AT)
        for each in sent
        for reviewer in reviewers
    )
    criterion = wave.program.questions.get()
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=criterion, mark=1 + n % 4) for n, card in enumerate(cards)
    )
    with connection.cursor() as cursor:  # so many rows at once: the planner counts them as it would by night
        cursor.execute("ANALYZE")
    return sent[number // 2]


def test_ten_thousand_cost_as_much_as_ten(client):
    coordinator = make_person()
    program = make_program(coordinator=coordinator)
    make_criteria(program, 1)
    wave = make_wave(program=program, status=Wave.Status.SELECTING)
    reviewers = [make_role(program, make_person(), "steering").person for _ in range(2)]
    counts, longest = [], 0

    for number in (10, 9_990):
        middle = fill(wave, number, reviewers)
        found = []
        for person in (coordinator, reviewers[0]):
            signed_in(client, person)
            for name, query in PAGES:
                if name != "reviewers" or person == coordinator:
                    found.append(queries_of(client, reverse(name, args=[wave.pk]) + query))
            found.append(queries_of(client, reverse("application", args=[middle.pk])))
        counts.append(found)

    for name, query in PAGES:
        signed_in(client, coordinator)
        body = client.get(reverse(name, args=[wave.pk]) + query).content.decode()
        longest = max(longest, len(set(re.findall(r'href="/applications/(\d+)/"', body))))
    assert counts[0] == counts[1], counts
    assert longest <= 6 * 15, "no page shows more than a column's worth of each status"
    assert Application.objects.count() == 10_000


def test_a_column_shows_its_first_and_leads_to_the_rest(client):
    coordinator = make_person()
    program = make_program(coordinator=coordinator)
    make_criteria(program, 1)
    wave = make_wave(program=program, status=Wave.Status.SELECTING)
    fill(wave, 60, [])
    signed_in(client, coordinator)

    page = client.get(reverse("board", args=[wave.pk]))
    columns = {
        each["status"]: (each["number"], len(each["rows"]), each["more"]) for each in page.context["columns"]
    }
    body = page.content.decode()

    assert columns["submitted"] == (30, 15, 15)
    assert columns["shortlisted"] == (10, 10, 0)
    assert columns["withdrawn"] == (0, 0, 0)
    assert f'{reverse("applications", args=[wave.pk])}?side=mentor&amp;show=submitted">15 more' in body
    assert 'name="decision" value="shortlisted"' in body, "works without dragging"
