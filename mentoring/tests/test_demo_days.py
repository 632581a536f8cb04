"""The demo can be loaded on whatever day somebody wants to see it."""

from datetime import date

import pytest

from mentoring.demo import load
from programs.models import Wave


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2027, 3, 14), date(2028, 2, 29), date(2026, 12, 31)])
def test_a_sunday_of_the_clock_change_a_leap_day_and_new_years_eve_will_do(day):
    assert load(day) is True
    assert sorted(Wave.objects.values_list("status", flat=True)) == ["closed", "recruiting", "running"]
