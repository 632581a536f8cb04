"""The table of step 5 promises what the search for confidential words proves, and nothing else."""

import pytest

from programs import readers

from .test_leaks import SEEN_BY


@pytest.mark.parametrize("row", readers.rows(), ids=lambda row: row.thing)
def test_a_row_says_who_is_found_reading(row):
    assert row.read_by == SEEN_BY[row.proof] & set(readers.ROLES)


def test_rows_stand_in_an_order_of_their_own():
    numbers = [row.number for row in readers.rows()]

    assert len(numbers) == len(set(numbers)) > 8
