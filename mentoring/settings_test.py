"""What tests change: quick hashing, mail in memory, no throttling of sign-in."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("VERSO_ENV", "development")
if "VERSO_VAR" not in os.environ:
    os.environ["VERSO_VAR"] = tempfile.mkdtemp(prefix="verso-test-")

from .settings import *  # noqa: E402, F403

# a test that waits for what never comes fails where it waits, instead of holding up the whole suite
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (  # noqa: F405
    "-c statement_timeout=120s -c lock_timeout=60s -c idle_in_transaction_session_timeout=120s"
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(os.environ["VERSO_VAR"]) / "media"
ACCOUNT_RATE_LIMITS = False
MAIL_ALLOWED = None  # the mail servers of tests are their own
WHITENOISE_AUTOREFRESH = False
