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
        try:
            return json.loads(keys().decrypt(value.encode()))
        except InvalidToken:
            if self.lost is None:
                raise
            where = f"{self.model.__name__}.{self.name}"
            log.error("A value of %s cannot be opened with the keys at hand.", where)
            return self.lost()

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
