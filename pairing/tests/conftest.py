"""Who works in the workbench."""

import pytest

from programs.tests.factories import make_person


@pytest.fixture
def ines(client):
    """The coordinator, signed in."""
    ines = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(ines)
    return ines
