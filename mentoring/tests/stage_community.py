"""What the people of the stage's program share."""

from datetime import UTC, datetime

from programs.tests.factories_community import make_module, make_resource

AT = datetime(2026, 9, 14, 12, tzinfo=UTC)


def shared_things(program, wave, people):
    """What the rows of `access/programs_community.py` name."""
    return {
        "module": make_module(program, audience="mentor", is_required=True),
        "resource": make_resource(program, by=people["coordinator"], at=AT),
    }
