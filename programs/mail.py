"""What a message says: one entry per kind, its standard words in templates/<app>/mail/<kind>.txt.

A kind's ``build`` looks again at what the message is about, just before it is written: it answers a text for
each of the kind's placeholders, or None when the reason has gone and the message must not be sent. The words
around them are the program's own where its coordinators wrote some, else the standard ones.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import get_template
from django.utils import timezone, translation

from . import own_words
from .manners import zone_of
from .placeholders import EVERYWHERE
from .wording import filled, mistakes

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """One kind of message; ``says`` names it to its reader, on the settings page where it is ``listed``.

    ``optional`` ones can be turned off or wait for the daily mail; ``urgent`` ones would be useless
    after quiet hours and do not wait for their end; ``daily`` ones go with the daily mail. ``program`` is
    the way, such as ``pair.wave.program``, from what a message is about to the program whose coordinators
    may reword it; ``to`` and ``when`` tell them who gets it and why.
    """

    name: str
    app: str
    says: str
    build: Callable
    optional: bool = True
    attach: Callable | None = None
    urgent: bool = False
    listed: bool = True
    daily: bool = False
    placeholders: tuple = ()
    program: str = ""
    to: str = ""
    when: str = ""

    def program_of(self, subject):
        """The program that a message about ``subject`` belongs to, or None for those of the house."""
        return attrgetter(self.program)(subject) if self.program else None

    @property
    def known(self):
        """Every placeholder that may stand in its words."""
        return (*self.placeholders, *EVERYWHERE)

    @property
    def standard(self):
        """Subject and text as they come with the product."""
        return standard_words(self.app, self.name)

    @property
    def examples(self):
        return {each.name: each.example for each in self.known}


@cache
def standard_words(app, name):
    subject, body = (
        get_template(f"{app}/mail/{name}.{ending}").template.source.strip()
        for ending in ("subject.txt", "txt")
    )
    return subject, body


@dataclass
class Kinds:
    known: dict = field(default_factory=dict)

    def register(self, name, **facts):
        """Decorate the function ``build(notice, subject, now) -> {placeholder: text} | None`` of a kind."""

        def keep(build):
            self.known[name] = Kind(name, build=build, **facts)
            return build

        return keep

    def sayings(self, *, optional):
        """What readers are told of, by name: what can be turned off, or what cannot."""
        return [kind.says for kind in self if kind.listed and kind.optional == optional]

    def of_programs(self):
        """The kinds that a program's coordinators may reword, in the order in which people meet them."""
        return [kind for kind in self if kind.program]

    def __getitem__(self, name):
        return self.known[name]

    def __iter__(self):
        return iter(self.known.values())


kinds = Kinds()
register = kinds.register


def subject_of(notice):
    """What a notice is about, fresh from the database, or None when it is gone."""
    label, _, pk = notice.about.rpartition(":")
    return apps.get_model(label)._base_manager.filter(pk=pk).first()


def write(notice, now):
    """The mail that a notice promises, or None when its reason has gone or its program keeps silent."""
    subject = subject_of(notice)
    if subject is None or not notice.recipient.is_active:
        return None
    kind = kinds[notice.kind]
    program = kind.program_of(subject)
    if kind.optional and program and kind.name in program.quiet_kinds:
        return None
    return compose(notice, subject, now)


def compose(notice, subject, now):
    """The mail about ``subject``; also for a page that shows a message before it is owed."""
    kind = kinds[notice.kind]
    zone = zone_of(notice.recipient, default=timezone.get_default_timezone())
    with timezone.override(zone), translation.override(settings.LANGUAGE_CODE):
        values = kind.build(notice, subject, now)
        if values is None:
            return None
        heading, body = letter(kind, notice.recipient, values, kind.program_of(subject))
        mail = EmailMessage(
            subject=heading,
            body=body + "\n",
            to=[notice.recipient.email],
            headers={"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"},
        )
        if kind.attach:
            kind.attach(mail, notice, subject, now)
    return mail


def letter(kind, recipient, values, program):
    """Subject and text for one reader, in the program's words; no program, no own words."""
    values = {**values, "given_name": recipient.given_name, "product_name": settings.PRODUCT_NAME}
    if missing := {each.name for each in kind.placeholders} - set(values):
        raise LookupError(f"{kind.name} says nothing for {', '.join(sorted(missing))}.")
    heading, body = words_of(kind, program)
    return " ".join(filled(heading, values).split()), filled(body, values)


def words_of(kind, program):
    """The words in force. Own ones that a release no longer understands must not keep a mail from leaving."""
    own = own_words.in_force(program, kind.name) if program else None
    if own is None:
        return kind.standard
    if mistakes(own.subject, kind.known, is_subject=True) or mistakes(own.body, kind.known):
        log.error(
            "The own words of program %s for %s cannot be sent; the standard is.", program.pk, kind.name
        )
        return kind.standard
    return own.subject, own.body
