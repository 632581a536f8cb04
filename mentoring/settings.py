"""Settings: one file that reads the environment. README.md, "Running it", lists every variable."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import sign_on

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VERSO_VAR", BASE_DIR / "var"))
PRODUCT_NAME = "Verso"

# production unless somebody says otherwise: forgetting a variable must not open anything
DEVELOPMENT = os.environ.get("VERSO_ENV", "production") == "development"
DEBUG = os.environ.get("VERSO_DEBUG", "") == "1"


def listed(name, default=""):
    """The comma-separated values of an environment variable."""
    return [value.strip() for value in os.environ.get(name, default).split(",") if value.strip()]


def required(name):
    """An environment variable that production cannot do without."""
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f'Set {name}: see README.md, "Running it".')


def development_key():
    """A secret of this checkout's own, made once and kept under var/."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or (development_key() if DEVELOPMENT else required("SECRET_KEY"))
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")

# Links in mails are made from this address, never from the Host header.
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000" if DEVELOPMENT else "https://localhost").rstrip(
    "/"
)
ALLOWED_HOSTS = listed(
    "ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEVELOPMENT else urlsplit(SITE_URL).hostname
)
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS", SITE_URL)

INSTALLED_APPS = [
    "mentoring",
    "programs",
    "pairing",
    "sessions",
    "reports",
    "mentoring.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_htmx",
    *sign_on.further_apps(os.environ),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mentoring.typed.TypedFormMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentoring.gates.SessionMiddleware",
    "mentoring.gates.SecondFactorMiddleware",
    "mentoring.middleware.ReaderMiddleware",
    "mentoring.middleware.NotAllowedMiddleware",
]

ROOT_URLCONF = "mentoring.urls"
WSGI_APPLICATION = "mentoring.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentoring.frame.frame",
            ],
        },
    },
]

# --- database, broker, cache -------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or "postgresql:///verso", conn_max_age=600, conn_health_checks=True
    )
}

REDIS_URL = os.environ.get("REDIS_URL") or "redis://localhost:6379/0"
# for ringing from a page: a broker that is silent costs almost nothing, and the next tick finds the row
BROKER_PATIENCE = {
    "socket_timeout": 0.1,
    "socket_connect_timeout": 0.1,
    "max_retries": 0,
    "interval_start": 0,
}

# Rate limits of sign-in live here. In the database they are neither lost nor open while the broker is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "mentoring.apps.unreadable_key",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a flushed cache signs nobody out

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is away
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 30,  # else a worker waits forever for a broker that vanished without a word
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "verso"
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULE = {
    # one entry per duty; each asks the database what is due, so a late, lost or doubled run does no harm
    "deliver-what-is-owed": {"task": "programs.tasks.deliver_owed", "schedule": 60.0},
    "free-what-got-stuck": {"task": "programs.tasks.free_stuck_notices", "schedule": 300.0},
    "move-waves-by-the-clock": {"task": "programs.tasks.step_waves", "schedule": 300.0},
    "read-waiting-imports": {"task": "programs.tasks.read_waiting_imports", "schedule": 60.0},
    "remind-referees": {"task": "programs.tasks.remind_referees", "schedule": 3600.0},
    "forget-typed-forms": {"task": "programs.tasks.forget_typed_forms", "schedule": 21_600.0},
    "count-what-is-volunteered": {"task": "programs.tasks.count_volunteered", "schedule": 21_600.0},
    "forget-recommendations": {"task": "programs.tasks.forget_recommendations", "schedule": 21_600.0},
    "ask-for-readings": {"task": "programs.tasks.ask_for_readings", "schedule": 3600.0},
    "sweep-photos": {"task": "programs.tasks.sweep_photos", "schedule": 21_600.0},
    "search-what-waits": {"task": "pairing.tasks.search_what_waits", "schedule": 60.0},
    "look-at-pairs-again": {"task": "pairing.tasks.look_at_pairs_again", "schedule": 3600.0},
    "remind-of-sessions": {"task": "sessions.tasks.remind_of_sessions", "schedule": 300.0},
    "remind-of-what-is-open": {"task": "sessions.tasks.remind_of_what_is_open", "schedule": 300.0},
    "remind-of-notes": {"task": "sessions.tasks.remind_of_overdue_notes", "schedule": 300.0},
    "ask-for-surveys": {"task": "reports.tasks.ask_for_surveys", "schedule": 900.0},
}

# --- people and sign-in -----------------------------------------------------------------------------

AUTH_USER_MODEL = "programs.User"
# one backend: a second would hash every wrong password once more
AUTHENTICATION_BACKENDS = ["mentoring.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "mentoring.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "mentoring.forms.AddEmailForm",
    "change_password": "mentoring.forms.ChangePasswordForm",
    "login": "mentoring.forms.LoginForm",
    "reauthenticate": "mentoring.forms.ReauthenticateForm",
    "reset_password": "mentoring.forms.ResetPasswordForm",
    "reset_password_from_key": "mentoring.forms.ResetPasswordKeyForm",
    "set_password": "mentoring.forms.SetPasswordForm",
    "signup": "mentoring.forms.SignupForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "mentoring.sign_in.NamesForm"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "mentoring.sign_in.ResetTokens"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # the one the directory gives
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True  # the limits of a session are the same for everybody: see "safety"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_ADAPTER_OPEN_SIGN_UP = os.environ.get("OPEN_SIGN_UP", "") == "1"
# Per address of a network generously, since a whole company may share one; per account strictly.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "mentoring.accounts.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "mentoring.forms.ActivateAppForm",
    "add_webauthn": "mentoring.forms.AddKeyForm",
    "authenticate": "mentoring.forms.CodeForm",
    "reauthenticate": "mentoring.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
# coordinators, coaches and administrators need a second factor where the installation says so
SECOND_FACTOR_REQUIRED = os.environ.get("SECOND_FACTOR_REQUIRED", "") == "1"

SOCIALACCOUNT_ADAPTER = "mentoring.accounts.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the company's own server: it knows whose an address is
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # who comes from there has proved who they are
SOCIALACCOUNT_PROVIDERS = sign_on.providers(os.environ)
SIGN_ON_TIMEOUT = 5  # seconds

# a directory file that would mark more of the company as having left than this is not applied unasked
DIRECTORY_LEAVERS_PERCENT = int(os.environ.get("DIRECTORY_LEAVERS_PERCENT", "20"))

# --- pages ------------------------------------------------------------------------------------------

CRISPY_TEMPLATE_PACK = "plain"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["plain"]

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = DEVELOPMENT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "en-us"
TIME_ZONE = os.environ.get("TIME_ZONE", "America/New_York")
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- mail -------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", f"{PRODUCT_NAME} <verso@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILBOX_DIR = VAR_DIR / "mailbox"
EMAIL_TIMEOUT = 10
if smtp := os.environ.get("SMTP_URL"):
    _smtp = urlsplit(smtp)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp.username or "", _smtp.password or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.scheme == "smtp+tls", _smtp.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAILBOX_DIR)
# a copy of real data in an installation that is not production must write to nobody who is not named here
MAIL_ALLOWED = listed("MAIL_ALLOWED") if DEVELOPMENT and smtp else None

# --- safety -----------------------------------------------------------------------------------------

SECURE_COOKIES = urlsplit(SITE_URL).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
# however busy, a session ends after so many hours; unused, after so many minutes
SESSION_COOKIE_AGE = 60 * 60 * int(os.environ.get("SESSION_HOURS", "12"))
SESSION_IDLE_AGE = 60 * int(os.environ.get("SESSION_IDLE_MINUTES", "120"))
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31536000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the last address that this one proxy wrote is the client's

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # a form that starts single sign-on is answered by a redirect to the provider
        "form-action": [SELF, *sign_on.origins(os.environ)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "mentoring.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
