"""What stands on the stage for applicants: something to volunteer, and somebody invited late."""

from datetime import UTC, date, datetime

from django.utils import timezone

from programs.models import LateInvitation, TypedForm
from programs.tests.factories import make_attribute, make_person


def things_of_applicants(program, wave, mentor):
    invitation = LateInvitation.objects.create(
        wave=wave,
        person=make_person(),
        side="mentor",
        at=datetime(2026, 9, 9, 12, tzinfo=UTC),
        expires_on=date(2040, 1, 1),  # whenever the tests are run
    )
    typed = TypedForm.objects.create(
        person=mentor, path="/settings/", fields=[["theme", "dark"]], kept_at=timezone.now()
    )
    return {"typed": typed, "attribute": make_attribute(program), "invitation": invitation}
