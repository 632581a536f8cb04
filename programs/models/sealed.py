"""A column whose text nobody reads in the database or in a backup of it: sealed with the house's keys.

Fernet from `cryptography`: AES with a signature. The first key writes; all of them read, so a key is changed
by putting a new one in front (`SECRET_KEY` and `SECRET_KEY_FALLBACKS`).
"""

import base64
import hashlib
import json
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

log = logging.getLogger(__name__)
PURPOSE = b"sealed columns:"
EMPTY = ("{}", "[]")


def keys():
    """The house's keys for columns; what is sealed for another purpose cannot be opened with them."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(PURPOSE + key.encode()).digest() for key in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def opened(field, token):
    """The bytes of a sealed value; None where no key opens it and the field says what is read then."""
    try:
        return keys().decrypt(token)
    except InvalidToken:
        if field.lost is None:
            raise
        where = f"{field.model.__name__}.{field.name}"
        log.error("A value of %s cannot be opened with the keys at hand.", where)
        return None


def only_whether_it_is_there(name, find):
    """Sealed columns can be asked whether they hold anything, and nothing else."""
    return find(name) if name == "isnull" else None


class SealedTextField(models.TextField):
    """Words that the database does not know. An empty text tells nothing and is not sealed."""

    lost = None

    def get_prep_value(self, value):
        return keys().encrypt(str(value).encode()).decode() if value else value

    def from_db_value(self, value, expression, connection):
        return opened(self, value.encode()).decode() if value else value

    def get_lookup(self, lookup_name):
        return only_whether_it_is_there(lookup_name, super().get_lookup)


class SealedBinaryField(models.BinaryField):
    """The bytes of a file that the database does not know."""

    lost = None

    def get_prep_value(self, value):
        return keys().encrypt(bytes(value)) if value else value

    def from_db_value(self, value, expression, connection):
        return opened(self, bytes(value)) if value else value

    def get_lookup(self, lookup_name):
        return only_whether_it_is_there(lookup_name, super().get_lookup)


class SealedJSONField(models.Field):
    """Plain data of any shape. It can be read and written, and neither searched nor compared.

    ``lost`` makes what is read when none of the keys opens it any more, such as ``dict``; without it that is
    an error. An empty list or dictionary tells nothing and is not sealed.
    """

    def __init__(self, *args, lost=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.lost = lost

    def get_internal_type(self):
        return "TextField"

    def get_prep_value(self, value):
        if value is None:
            return None
        text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
        return text if text in EMPTY else keys().encrypt(text.encode()).decode()

    def from_db_value(self, value, expression, connection):
        if value is None or value in EMPTY:
            return value and json.loads(value)
        text = opened(self, value.encode())
        return self.lost() if text is None else json.loads(text)

    def get_lookup(self, lookup_name):
        return only_whether_it_is_there(lookup_name, super().get_lookup)
