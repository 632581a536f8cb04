"""Between signing in and a page: how long a session lasts, and the second factor of those who serve."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from .sign_in import lacks_second_factor

BEGUN, SEEN = "begun_at", "seen_at"
NOTED_EVERY = 300  # seconds: a session is not written for every page


@receiver(user_logged_in)
def begin(request, **rest):
    """Whatever the way of signing in, the clock of the session starts here."""
    if request is not None:
        request.session[BEGUN] = request.session[SEEN] = timezone.now().timestamp()


def is_over(session, now):
    """Whether a session has lasted too long, or lain idle too long."""
    begun, seen = session.get(BEGUN, now), session.get(SEEN, now)
    return now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE


class SessionMiddleware:
    """Ends sessions at their limits and says so on the sign-in page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if is_over(request.session, now):
                logout(request)
                messages.info(request, _("You were signed out after a while. Sign in to go on."))
            elif BEGUN not in request.session or now - request.session[SEEN] > NOTED_EVERY:
                request.session.setdefault(BEGUN, now)
                request.session[SEEN] = now
        return self.get_response(request)


class SecondFactorMiddleware:
    """Where the installation asks for it, those who serve see no page before they have a second factor."""

    OPEN = {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_email",
        "account_confirm_email",
        "openid_connect_callback",
        "saml_acs",
        "saml_finish_acs",
        "help",
        "health",
        "ready",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not (settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated):
            return None
        name = request.resolver_match.view_name
        request.lacks_second_factor = lacks_second_factor(request.user)
        if not request.lacks_second_factor or name in self.OPEN or name.startswith("mfa_"):
            return None
        return HttpResponseClientRedirect("/accounts/2fa/") if request.htmx else redirect("mfa_index")
