"""Placeholders that many mails share, and the texts that they become."""

from django.conf import settings
from django.utils.dateformat import format as formatted

from .wording import Placeholder

EVERYWHERE = (
    Placeholder("given_name", "The first name of whoever reads the mail", "Amara"),
    Placeholder("product_name", "What this application is called", settings.PRODUCT_NAME, in_subject=True),
)
OF_A_WAVE = (
    Placeholder("program", "The name of the program", "Digital Fluency", in_subject=True),
    Placeholder("wave_number", "The number of the wave", "2", in_subject=True),
)
QUESTIONS = Placeholder(
    "questions_go_to",
    "A sentence that names whom to ask; nothing while the program has no contact",
    "Questions go to Ines Calloway, ines.calloway@northmoor.example.",
)


def of_wave(wave):
    return {"program": wave.program.name, "wave_number": str(wave.number)}


def questions_go_to(program):
    contact = program.contact
    return f"Questions go to {contact.full_name}, {contact.email}." if contact else ""


def link_to(what, example="/"):
    """The placeholder of the link that a mail exists for."""
    return Placeholder("link", f"The address of {what}", f"{settings.SITE_URL}{example}", required=True)


def long_day(day):
    """Thursday, September 24"""
    return formatted(day, "l, F j")


def month_day(day):
    """September 24"""
    return formatted(day, "F j")


def full_day(day):
    """September 24, 2026"""
    return formatted(day, "F j, Y")
