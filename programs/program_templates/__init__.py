"""What a program can start from: a folder per template with its facts (TOML) and guidelines (Markdown)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
# in the order in which they are offered
KEYS = ("digital_fluency", "inclusion", "blank")


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
class Template:
    key: str
    name: str
    description: str
    lens: str
    purpose: str
    business_case: str
    topics: tuple
    teammates_asked: int
    curriculum: tuple
    guidelines: dict

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
            if lines and not line.startswith(("- ", "#")):
                lines[-1] += f" {line.strip()}"
            else:
                lines.append(line.rstrip())
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


@cache
def template(key):
    """The template called ``key``; KeyError when there is none."""
    if key not in KEYS:
        raise KeyError(key)
    folder = HERE / key
    facts = tomllib.loads((folder / "template.toml").read_text(encoding="utf-8"))
    lessons = tuple(
        Lesson(**{**lesson, "recipe": tuple(map(tuple, lesson.get("recipe", ())))})
        for lesson in facts.pop("curriculum", ())
    )
    return Template(
        key=key,
        topics=tuple(facts.pop("topics", ())),
        curriculum=lessons,
        guidelines={
            audience: flowing((folder / f"{audience}.md").read_text(encoding="utf-8"))
            for audience in ("mentor", "mentee")
        },
        **{name: flowing(value) if isinstance(value, str) else value for name, value in facts.items()},
    )


def all_templates():
    return [template(key) for key in KEYS]
