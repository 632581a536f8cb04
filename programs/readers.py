"""Who reads what, as a table that coordinators see in step 5; apps to the right register their rows.

A row names the roles that may read a thing. `mentoring/tests/test_readers.py` holds each against the table by
which every page is searched for confidential words, so it cannot promise what no page keeps.
"""

from dataclasses import dataclass, field

ROLES = {
    "mentor": "Mentor",
    "mentee": "Mentee",
    "coach": "Coach",
    "coordinator": "Coordinator",
    "steering": "Steering",
    "sponsor": "Sponsor",
    "other_pair": "Other pairs",
}
_rows, _promises = [], []


@dataclass(frozen=True)
class Row:
    """A thing and the roles that read it; ``proof`` names it in the words of the test that looks for it."""

    number: int
    thing: str
    read_by: frozenset
    proof: str = field(compare=False)
    remark: str = ""

    @property
    def cells(self):
        return [(label, role in self.read_by) for role, label in ROLES.items()]


def register(number, thing, *roles, proof, remark=""):
    """Add a row; ``number`` is its place in the table."""
    _rows.append(Row(number, thing, frozenset(roles), proof, remark))


def promise(sentence):
    """Add a sentence that holds for everybody."""
    _promises.append(sentence)


def rows():
    return sorted(_rows, key=lambda row: row.number)


def promises():
    return list(_promises)
