"""Who scores whom, scoring, handing on."""

from datetime import timedelta

import pytest

from programs import conflicts
from programs.lifecycle import NotAllowed
from programs.models import Notice, Scorecard, User, Wave
from programs.reviewing import (
    Stale,
    assign,
    declare_conflict,
    distribute,
    keep,
    possible_reviewers,
    submit,
    take_back,
)

from .factories import (
    make_application,
    make_mentee_person,
    make_mentor_person,
    make_person,
    make_program,
    make_recommendation,
    make_role,
    make_wave,
)
from .review_factories import AT, make_card, make_criteria

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    program = make_program(coordinator=make_person(given_name="Ines"))
    make_criteria(program)
    return make_wave(program=program, status=Wave.Status.SELECTING)


@pytest.fixture
def panel(wave):
    """Three steering members besides the coordinator."""
    for name in ("Ana", "Ben", "Cy"):
        make_role(wave.program, make_person(given_name=name), "steering")
    return list(possible_reviewers(wave.program))


def dealt(wave):
    return set(Scorecard.objects.standing().values_list("application", "reviewer"))


# --- conflicts ----------------------------------------------------------------------------------------


def test_whoever_stands_too_near_must_not_score():
    boss, top = make_person(), make_person()
    User.objects.filter(pk=boss.pk).update(manager=top)
    person = make_mentor_person(manager=boss, department="Intake")
    application = make_application(person=person)
    referee = make_person()
    make_recommendation(application=application, referee=referee)
    gone = make_person()
    make_card(application, gone, status="conflicted")
    near = {
        conflicts.LINE: [boss, top],
        conflicts.ONESELF: [person],
        conflicts.MANAGER: [make_person(manager=person)],
        conflicts.TEAM: [make_person(manager=boss)],
        conflicts.DEPARTMENT: [make_person(department="Intake")],
        conflicts.RECOMMENDED: [referee],
        conflicts.DECLARED: [gone],
    }
    free = [make_person(), make_person(department=""), make_mentee_person(manager=top)]
    people = [*free, *(each for found in near.values() for each in found)]
    people = list(User.objects.filter(pk__in=[each.pk for each in people]))

    found = conflicts.between(people, [application])

    assert found == {(each.pk, application.pk): why for why, those in near.items() for each in those}


def test_a_circle_of_managers_ends():
    one, two = make_person(), make_person()
    User.objects.filter(pk=one.pk).update(manager=two)
    User.objects.filter(pk=two.pk).update(manager=one)

    assert conflicts.lines([one.pk], [one.pk, two.pk]) == {(one.pk, two.pk), (one.pk, one.pk)}
    assert set(User.objects.reporting_to(one)) == {one, two}


def test_conflicts_cost_the_same_for_one_and_for_fifty(wave, panel, django_assert_num_queries):
    for number in (1, 49):
        for _ in range(number):
            make_application(wave=wave)
        applications = list(wave.applications.select_related("person"))
        with django_assert_num_queries(3):
            conflicts.between(panel, applications)


# --- dealing out --------------------------------------------------------------------------------------


def test_each_mentor_gets_two_reviewers_and_doing_it_again_changes_nothing(wave, panel):
    for _ in range(6):
        make_application(wave=wave)
    make_application(wave=wave, side="mentee")
    make_application(wave=wave, status="declined")

    first = distribute(wave, panel, each=2, by=panel[0], now=AT)
    once = dealt(wave)
    second = distribute(wave, panel, each=2, by=panel[0], now=AT + timedelta(hours=1))

    assert (first, second) == (12, 0)
    assert dealt(wave) == once
    shares = [sum(reviewer == each.pk for _, reviewer in once) for each in panel]
    assert shares == [3, 3, 3, 3]
    assert Notice.objects.filter(kind="applications-to-score").count() == 4, "each is told once"


def test_what_is_dealt_out_costs_the_same_for_any_number(wave, panel, django_assert_max_num_queries):
    for _ in range(40):
        make_application(wave=wave)

    with django_assert_max_num_queries(20):
        distribute(wave, panel, each=2, by=panel[0], now=AT)

    assert len(dealt(wave)) == 80


def test_nobody_gets_their_own_people(wave, panel):
    for reviewer in panel:
        make_application(wave=wave, person=make_mentor_person(manager=reviewer))

    distribute(wave, panel, each=3, by=panel[0], now=AT)

    cards = Scorecard.objects.select_related("application__person")
    assert len(cards) == 12
    assert [card for card in cards if card.application.person.manager_id == card.reviewer_id] == []


def test_a_reviewer_who_has_become_the_manager_gives_the_card_up(wave, panel):
    application = make_application(wave=wave)
    distribute(wave, panel, each=1, by=panel[0], now=AT)
    card = Scorecard.objects.get()
    User.objects.filter(pk=application.person_id).update(manager=card.reviewer)

    distribute(wave, panel, each=1, by=panel[0], now=AT)

    card.refresh_from_db()
    assert card.status == "conflicted"
    assert Scorecard.objects.standing().get().reviewer != card.reviewer


@pytest.mark.parametrize("status", ["draft", "pairing", "running", "closed"])
def test_nothing_is_dealt_out_while_the_panel_is_closed(wave, panel, status):
    Wave.objects.update(status=status)

    with pytest.raises(NotAllowed, match="has closed"):
        distribute(wave, panel, each=1, by=panel[0], now=AT)


def test_without_criteria_there_is_nothing_to_deal_out(wave, panel):
    wave.program.questions.all().delete()

    with pytest.raises(NotAllowed, match="no criteria"):
        distribute(wave, panel, each=1, by=panel[0], now=AT)


def test_by_hand_the_same_conflicts_hold(wave, panel):
    mine = make_application(wave=wave, person=make_mentor_person(manager=panel[1]))
    theirs = make_application(wave=wave)
    mentee = make_application(wave=wave, side="mentee")

    with pytest.raises(NotAllowed, match="management line"):
        assign(mine, panel[1], by=panel[0], now=AT)
    with pytest.raises(NotAllowed, match="Mentees are not scored"):
        assign(mentee, panel[1], by=panel[0], now=AT)
    for _ in range(2):
        assign(theirs, panel[1], by=panel[0], now=AT)

    assert dealt(wave) == {(theirs.pk, panel[1].pk)}
    take_back(Scorecard.objects.get())
    assert dealt(wave) == set()


def test_a_card_that_is_begun_is_not_taken_back(wave, panel):
    card = make_card(make_application(wave=wave), panel[1], saved_at=AT)

    with pytest.raises(NotAllowed, match="has begun"):
        take_back(card)


# --- handing on ---------------------------------------------------------------------------------------


def test_a_conflict_hands_the_application_to_the_next_who_is_free(wave, panel):
    application = make_application(wave=wave, person=make_mentor_person(manager=panel[2]))
    make_card(make_application(wave=wave), panel[0])
    make_card(make_application(wave=wave), panel[3])
    make_card(make_application(wave=wave), panel[3])
    card = make_card(application, panel[1])

    assert declare_conflict(card, now=AT)

    assert dealt(wave) >= {(application.pk, panel[0].pk)}, "who reviews already, with the fewest"
    assert Notice.objects.get().recipient == panel[0]


def test_when_nobody_is_free_the_conflict_stands_all_the_same(wave):
    card = make_card(
        make_application(wave=wave, person=make_mentor_person(manager=possible_reviewers(wave.program)[0])),
        make_person(),
    )

    assert not declare_conflict(card, now=AT)

    card.refresh_from_db()
    assert card.status == "conflicted"


# --- scoring ------------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_what_is_submitted_is_complete(wave, panel):
    first, second = wave.program.questions.all()
    card = make_card(make_application(wave=wave), panel[0])

    keep(card, {first.pk: 3, second.pk: None}, "Clear", version=1, now=AT)
    with pytest.raises(NotAllowed, match="1 criterion is not marked"):
        submit(card, {first.pk: 3, second.pk: None}, "Clear", version=2, now=AT)
    submit(card, {first.pk: 3, second.pk: 4}, "Clear", version=2, now=AT)

    card.refresh_from_db()
    assert (card.status, card.version, card.comment) == ("submitted", 3, "Clear")
    assert dict(card.scores.values_list("criterion", "mark")) == {first.pk: 3, second.pk: 4}


def test_a_card_saved_in_another_window_is_not_overwritten(wave, panel):
    card = make_card(make_application(wave=wave), panel[0])
    keep(card, {}, "from here", version=1, now=AT)

    with pytest.raises(Stale):
        keep(card, {}, "from there", version=1, now=AT)

    card.refresh_from_db()
    assert card.comment == "from here"


def test_scores_change_until_the_selection_ends(wave, panel):
    first, second = wave.program.questions.all()
    card = make_card(make_application(wave=wave), panel[0], 2, 2)

    submit(card, {first.pk: 3, second.pk: 3}, "", version=1, now=AT)
    Wave.objects.update(status=Wave.Status.PAIRING)
    with pytest.raises(NotAllowed, match="has closed"):
        submit(card, {first.pk: 4, second.pk: 4}, "", version=2, now=AT)

    assert set(card.scores.values_list("mark", flat=True)) == {3}
