from datetime import timedelta

import pytest
from django.utils import timezone

from programs import outbox
from programs.models import Notice, Wave

from .factories import make_person, make_wave

pytestmark = pytest.mark.django_db


def test_nobody_claims_what_was_put_off_after_it_was_found_due():
    outbox.owe(make_person(), "wave-cancelled", about=make_wave(status=Wave.Status.CANCELLED))
    (found,) = Notice.objects.due(timezone.now()).values_list("pk", flat=True)
    Notice.objects.filter(pk=found).update(due_at=timezone.now() + timedelta(minutes=2))

    assert not Notice.objects.claim(found)
    assert Notice.objects.get().delivery == Notice.Delivery.OWED
