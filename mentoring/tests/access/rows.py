"""The form of a row in the access matrix."""

from dataclasses import dataclass, field

# everybody the matrix signs in; `stranger` has the same roles in another program
ROLES = (
    "anonymous",
    "colleague",
    "applicant",
    "mentor",
    "mentee",
    "assistant",
    "coach",
    "coordinator",
    "steering",
    "sponsor",
    "administrator",
    "other_pair",
    "stranger",
)


@dataclass(frozen=True)
class Row:
    """One address: what each role is answered to GET, and to an empty POST.

    ``expect`` maps role to status; ``otherwise`` serves the roles not named. Anonymous people are
    sent to sign-in (302) unless named. ``args`` names objects of the stage (`mentoring/tests/stage.py`) whose
    keys fill the address: names such as "wave", "pair", "session", "note".
    """

    name: str
    args: tuple = ()
    expect: dict = field(default_factory=dict)
    otherwise: int = 404
    post: dict | None = None
    post_otherwise: int = 404
    anonymous: int = 302


def rows(*entries):
    return {entry.name: entry for entry in entries}
