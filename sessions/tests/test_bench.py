"""What is measured is what the product does: the bench's wave is planned as any other."""

import pytest

from sessions import bench
from sessions.models import Session

pytestmark = pytest.mark.django_db


def test_a_made_up_wave_is_planned_whole():
    assert bench.planning(20)[1] == 140

    _, placed, statements = bench.whole_wave(3)

    assert placed == Session.objects.count() == 21
    assert statements == bench.whole_wave(9)[2], "as many for three times the pairs"
