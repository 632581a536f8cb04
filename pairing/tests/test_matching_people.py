"""Bad input is refused by name before anything is computed."""

import pytest

from pairing.matching import (
    BadPool,
    BadSettings,
    Directory,
    Force,
    ReportingCycle,
    Rule,
    Rules,
    UnknownManager,
    UnknownPerson,
    look_at,
    propose,
)

from .matching_pools import make_mentee, make_mentor, make_pool


def test_a_ring_of_managers_is_refused_with_all_names_from_wherever_it_is_found():
    directory = Directory(
        {7: 8, 8: 9, 9: 7, 10: 7}, {7: "Tom Hale", 8: "Ana Reyes", 9: "Cy Dorn", 10: "Bo Lind"}
    )

    with pytest.raises(ReportingCycle) as refused:
        make_pool(mentors=[make_mentor(manager=10)], directory=directory)

    assert str(refused.value) == (
        "Tom Hale reports to Ana Reyes, who reports to Cy Dorn, who reports to Tom Hale:"
        " nobody can be their own manager."
    )


def test_nobody_is_their_own_manager():
    with pytest.raises(ReportingCycle, match="Delia Fontaine reports to Delia Fontaine"):
        make_pool([make_mentee(manager=1)])


def test_an_unknown_manager_is_refused_with_the_name_of_whose_it_is():
    with pytest.raises(UnknownManager, match="Delia Fontaine reports to 4711, who is not in the directory"):
        make_pool([make_mentee(manager=4711)])


def test_people_outside_the_pool_may_report_to_people_inside_it():
    pool = make_pool([make_mentee()], [make_mentor(manager=7)], directory=Directory({7: 1}, {7: "Tom Hale"}))

    assert pool.directory.above(2) == [7, 1]


def test_two_different_managers_for_one_person_are_refused():
    with pytest.raises(BadPool, match="Delia Fontaine has two managers: 8 and 7"):
        make_pool([make_mentee(manager=7)], directory=Directory({1: 8, 7: None, 8: None}))


def test_the_directory_knows_the_manager_that_a_person_does_not_name():
    pool = make_pool([make_mentee()], directory=Directory({1: 8, 8: None}))

    assert pool.directory.above(1) == [8]


def test_nobody_is_on_one_side_twice():
    with pytest.raises(BadPool, match="Delia Fontaine is twice among the mentees"):
        make_pool([make_mentee(), make_mentee()])


def test_people_who_are_not_there_are_named():
    pool = make_pool([make_mentee()], [make_mentor()])

    with pytest.raises(UnknownPerson, match="Owen Pemberton is not a mentee in this pool"):
        propose(pool, bans=[(2, 1)])
    with pytest.raises(UnknownPerson, match="person 99 is not a mentor in this pool"):
        look_at(pool, 1, 99)


@pytest.mark.parametrize(
    "facts",
    [
        {"key": 1.5},
        {"key": True},
        {"grade": "9"},
        {"grade": float("nan")},
        {"capacity": -1},
        {"capacity": 1.0},
        {"utc_offset": float("nan")},
        {"utc_offset": 99},
        {"topics": {"video": 4}},
        {"topics": {"video": 0}},
        {"topics": {"video": float("nan")}},
        {"familiarity": {"video": -1}},
        {"hours": {"monday"}},
        {"hours": {"mon-25"}},
    ],
)
def test_facts_that_make_no_sense_are_refused_with_the_name(facts):
    with pytest.raises(BadPool, match="Delia Fontaine"):
        make_mentee(**facts)


def test_keys_may_be_numbers_and_words_at_once():
    pool = make_pool([make_mentee(key="7"), make_mentee(key=7), make_mentee(key="ana")])

    assert [person.key for person in pool.mentees] == [7, "7", "ana"]


def test_rules_survive_being_stored_and_what_is_not_named_keeps_its_default():
    rules = Rules.from_settings({"function": {"force": "soft", "penalty": 10}, "grade_gap": {"value": 3}})

    assert rules == Rules(function=Rule(force=Force.SOFT, penalty=10), grade_gap=Rule(value=3))
    assert Rules.from_settings(rules.to_settings()) == rules
    assert Rules(shared_manager=Rule(force=Force.SOFT)).shared_manager.value == 2


@pytest.mark.parametrize(
    "settings",
    [
        {"hat_size": {}},
        {"function": {"colour": 1}},
        {"function": {"force": "maybe"}},
        {"function": {"penalty": 101}},
        {"function": {"penalty": float("nan")}},
        {"function": {"value": 2}},
        {"shared_manager": {"value": 0}},
        {"grade_gap": {"value": 1.5}},
    ],
)
def test_settings_that_do_not_exist_or_make_no_sense_are_refused(settings):
    with pytest.raises(BadSettings):
        Rules.from_settings(settings)
