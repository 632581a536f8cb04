"""Links in mails: minted when the mail is written, found by digest, used by one POST.

256 bits from the system's generator need no slow hash; SHA-256 makes the stored value useless
as a link. A new link for the same thing kills the one before it.
"""

import hashlib
import secrets
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from .models import Link

IN_A_PREVIEW = "made-when-the-mail-leaves"
_previewing = ContextVar("previewing", default=False)


@contextmanager
def nothing_minted():
    """While a mail is only shown: links look as they will and open nothing, and those sent before live on."""
    before = _previewing.set(True)
    try:
        yield
    finally:
        _previewing.reset(before)


def digest_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def label_of(obj):
    """``programs.Recommendation:7``: how notices and links name what they are about."""
    return f"{obj._meta.label}:{obj.pk}"


@transaction.atomic
def mint(purpose, *, about, recipient, expires_at, now):
    """A fresh token for one purpose; the ones minted before for the same thing stop working."""
    if _previewing.get():
        return IN_A_PREVIEW
    token = secrets.token_urlsafe(32)
    Link.objects.filter(
        purpose=purpose, about=label_of(about), recipient=recipient, used_at=None, replaced_at=None
    ).update(replaced_at=now)
    Link.objects.create(
        purpose=purpose,
        digest=digest_of(token),
        about=label_of(about),
        recipient=recipient,
        expires_at=expires_at,
    )
    return token


def find(purpose, token, *, now):
    """The live link behind a token, or None: unknown, expired, used and replaced look the same."""
    return Link.objects.live(purpose, now).filter(digest=digest_of(token)).first()


def kept(purpose, pk, *, now):
    """The link that a browser's session holds, if it would still be found by its token."""
    return Link.objects.live(purpose, now).filter(pk=pk).first()


def use(link, *, now):
    """Spend a link; True for the one request that got it."""
    return bool(
        Link.objects.filter(pk=link.pk, used_at=None, replaced_at=None, expires_at__gt=now).update(
            used_at=now
        )
    )


def pk_of(link):
    """The primary key of what the link is about."""
    return int(link.about.rpartition(":")[2])


def absolute(name, *args):
    """An address for a mail: always the configured origin, never the request's Host."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
