"""What stands on the stage for applicants: something to volunteer, and somebody invited late."""

from datetime import UTC, date, datetime

from programs.models import LateInvitation
from programs.tests.factories import make_attribute, make_person


def things_of_applicants(program, wave):
    invitation = LateInvitation.objects.create(
        wave=wave,
        person=make_person(),
        side="mentor",
        at=datetime(2026, 9, 9, 12, tzinfo=UTC),
        expires_on=date(2040, 1, 1),  # whenever the tests are run
    )
    return {"attribute": make_attribute(program), "invitation": invitation}
