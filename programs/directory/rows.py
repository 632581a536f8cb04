"""A row of a directory file, somebody who is known already, and the list of what is wrong."""

from dataclasses import dataclass

SHOWN = 1000  # problems that are kept; all are counted
KEEP = object()  # a fact that stays as it is


@dataclass(slots=True, frozen=True)
class Known:
    """Somebody who is in the database before the import."""

    pk: int
    number: str | None
    email: str
    name: str
    manager_id: int | None
    is_active: bool
    is_superuser: bool


@dataclass(slots=True, eq=False)
class Row:
    """One row of the file: what it says, whom it is about, and whether it can be used."""

    number: int
    facts: dict
    cells: list
    good: bool = True
    person: Known | None = None
    manager: object = None  # a Row, a Known, None or KEEP

    @property
    def name(self):
        return f"{self.facts.get('given_name', '')} {self.facts.get('family_name', '')}".strip()


class Problems:
    """What is wrong with a file, in the order in which it was found."""

    def __init__(self, headers):
        self.called = {name: header for header, name in headers.items() if name}
        self.places = {}  # fact -> where its cell stands in a row
        self.shown, self.count = [], 0

    def say(self, row, fact, what, remedy, *, value=None, kept=False):
        """Note a problem. ``kept``: the row is used all the same, this fact stays as it was."""
        self.count += 1
        if value is None:
            place = self.places.get(fact, len(row.cells))
            value = row.cells[place] if place < len(row.cells) else ""
        if len(self.shown) < SHOWN:
            self.shown.append(
                {
                    "row": row.number,
                    "column": self.called.get(fact, fact),
                    "value": visible(value),
                    "what": what,
                    "remedy": remedy,
                    "kept": kept,
                }
            )


def visible(value):
    """A cell as a report can show it: short, and with nothing that hides."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in value[:80])
    return shown + "…" if len(value) > 80 else shown
