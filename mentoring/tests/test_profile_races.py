"""A talent profile saved while its draft keeps itself."""

import pytest
from django.utils import timezone

from programs.models import ProfileDraft
from programs.profiles import own_profile, save_draft, save_profile, stand_of
from programs.tests.factories import make_person
from programs.tests.racing import at_once


@pytest.mark.django_db(transaction=True)
def test_of_a_save_and_a_draft_at_the_same_moment_one_is_refused():
    person = make_person()
    for _ in range(5):
        stand = stand_of(own_profile(person))
        done = at_once(
            lambda stand=stand: save_profile(stand, {"goals": "final"}, now=timezone.now()),
            lambda stand=stand: save_draft(stand, {"goals": ["draft"]}, now=timezone.now()),
        )

        assert sorted(done) == [False, True]
        assert ProfileDraft.objects.exists() == done[1]
