"""What people volunteer: said for a purpose, taken back at once, read by nobody, counted in fives."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import reverse

from programs.attributes import composed, count_anew, invited, take_back, volunteer
from programs.lifecycle import NotAllowed
from programs.models import Attribute, Composition, Notice, Volunteered, Wave
from programs.shortlist import composition_of, side_by_side
from programs.tasks import count_volunteered

from .asking import queries_of, signed_in
from .factories import (
    make_application,
    make_attribute,
    make_mentor_person,
    make_person,
    make_role,
    make_wave,
)
from .racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 14, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
CHOICES = ["Woman", "Man", "Non-binary"]


@pytest.fixture
def wave():
    return make_wave(status=Wave.Status.SELECTING)


@pytest.fixture
def gender(wave):
    return make_attribute(wave.program, name="Gender", choices=CHOICES)


@pytest.fixture
def person(wave):
    return make_application(wave=wave, status="shortlisted").person


def say(attribute, person, value="Woman", *, matching=True, figures=True, now=NOW):
    volunteer(attribute, person, value, for_matching=matching, for_figures=figures, now=now)
    return Volunteered.objects.get(attribute=attribute, person=person)


# --- saying and taking back -----------------------------------------------------------------------------


def test_each_consent_is_given_with_its_own_date(gender, person):
    first = say(gender, person, matching=False)
    second = say(gender, person, now=LATER)

    assert (first.matching_since, first.figures_since) == (None, NOW)
    assert (second.matching_since, second.figures_since) == (LATER, NOW)


def test_another_word_is_consented_to_anew(gender, person):
    say(gender, person)

    changed = say(gender, person, "Man", now=LATER)

    assert (changed.matching_since, changed.figures_since) == (LATER, LATER)
    assert Volunteered.objects.count() == 1


def test_one_consent_goes_while_the_other_stays(gender, person):
    say(gender, person)
    say(gender, person, matching=False, now=LATER)

    assert not Volunteered.objects.for_matching().exists()
    assert Volunteered.objects.for_figures().get().figures_since == NOW


def test_taking_it_back_deletes_the_row_at_once(gender, person):
    say(gender, person)

    assert take_back(gender, person) is True
    assert take_back(gender, person) is False
    assert not Volunteered.objects.exists()


def test_nothing_is_kept_without_a_purpose(gender, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        say(gender, person, matching=False, figures=False)


def test_only_an_answer_that_there_is_can_be_given(gender, person):
    with pytest.raises(NotAllowed):
        say(gender, person, "Martian")


@pytest.mark.django_db(transaction=True)
def test_a_double_press_makes_one_row(gender, person):
    at_once(*[lambda: say(gender, person)] * 4)

    assert Volunteered.objects.count() == 1


# --- the page ---------------------------------------------------------------------------------------------


def test_a_person_says_changes_and_takes_back_on_one_page(client, gender, person):
    url = reverse("attribute_answer", args=[gender.pk])
    signed_in(client, person)

    client.post(url, {"value": "Woman", "for_figures": "on"})
    body = client.get(reverse("volunteered", args=[gender.program_id])).content.decode()
    assert gender.why in body and "You said" in body
    client.post(reverse("attribute_withdrawal", args=[gender.pk]))

    assert not Volunteered.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "Woman"}, "Allow at least one use."),
        ({"for_figures": "on"}, "Choose an answer"),
        ({"value": "Martian", "for_figures": "on"}, "Select a valid choice"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_keeps_the_rest(typed, sentence, client, gender, person):
    other = make_attribute(gender.program)

    response = signed_in(client, person).post(reverse("attribute_answer", args=[gender.pk]), typed)

    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body and other.name in body
    assert f'href="#id_{gender.pk}_' in body
    assert not Volunteered.objects.exists()


def test_nobody_reads_what_another_one_volunteered(client, gender, person):
    say(gender, person, "Non-binary")
    others = [make_person(is_superuser=True, is_staff=True), make_person()]
    make_application(wave=Wave.objects.get(), person=others[1])

    for other in others:
        response = signed_in(client, other).get(reverse("volunteered", args=[gender.program_id]))
        assert "You said" not in response.content.decode()
    assert not admin.site.is_registered(Volunteered) and not admin.site.is_registered(Composition)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_page_costs_the_same_for_every_number_of_attributes(number, client, wave, person):
    for _ in range(number):
        say(make_attribute(wave.program, choices=CHOICES), person)
    signed_in(client, person)

    many = queries_of(client, reverse("volunteered", args=[wave.program_id]))

    Attribute.objects.exclude(pk=Attribute.objects.first().pk).delete()
    assert many == queries_of(client, reverse("volunteered", args=[wave.program_id]))


def test_a_choice_that_is_gone_is_still_shown_to_who_made_it(client, gender, person):
    say(gender, person, "Non-binary")
    Attribute.objects.update(choices=["Woman", "Man"])

    body = signed_in(client, person).get(reverse("volunteered", args=[gender.program_id])).content.decode()

    assert "Non-binary" in body


def test_who_has_not_said_anything_is_invited(gender, person):
    assert invited(person, gender.program) == [(gender, None)]


# --- in figures -------------------------------------------------------------------------------------------


def shortlist(wave, gender, **counts):
    """Shortlisted mentors who said so; ``silent`` did not."""
    words = {"women": "Woman", "men": "Man", "others": "Non-binary", "silent": ""}
    for name, count in counts.items():
        for _ in range(count):
            mentor = make_mentor_person()
            make_application(wave=wave, person=mentor, status="shortlisted")
            if words[name]:
                say(gender, mentor, words[name], matching=False)


def shown(wave):
    return [
        (each["total"], each["groups"], each["made_at"]) for each in composed(wave, "mentor", "shortlist")
    ]


def test_a_shortlist_is_counted_in_groups_of_five(wave, gender):
    shortlist(wave, gender, women=13, men=10, others=1)

    count_anew(NOW)

    assert shown(wave) == [(24, [("Woman", 13), ("Man, Non-binary and not said", 11)], NOW)]


def test_too_few_are_not_counted_at_all(wave, gender):
    shortlist(wave, gender, women=9, men=4)

    count_anew(NOW)

    assert shown(wave) == [] and not Composition.objects.exists()


def test_only_those_who_allow_it_are_counted(wave, gender):
    shortlist(wave, gender, women=6, men=6)
    for said in Volunteered.objects.filter(value="Man"):
        say(gender, said.person, "Man", figures=False)

    count_anew(NOW)

    assert shown(wave) == [(12, [("Man, Non-binary and not said", 6), ("Woman", 6)], NOW)]


def test_one_more_or_one_less_keeps_the_figures_of_the_day_before(wave, gender, person):
    shortlist(wave, gender, women=12, men=12)
    count_anew(NOW)
    before = shown(wave)

    say(gender, person, "Man")
    count_anew(LATER)
    assert shown(wave) == before

    take_back(gender, Volunteered.objects.first().person)
    count_anew(LATER)
    assert shown(wave) == before


def test_enough_who_leave_a_list_do_not_stop_the_counting(wave, gender):
    shortlist(wave, gender, women=15, men=15)
    count_anew(NOW)
    for word in ("Woman", "Man"):
        five = Volunteered.objects.filter(value=word).values_list("person", flat=True)[:5]
        wave.applications.filter(person__in=list(five)).update(status="declined")

    count_anew(LATER)

    assert shown(wave) == [(20, [("Man, Non-binary and not said", 10), ("Woman", 10)], LATER)]


def test_two_lists_of_one_wave_are_not_subtracted_from_each_other(wave, gender):
    """Everybody who applied, and the shortlist: the one who is only on the first must not stand out."""
    shortlist(wave, gender, women=12, men=12)
    alone = make_application(wave=wave).person
    say(gender, alone, "Non-binary")

    count_anew(NOW)

    assert Composition.objects.count() == 1


def test_counting_again_changes_nothing_while_nothing_changes(wave, gender):
    shortlist(wave, gender, women=12, men=12)
    count_volunteered()

    assert count_anew(LATER) == 0
    assert Composition.objects.count() == 2  # who applied and who is shortlisted are the same people


def test_what_is_kept_of_a_list_names_nobody(wave, gender):
    shortlist(wave, gender, women=12, men=12)
    count_anew(NOW)
    said = Volunteered.objects.first()

    kept = " ".join(Composition.objects.first().people)
    said.delete()

    assert len(Composition.objects.first().people[0]) == 64
    assert str(said.person.email) not in kept


@pytest.mark.django_db(transaction=True)
def test_two_workers_count_once(wave, gender):
    shortlist(wave, gender, women=12, men=12)

    at_once(*[lambda: count_anew(NOW)] * 3)

    assert Composition.objects.count() == 2


def test_those_chosen_stand_beside_all_who_applied(wave):
    for line, status in (("Claims", "shortlisted"), ("Claims", "submitted"), ("Law", "accepted")):
        make_application(wave=wave, person=make_mentor_person(line_of_business=line), status=status)
    make_application(wave=wave, status="declined")

    found = composition_of(wave, "mentor")

    assert (found["total"], found["applied"]) == (2, 3)
    assert found["known"][0] == ("Line of business", [("Claims", 1, 2), ("Law", 1, 1)])


def test_what_is_left_over_of_many_lines_is_one_line():
    tally = [("a", 2, 3), ("b", 1, 2), *[(word, 0, 2) for word in "cdefg"], ("", 1, 1)]

    lines = side_by_side(tally)

    assert lines[-1] == ("Others", 1, 3)
    assert sum(applied for _, _, applied in lines) == sum(applied for _, _, applied in tally)


@pytest.mark.parametrize("name", ["applications", "board"])
def test_those_who_select_see_how_the_shortlist_is_composed_and_never_who_said_what(
    name, client, wave, gender
):
    coordinator = make_person()
    make_role(wave.program, coordinator, "coordinator")
    shortlist(wave, gender, women=13, men=10, others=1)
    count_anew(NOW)

    body = signed_in(client, coordinator).get(reverse(name, args=[wave.pk])).content.decode()

    assert "How the shortlist is composed: 24 people" in body
    assert body.count("Man, Non-binary and not said") == 2, "of the shortlist, and of all who applied"


def test_a_list_that_is_not_counted_says_so_beside_the_other(client, wave, gender):
    coordinator = make_person()
    make_role(wave.program, coordinator, "coordinator")
    shortlist(wave, gender, women=12, men=12)
    say(gender, make_application(wave=wave).person, "Non-binary")
    count_anew(NOW)

    body = signed_in(client, coordinator).get(reverse("board", args=[wave.pk])).content.decode()

    assert body.count("Not shown: too few people") == 1
