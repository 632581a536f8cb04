"""What a log may hold: where something broke and of what kind; never what was typed, nor a link that works.

The words of an exception quote the value they are about: a database names the whole row that it refuses.
"""

import logging
import re
import traceback

from django.conf import settings

# addresses that let in whoever holds them: links in mails, and those of sign-in
SECRETS = re.compile(
    r"(/(?:r|confirm|pulse|calendar|accounts/password/reset/key|accounts/confirm-email)/)[^/\s\"'?&]{8,}"
)


def masked(text):
    """Text with the secret part of every address taken out."""
    return SECRETS.sub(r"\1…", text)


def told(error):
    """The frames and kinds of an exception and of those that led to it, without their words."""
    parts = []
    while error is not None:
        parts.append("".join(traceback.format_tb(error.__traceback__)) + kind_of(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nafter\n".join(parts)


def kind_of(error):
    """``django.db.utils.IntegrityError (everybody_answers_once)``: a constraint is named after its rule."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    rule = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f"{name} ({rule})" if rule else name


class Line(logging.Formatter):
    """One line for each record. Only with DEBUG do exceptions say what they are about."""

    def format(self, record):
        elsewhere, record.exc_text = record.exc_text, None  # another handler may have written it in full
        try:
            return masked(super().format(record))
        finally:
            record.exc_text = elsewhere

    def formatException(self, exc_info):
        return super().formatException(exc_info) if settings.DEBUG else told(exc_info[1])
