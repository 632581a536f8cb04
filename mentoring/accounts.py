"""How allauth treats our people: they come from the directory, not from a sign-up form."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP

    def populate_username(self, request, user):
        """People have no user name."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        """Single sign-on connects people of the directory; it does not make new ones."""
        return settings.ACCOUNT_ADAPTER_OPEN_SIGN_UP
