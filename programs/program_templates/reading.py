"""Reading the files of a template. A file that says something wrong is named, with what is wrong in it."""

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from pathlib import Path

from ..scenarios import mistakes

HERE = Path(__file__).parent
AUDIENCES = ("mentor", "mentee")
SCALE = ("Strongly disagree", "Disagree", "Partly", "Agree", "Strongly agree")
MARKS = ("Not shown", "Some", "Clear", "Outstanding")


class Mistake(Exception):
    """A template cannot be used; the sentence says in which file and why."""


@dataclass(frozen=True)
class Lesson:
    """One session of a curriculum: topic, agenda to start from, something to read before."""

    topic: str
    summary: str = ""
    recipe: tuple = ()
    reading_title: str = ""
    reading_url: str = ""
    reading_minutes: int = 0


@dataclass(frozen=True)
class Asked:
    """A question of one of the program's forms (`models.question`)."""

    code: str
    text: str
    sheet: str = ""
    kind: str = "scale"
    hint: str = ""
    choices: tuple = ()
    is_required: bool = True
    weight: int = 1


@dataclass(frozen=True)
class Module:
    """A training module; the words of its ``text`` or ``cards`` stand in a file of their own."""

    audience: str
    code: str
    kind: str
    title: str
    minutes: int
    text: str = ""
    url: str = ""
    cards: tuple = ()
    is_required: bool = False


@dataclass(frozen=True)
class Invited:
    """Something that people are invited to say of themselves, and what for."""

    code: str
    name: str
    why: str
    choices: tuple


@dataclass(frozen=True)
class Aim:
    name: str
    measure: str
    target: Decimal
    unit: str = ""
    baseline: Decimal | None = None
    review_every_weeks: int = 12


@dataclass(frozen=True)
class Reading:
    """Something for the library."""

    title: str
    text: str = ""
    url: str = ""
    topic: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Facts:
    """What stands in ``template.toml``."""

    name: str
    description: str
    lens: str
    teammates_asked: int
    purpose: str
    business_case: str
    topics: tuple


@dataclass(frozen=True)
class Template(Facts):
    key: str = ""
    guidelines: dict = field(default_factory=dict)
    curriculum: tuple = ()
    questions: tuple = ()
    training: tuple = ()
    attributes: tuple = ()
    objectives: tuple = ()
    resources: tuple = ()

    @property
    def choice_label(self):
        """What it is and what it brings, as the choice tiles of the form pack want it."""
        return f"{self.name}|{self.description}"


def flowing(text):
    """Text as people write it: the files wrap their lines, our Markdown keeps every break."""
    paragraphs = []
    for block in text.strip().split("\n\n"):
        lines = []
        for line in block.splitlines():
            if lines and not line.startswith(("- ", "#")) and not starts_with_number(line):
                lines[-1] += f" {line.strip()}"
            else:
                lines.append(line.rstrip())
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def starts_with_number(line):
    number, dot, _ = line.partition(". ")
    return bool(dot) and number.isdigit()


def read_folder(key, root=HERE):
    """The template in the folder ``key``; a `Mistake` when one of its files is not as it should be."""
    folder = root / key
    return Template(
        **vars(made(Facts, toml(folder / "template.toml"), "template.toml")),
        key=key,
        guidelines={audience: words(folder / f"{audience}.md") for audience in AUDIENCES},
        curriculum=entries(folder / "curriculum.toml", lesson=Lesson),
        questions=questions_in(folder / "questions.toml") + questions_in(folder / "surveys.toml"),
        training=tuple(
            with_words(module, folder / "training")
            for module in entries(folder / "training.toml", module=Module)
        ),
        attributes=entries(folder / "attributes.toml", attribute=Invited),
        objectives=entries(folder / "objectives.toml", objective=Aim),
        resources=entries(folder / "resources.toml", resource=Reading),
    )


def toml(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise Mistake(f"{path.name} is missing.") from None
    except tomllib.TOMLDecodeError as trouble:
        raise Mistake(f"{path.name}: {trouble}.") from trouble


def words(path):
    try:
        return flowing(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Mistake(f"{path.name} is missing.") from None


def entries(path, **kinds):
    """The entries of a file whose only heading is the one of ``kinds``; none when there is no such file."""
    if not path.exists():
        return ()
    [(heading, kind)] = kinds.items()
    content = toml(path)
    if unknown := set(content) - {heading}:
        raise Mistake(f"{path.name}: [[{sorted(unknown)[0]}]] is no heading of this file.")
    return tuple(
        made(kind, entry, f"{path.name}, entry {number}")
        for number, entry in enumerate(content.get(heading, ()), start=1)
    )


def made(kind, entry, where, **more):
    """``entry`` as a ``kind``: every name known, nothing missing, each value of the kind that is wanted."""
    known = {each.name: each for each in fields(kind)}
    given = {name: value for name, value in entry.items() if name not in more}
    for name, value in given.items():
        if name not in known:
            raise Mistake(f"{where}: “{name}” is not known here.")
        if not is_of(known[name].type, value):
            raise Mistake(f"{where}: “{name}” is {value!r}, and should be {called(known[name].type)}.")
    for name, each in known.items():
        if name not in given and name not in more and each.default is MISSING:
            raise Mistake(f"{where}: “{name}” is missing.")
    return kind(**{name: settled(value) for name, value in given.items()}, **more)


def is_of(wanted, value):
    if wanted is int or wanted is bool:
        return type(value) is wanted
    if wanted is tuple:
        return isinstance(value, list)
    return isinstance(value, str if wanted is str else (int, Decimal))


def called(wanted):
    return {str: "text", int: "a whole number", bool: "true or false", tuple: "a list"}.get(
        wanted, "a number"
    )


def settled(value):
    """Texts flow, lists cannot change."""
    if isinstance(value, list):
        return tuple(map(settled, value))
    return flowing(value) if isinstance(value, str) else value


def questions_in(path):
    """Questions by sheet; the forms of referees and reviewers and the readiness have scales of their own."""
    if not path.exists():
        return ()
    usual = {"scorecard": MARKS, "recommendation": SCALE, "readiness": SCALE}
    found = []
    for sheet, asked in toml(path).items():
        for number, entry in enumerate(asked, start=1):
            where = f"{path.name}, {sheet} {number}"
            is_heading = entry.get("kind") == "heading"
            choices = settled(entry.get("choices", [] if is_heading else list(usual.get(sheet, ()))))
            found.append(made(Asked, entry, where, sheet=sheet, choices=choices))
    return tuple(found)


def with_words(module, folder):
    """The module with its text or its cards."""
    stem = f"{module.audience}-{module.code}"
    if module.kind == "text":
        return Module(**{**vars(module), "text": words(folder / f"{stem}.md")})
    if module.kind == "scenario":
        return Module(**{**vars(module), "cards": cards_in(folder / f"{stem}.toml")})
    return module


def cards_in(path):
    cards = tuple(
        {
            "key": card.get("key", ""),
            "text": flowing(card.get("text", "")),
            "answers": [
                {name: flowing(answer.get(name, "")) for name in ("text", "reply", "to")}
                for answer in card.get("answer", ())
            ],
        }
        for card in toml(path).get("card", ())
    )
    for key, sentence in mistakes(cards):
        raise Mistake(f"{path.name}, card “{key}”: {sentence}")
    return cards
