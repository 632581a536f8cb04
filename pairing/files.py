"""Matching from plain files, without a database: people as CSV or XLSX, rules as TOML.

Each column is described in ``COLUMNS``. Headers are recognized in many spellings, or mapped by hand; a cell
that makes no sense is named with its file, row and column.
"""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from programs.directory.fields import folded
from programs.directory.reading import Unreadable, read

from .matching import Directory, Person, Pool, Quota, Rules, Weights


class BadFile(Exception):
    """What is wrong with the files, a sentence for each; nothing is matched before all is right."""

    def __init__(self, mistakes):
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Column:
    """One column: what stands in it, and the headers we know for it."""

    name: str
    says: str
    known: str = ""
    required: bool = False


COLUMNS = (
    Column("id", "A name that is used once", "key number email employeeid employee mail", True),
    Column("name", "What to call the person", "fullname person", True),
    Column("grade", "A whole number; higher is more senior", "level joblevel"),
    Column("line_of_business", "For the rule of that name", "lob division businessline line"),
    Column("function", "For the rule of that name", "jobfunction"),
    Column("department", "For the rule of that name", "dept team"),
    Column("location", "The same place gives points", "office site place city"),
    Column("utc_offset", "Hours from UTC, such as -5", "offset timezone"),
    Column("meets_remotely", "yes or no; yes where nothing is said", "remote"),
    Column("manager", "The id of the manager, in any of the files", "managerid reportsto"),
    Column("former_managers", "ids with the last day: ana 2025-03-01; ben 2024-11-30"),
    Column("topics", "Offered or wanted, with a level 1 to 3: podcasts 3; video 1", "skills offers wants"),
    Column("familiarity", "Of mentees, how well a topic is known, 0 to 3: video 1", "knows"),
    Column("interests", "Words: sailing; choir", "hobbies"),
    Column("experience", "Words: teaching; claims", "background competencies"),
    Column("languages", "Words: English; Polish"),
    Column("hours", "Half days or hours of the week: mon-am; tue-09", "availability suitablehours"),
    Column("no_go_people", "ids never to be paired with", "nogos"),
    Column("no_go_units", "Departments, lines or functions never to be paired with"),
    Column("standing", "0 to 100: how a mentor was judged", "score"),
    Column("capacity", "How many mentees a mentor takes, 1 where nothing is said", "places"),
)
BY_WORD = {
    folded(word): column.name
    for column in COLUMNS
    for word in (column.name, column.name.replace("_", " "), *column.known.split())
}
WORDS = ("interests", "experience", "languages", "hours", "no_go_people", "no_go_units")
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


@dataclass
class Policy:
    """What ``rules.toml`` says."""

    rules: Rules = field(default_factory=Rules)
    weights: Weights = field(default_factory=Weights)
    locks: list = field(default_factory=list)
    bans: list = field(default_factory=list)
    wishes: list = field(default_factory=list)
    quotas: list = field(default_factory=list)
    weakest_first: bool = True


def pool_from(mentors, mentees, *, directory=None, headers=None, today=None):
    """A pool from files' contents: ``(file name, bytes)`` each; ``headers`` maps theirs to ours.

    ``directory`` holds more people to report to: id, name and manager.
    """
    mistakes = []
    sides = [people_in(*given, headers or {}, mistakes) for given in (mentees, mentors)]
    known, names = {}, {}
    if directory:
        for person in people_in(*directory, headers or {}, mistakes):
            known[person.key], names[person.key] = person.manager, person.name
    if mistakes:
        raise BadFile(mistakes)
    try:
        return Pool(
            mentees=sides[0],
            mentors=sides[1],
            today=today or date.today(),  # noqa: DTZ011 - the day where the command runs
            directory=Directory(known, names),
        )
    except ValueError as trouble:
        raise BadFile([str(trouble)]) from trouble


def people_in(filename, content, headers, mistakes):
    """The people of one file; what is wrong is added to ``mistakes``."""
    try:
        sheet = read(content)
    except Unreadable as trouble:
        mistakes.append(f"{filename}: {trouble}")
        return []
    places = columns_of(filename, sheet.headers, headers, mistakes)
    mistakes += [f"{filename}, row {row}: {what}. {remedy}" for row, what, remedy in sheet.broken]
    found = []
    for number, cells in sheet.rows:
        row = defaultdict(str, {name: cells[at].strip() for name, at in places.items() if at < len(cells)})
        person = person_in(f"{filename}, row {number}", row, mistakes)
        if person:
            found.append(person)
    return found


def columns_of(filename, given, mapped, mistakes):
    """Where each of our columns stands in a file: as mapped by hand, else as its header is recognized."""
    places = {}
    for at, header in enumerate(given):
        name = mapped.get(header, BY_WORD.get(folded(header)))
        if name and name not in places:
            places[name] = at
    missing = [column.name for column in COLUMNS if column.required and column.name not in places]
    mistakes += [f"{filename} has no column “{name}”. It has: {', '.join(given)}." for name in missing]
    return {} if missing else places


def person_in(where, row, mistakes):
    """One person, or None with the mistakes of the row."""
    facts, wrong = {}, []
    for name, make in MADE.items():
        if row[name]:
            try:
                facts[name] = make(row[name])
            except ValueError as trouble:
                wrong.append(f"{where}, {name}: {trouble}.")
    for name in ("id", "name"):
        if not row[name]:
            wrong.append(f"{where}, {name}: is missing.")
    if not wrong:
        texts = ("line_of_business", "function", "department", "location")
        try:
            return Person(
                key=row["id"],
                name=row["name"],
                manager=row["manager"] or None,
                **{name: row[name] for name in texts},
                **facts,
            )
        except ValueError as trouble:
            wrong.append(f"{where}: {trouble}")
    mistakes += wrong
    return None


def whole(text):
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a whole number") from None


def number(text):
    try:
        return float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise ValueError(f"“{text}” is not a number") from None


def yes_or_no(text):
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise ValueError(f"“{text}” is neither yes nor no")


def words(text):
    return frozenset(word.strip() for word in text.replace(",", ";").split(";") if word.strip())


def levels(text):
    """``podcasts 3; video 1``"""
    found = {}
    for word in words(text):
        name, _, level = word.rpartition(" ")
        if not name or not level.isdigit():
            raise ValueError(f"“{word}” should be a topic with its level, such as podcasts 3")
        found[name.strip()] = int(level)
    return found


def former(text):
    """``ana 2025-03-01; ben 2024-11-30``"""
    found = []
    for word in sorted(words(text)):
        manager, _, day = word.rpartition(" ")
        try:
            found.append((manager.strip(), date.fromisoformat(day)))
        except ValueError:
            raise ValueError(f"“{word}” should be an id with a day, such as ana 2025-03-01") from None
    return tuple(found)


MADE = {
    "grade": whole,
    "utc_offset": number,
    "meets_remotely": yes_or_no,
    "former_managers": former,
    "topics": levels,
    "familiarity": levels,
    "standing": whole,
    "capacity": whole,
    **dict.fromkeys(WORDS, words),
}


def policy_from(filename, content):
    """Rules, weights and marks from TOML; what is not said keeps its usual value."""
    try:
        said = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise BadFile([f"{filename}: {trouble}."]) from trouble
    known = {"rules", "weights", "locks", "bans", "wishes", "quotas", "weakest_first"}
    if strangers := sorted(set(said) - known):
        raise BadFile([f"{filename}: there is no “{strangers[0]}”. Known are {', '.join(sorted(known))}."])
    try:
        marks = {
            name: [(two["mentee"], two["mentor"]) for two in said.get(name, [])]
            for name in ("locks", "bans", "wishes")
        }
        return Policy(
            rules=Rules.from_settings(said.get("rules", {})),
            weights=Weights.from_settings(said.get("weights", {})),
            quotas=[Quota(**said_of) for said_of in said.get("quotas", [])],
            weakest_first=bool(said.get("weakest_first", True)),
            **marks,
        )
    except (KeyError, TypeError) as trouble:
        said = "a lock, ban or wish needs a mentee and a mentor, a quota an attribute and a value"
        raise BadFile([f"{filename}: {said}."]) from trouble
    except ValueError as trouble:
        raise BadFile([f"{filename}: {trouble}"]) from trouble
