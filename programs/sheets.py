"""What stands on the sheet of a talent profile: one description, laid out as page, on paper and as PDF.

Every text that the form takes fits on one page. What is longer all the same is shortened on paper, and the
sheet says so.
"""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import dates

LEVELS = {1: "gets by", 2: "knows it well", 3: "others ask"}
ON_PAPER = 1000  # of one text, in the width of ordinary letters
MOST_LINES = 8
# the width of all texts from which the print is smaller
DENSITIES = ((7000, "densest"), (4600, "denser"), (2600, "dense"))


@dataclass(frozen=True)
class Section:
    """``kind`` says how it is laid out: "quote" and "prose" hold paragraphs, "rows" pairs, "tags" words."""

    key: str
    title: str
    kind: str
    entries: tuple


@dataclass(frozen=True)
class Sheet:
    name: str
    headline: str
    job: str
    facts: tuple
    sections: tuple
    is_shortened: bool = False

    @property
    def wide(self):
        """The sections that take the whole width; they come first."""
        return sum(section.kind == "quote" for section in self.sections)

    @property
    def split(self):
        """Where the second of two columns begins, so that both are about as long."""
        weights = list(map(weight_of, self.sections))
        places = range(self.wide, len(weights) + 1)
        return min(places, key=lambda at: abs(sum(weights[self.wide : at]) - sum(weights[at:])))

    @property
    def density(self):
        """How small paper must print it: "", "dense", "denser" or "densest"."""
        most = width_of(self.headline) + sum(map(weight_of, self.sections))
        return next((name for least, name in DENSITIES if most > least), "")


def sheet_of(person, profile, *, today):
    """Everything on the sheet in reading order; a section that is empty is left out."""
    sections = sections_of(profile, today) if profile else ()
    return Sheet(
        name=plain(person.full_name),
        headline=plain(profile.headline) if profile else "",
        job=", ".join(filter(None, (plain(person.job_title), plain(person.line_of_business)))),
        facts=facts_of(person, today),
        sections=tuple(section for section in sections if section.entries),
    )


def on_paper(sheet):
    """The same with each text cut to what paper holds."""
    sections = tuple(
        Section(each.key, each.title, each.kind, tuple(shortened(entry) for entry in entries_on_paper(each)))
        for each in sheet.sections
    )
    is_shortened = [each.entries for each in sections] != [each.entries for each in sheet.sections]
    return Sheet(sheet.name, shortened(sheet.headline), sheet.job, sheet.facts, sections, is_shortened)


def facts_of(person, today):
    """Place, grade, and how long they have been with the company: from the directory, never asked."""
    found = [plain(person.location)] if person.location else []
    if person.grade:
        found.append(_("Grade %(grade)s") % {"grade": person.grade})
    if person.hired_on:
        since = f"{person.hired_on:%B %Y}"
        had_the_day = (today.month, today.day) >= (person.hired_on.month, person.hired_on.day)
        years = today.year - person.hired_on.year - (not had_the_day)
        found.append(
            ngettext("Here since %(since)s, %(years)s year", "Here since %(since)s, %(years)s years", years)
            % {"since": since, "years": years}
            if years
            else _("Here since %(since)s") % {"since": since}
        )
    return tuple(found)


def sections_of(profile, today):
    levels = [
        (plain(each["name"]), f"{each['level']} · {LEVELS[each['level']]}") for each in profile.competencies
    ]
    jobs = [(span_of(job), plain(job["what"])) for job in profile.jobs]
    yield Section("pitch", _("In two minutes"), "quote", paragraphs(profile.pitch))
    yield Section("competencies", _("Competencies"), "rows", tuple(levels))
    yield Section("goals", _("Goals for the next two years"), "prose", paragraphs(profile.goals))
    yield Section("jobs", _("Job history"), "rows", tuple(jobs))
    yield Section("education", _("Education"), "prose", paragraphs(profile.education))
    yield Section("background", _("Background"), "prose", paragraphs(profile.background))
    yield Section("interests", _("Outside work"), "tags", tuple(map(plain, profile.interests)))
    yield Section("languages", _("Languages"), "tags", tuple(map(plain, profile.languages)))
    yield Section("works_best", _("Works best"), "prose", paragraphs(profile.works_best))


def span_of(job):
    """Jun 2021 – now"""
    if not job["from"]:
        return ""
    return f"{dates.month(job['from'])} – {dates.month(job['until']) if job['until'] else _('now')}"


def paragraphs(text):
    """The lines of a text that hold something."""
    return tuple(line for line in map(plain, text.splitlines()) if line)


def plain(text):
    """On one line, without characters that have no shape: controls, halves of pairs, places without a letter.

    Signs that only steer the direction of writing go too: they would turn around what stands beside them.
    """
    kept = (
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace()
        or letter in "\u200c\u200d"
        or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Co")
    )
    return " ".join("".join(kept).split())


# --- how much paper a text takes ----------------------------------------------------------------------------


def width_of(text):
    """In ordinary letters: capitals are wider, so are those of East Asia; marks stand above others."""
    return round(sum(map(width_of_letter, text)))


def width_of_letter(letter):
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.6
    return 1.9 if letter.isupper() else 1


def weight_of(section):
    per_entry = 20 if section.kind == "tags" else 45
    return 90 + sum(
        max(per_entry, sum(map(width_of, entry if isinstance(entry, tuple) else (entry,))))
        for entry in section.entries
    )


def entries_on_paper(section):
    """Many short lines take as much room as long ones: beyond some they go on in one."""
    if section.kind not in ("prose", "quote") or len(section.entries) <= MOST_LINES:
        return section.entries
    return (*section.entries[: MOST_LINES - 1], " ".join(section.entries[MOST_LINES - 1 :]))


def shortened(entry):
    if isinstance(entry, tuple):
        return tuple(map(shortened, entry))
    if width_of(entry) <= ON_PAPER:
        return entry
    kept, left = [], ON_PAPER
    for letter in entry:
        left -= width_of_letter(letter)
        if left < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + " …"
