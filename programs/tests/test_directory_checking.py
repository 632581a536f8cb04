"""Rows that cannot be right, and what becomes of the others (fault 55)."""

import random

import pytest

from programs.models import User

from .directory_files import bring, csv_file, person_row, state_of

pytestmark = pytest.mark.django_db


def said(imported):
    return [(problem["row"], problem["column"], problem["what"]) for problem in imported.problems]


@pytest.mark.parametrize(
    ("facts", "column", "what"),
    [
        ({"email": ""}, "Email", "is empty"),
        ({"email": "ann"}, "Email", "is not an email address"),
        ({"email": "аnn@northmoor.example"}, "Email", "cyrillic small letter a"),
        ({"given": " "}, "First name", "is empty"),
        ({"grade": "0"}, "Grade", "is not a grade"),
        ({"grade": "4.5"}, "Grade", "is not a grade"),
        ({"grade": "²"}, "Grade", "is not a grade"),
        ({"zone": "Amerika/Berlin"}, "Time zone", "is not a time zone"),
        ({"zone": "Eastern Time"}, "Time zone", "is not a time zone"),
        ({"hired": "2020-02-30"}, "Hire date", "is not a date"),
        ({"hired": "31/01/2020"}, "Hire date", "is not a date"),
        ({"hired": "3020-01-01"}, "Hire date", "too far from today"),
        ({"status": "perhaps"}, "Status", "is not a status"),
        ({"manager": "999"}, "Manager ID", "is nobody in this file or in the directory"),
        ({"manager": "1"}, "Manager ID", "as their own manager"),
        ({"manager": "LEE1@northmoor.example"}, "Manager ID", "as their own manager"),
    ],
)
def test_a_bad_cell_leaves_its_row_out_and_no_other(facts, column, what):
    imported = bring(csv_file(person_row(1, **facts), person_row(2)))

    ((row, where, found),) = said(imported)
    assert (row, where) == (2, column)
    assert what in found
    assert list(User.objects.values_list("employee_number", flat=True)) == ["2"]


@pytest.mark.parametrize("hired", ["2020-01-31", "01/31/2020", "31.01.2020", "2020-01-31 00:00:00"])
def test_ways_to_write_a_date(hired):
    bring(csv_file(person_row(1, hired=hired)))

    assert User.objects.get().hired_on.isoformat() == "2020-01-31"


def test_all_or_nothing_writes_nothing_when_one_row_is_bad():
    imported = bring(csv_file(person_row(1, grade="x"), person_row(2)), all_or_nothing=True)

    assert (imported.status, imported.problem_count, User.objects.count()) == ("refused", 1, 0)


def test_doubles_are_refused_together():
    imported = bring(
        csv_file(
            person_row("n1", email="a@northmoor.example"),
            person_row("N1"),
            person_row("ｎ1", email="c@northmoor.example"),
            person_row(4, email="Lee5@northmoor.example"),
            person_row(5),
            person_row(6),
        )
    )

    assert [row for row, *_ in said(imported)] == [2, 3, 4, 5, 6]
    assert User.objects.get().employee_number == "6"


def test_managers_by_number_or_address_in_any_order():
    bring(
        csv_file(person_row(1, manager="LEE2@northmoor.example"), person_row(2, manager="3"), person_row(3))
    )

    chain = User.objects.select_related("manager__manager").get(employee_number="1")
    assert (chain.manager.employee_number, chain.manager.manager.employee_number) == ("2", "3")


def test_a_circle_of_managers_is_refused_by_name():
    imported = bring(
        csv_file(person_row(1, manager="2"), person_row(2, manager="1"), person_row(3, manager="1"))
    )

    circle = "closes a circle of managers: Ann1 Lee1 → Ann2 Lee2 → Ann1 Lee1"
    assert said(imported) == [
        (2, "Manager ID", circle),
        (3, "Manager ID", circle),
        (4, "Manager ID", "is in row 2, which is left out"),
    ]
    assert User.objects.get().manager is None


def test_a_circle_through_somebody_whose_row_is_bad():
    bring(csv_file(person_row(1), person_row(2, manager="1")))

    imported = bring(csv_file(person_row(1, manager="2"), person_row(2, manager="", grade="x")))

    assert [row for row, *_ in said(imported)] == [2, 3]
    assert User.objects.get(employee_number="1").manager is None


def test_a_manager_whose_row_is_bad_but_who_is_known():
    bring(csv_file(person_row(1), person_row(2)))

    imported = bring(csv_file(person_row(1, grade="x"), person_row(2, manager="1")))

    assert imported.problem_count == 1
    assert User.objects.get(employee_number="2").manager.employee_number == "1"


def test_an_address_that_somebody_keeps_is_not_given_away():
    bring(csv_file(person_row(1), person_row(2)))

    imported = bring(csv_file(person_row(1), person_row(3, email="lee2@northmoor.example")), many=True)

    assert said(imported) == [(3, "Email", "belongs to Ann2 Lee2 (2)")]
    assert User.objects.get(employee_number="2").is_active  # mentioned, if only by address


def test_a_chain_of_addresses_breaks_where_one_row_is_bad():
    people = range(1, 1500)
    bring(csv_file(*(person_row(number) for number in people)))

    imported = bring(
        csv_file(
            *(
                person_row(
                    number, email=f"lee{number + 1}@northmoor.example", grade="x" if number == 1499 else "3"
                )
                for number in people
            )
        )
    )

    assert (imported.updated, imported.problem_count) == (0, 1499)
    assert len(imported.problems) == 1000


def test_people_whose_row_is_bad_have_not_left():
    bring(csv_file(person_row(1), person_row(2)))

    imported = bring(csv_file(person_row(1), person_row(2, grade="x")))

    assert (imported.left, User.objects.employed().count()) == (0, 2)


def test_nobody_leaves_for_being_absent_while_a_row_could_be_anyone():
    bring(csv_file(*(person_row(number) for number in range(10))))

    imported = bring(csv_file(*(person_row(number) for number in range(9)), person_row("", email="")))

    assert imported.left == 0
    assert any("could be one of the 1 people" in what for _, _, what in said(imported))


def test_an_administrator_cannot_be_imported_away():
    bring(csv_file(person_row(1), person_row(2)))
    User.objects.filter(employee_number="1").update(is_superuser=True)

    imported = bring(csv_file(person_row(1, status="Left", grade="9"), person_row(2)))

    boss = User.objects.get(employee_number="1")
    assert (boss.is_active, boss.grade, imported.problems[0]["kept"]) == (True, 9, True)


def test_columns_that_are_missing_leave_facts_as_they_are():
    bring(csv_file(person_row(1, title="Lead"), person_row(2, manager="1")))
    before = state_of()

    imported = bring(
        b"Employee ID,First name,Last name,Email\n"
        b"1,Ann1,Lee1,lee1@northmoor.example\n2,Ann2,Lee2,lee2@northmoor.example\n"
    )

    assert (imported.unchanged, state_of()) == (2, before)


def test_random_reporting_trees_never_end_in_a_circle():
    chance = random.Random(54)  # noqa: S311
    for _ in range(25):
        rows = [
            person_row(number, manager=str(chance.randrange(12)) if chance.random() < 0.9 else "")
            for number in range(12)
        ]
        bring(csv_file(*rows), many=True)
        above = dict(User.objects.values_list("pk", "manager"))
        for start in above:
            seen, node = set(), start
            while node:
                assert node not in seen
                seen.add(node)
                node = above[node]
