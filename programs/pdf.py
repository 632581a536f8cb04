"""The sheet of a talent profile as PDF: tagged for screen readers, fonts and photo inside, one page."""

import json
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from .sheets import on_paper

SHEET = Path(__file__).with_name("profile_sheet.typ")


def pdf_of(sheet, *, photo=None, paper="a4"):
    """The file. What people wrote is passed as data and never read as markup."""
    printed = on_paper(sheet)
    data = {
        "title": _("Talent profile of %(name)s") % {"name": printed.name},
        "name": printed.name,
        "headline": printed.headline,
        "job": printed.job,
        "facts": printed.facts,
        "sections": [vars(section) for section in printed.sections],
        "wide": printed.wide,
        "split": printed.split,
        "photo": list(photo) if photo else None,
        "note": _("Shortened to one page; all of it stands in the talent profile.")
        if printed.is_shortened
        else "",
        "paper": paper,
    }
    source, inputs = SHEET.read_bytes(), {"sheet": json.dumps(data)}
    try:
        return typst.compile(source, sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        # no font of this machine has one of the letters: PDF/UA forbids the empty box that stands for it
        return typst.compile(source, sys_inputs=inputs)


def paper_in(zone):
    """The paper that printers hold where the reader is."""
    return "us-letter" if zone.startswith(("America/", "US/")) else "a4"


def photo_in(profile):
    """The bytes of the square that others see, or None."""
    if not profile.photo:
        return None
    try:
        with profile.photo.open() as file:
            return file.read()
    except FileNotFoundError:
        return None
