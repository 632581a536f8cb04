"""What a message says: one entry per kind, text in templates/<app>/mail/<kind>.txt.

A kind's ``build`` looks again at what the message is about, just before it is written: it answers
the template's context, or None when the reason has gone and the message must not be sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from .manners import zone_of


@dataclass(frozen=True)
class Kind:
    """One kind of message; ``says`` names it to its reader, on the settings page where it is ``listed``.

    ``optional`` ones can be turned off or wait for the daily mail; ``urgent`` ones would be useless
    after quiet hours and do not wait for their end.
    """

    name: str
    app: str
    says: str
    build: Callable
    optional: bool = True
    attach: Callable | None = None
    urgent: bool = False
    listed: bool = True


@dataclass
class Kinds:
    known: dict = field(default_factory=dict)

    def register(self, name, *, app, says, optional=True, attach=None, urgent=False, listed=True):
        """Decorate the function ``build(notice, subject, now) -> context | None`` of a kind."""

        def keep(build):
            self.known[name] = Kind(name, app, says, build, optional, attach, urgent, listed)
            return build

        return keep

    def sayings(self, *, optional):
        """What readers are told of, by name: what can be turned off, or what cannot."""
        return [kind.says for kind in self if kind.listed and kind.optional == optional]

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
    """The mail that a notice promises, or None when its reason has gone."""
    subject = subject_of(notice)
    if subject is None or not notice.recipient.is_active:
        return None
    return compose(notice, subject, now)


def compose(notice, subject, now):
    """The mail about ``subject``; also for a page that shows a message before it is owed."""
    kind = kinds[notice.kind]
    zone = zone_of(notice.recipient, default=timezone.get_default_timezone())
    with timezone.override(zone), translation.override(settings.LANGUAGE_CODE):
        context = kind.build(notice, subject, now)
        if context is None:
            return None
        context = {
            "person": notice.recipient,
            "product_name": settings.PRODUCT_NAME,
            "site_url": settings.SITE_URL,
            **context,
        }
        heading = plain(f"{kind.app}/mail/{kind.name}.subject.txt", context)
        mail = EmailMessage(
            subject=" ".join(heading.split()),
            body=plain(f"{kind.app}/mail/{kind.name}.txt", context).strip() + "\n",
            to=[notice.recipient.email],
            headers={"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"},
        )
        if kind.attach:
            kind.attach(mail, notice, subject, context)
    return mail


def plain(name, context):
    """A text without the escapes of HTML: O'Brien stays O'Brien."""
    return get_template(name).template.render(Context(context, autoescape=False))
