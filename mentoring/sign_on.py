"""Single sign-on as the environment describes it: what the settings hand to allauth.

Read while Django is still reading its settings, so nothing here may import models.
"""

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SAML_APP = "allauth.socialaccount.providers.saml"
SLUG = "sso"  # how the provider is called in addresses


def providers(environ):
    """``SOCIALACCOUNT_PROVIDERS`` for whatever is configured; empty when nothing is."""
    found = {}
    if environ.get("OIDC_SERVER_URL"):
        found["openid_connect"] = {"APPS": [openid_connect(environ)], "OAUTH_PKCE_ENABLED": True}
    if environ.get("SAML_IDP_ENTITY_ID"):
        found["saml"] = {"APPS": [saml(environ)]}
    return found


def further_apps(environ):
    """What has to be installed in Django for it. SAML needs libraries that not everybody wants."""
    if not environ.get("SAML_IDP_ENTITY_ID"):
        return []
    if find_spec("onelogin") is None:
        raise ImproperlyConfigured(
            "SAML_IDP_ENTITY_ID is set, but its libraries are missing: "
            "pip install --requirement requirements-saml.txt"
        )
    return [SAML_APP]


def origins(environ):
    """Where a form that starts single sign-on may lead; browsers hold redirects to it too."""
    named = [each.strip() for each in environ.get("SIGN_ON_ORIGINS", "").split(",") if each.strip()]
    variables = ("OIDC_SERVER_URL", "SAML_IDP_METADATA_URL", "SAML_IDP_SSO_URL")
    found = [origin_of(environ[name]) for name in variables if environ.get(name)]
    return list(dict.fromkeys(found + named))


def origin_of(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def openid_connect(environ):
    settings = {"server_url": environ["OIDC_SERVER_URL"]}
    if environ.get("OIDC_TRUST_EMAIL") == "1":
        settings["verified_email"] = True  # for servers that know addresses but do not say `email_verified`
    return {
        "provider_id": SLUG,
        "name": environ.get("OIDC_NAME") or "your company account",
        "client_id": required(environ, "OIDC_CLIENT_ID"),
        "secret": required(environ, "OIDC_CLIENT_SECRET"),
        "settings": settings,
    }


def saml(environ):
    """The signature of the company's own server vouches for the address it sends."""
    idp = {"entity_id": environ["SAML_IDP_ENTITY_ID"]}
    if environ.get("SAML_IDP_METADATA_URL"):
        idp["metadata_url"] = environ["SAML_IDP_METADATA_URL"]
    else:
        idp["sso_url"] = required(environ, "SAML_IDP_SSO_URL")
        idp["x509cert"] = required(environ, "SAML_IDP_CERTIFICATE")
    settings = {
        "idp": idp,
        "verified_email": True,
        "use_nameid_for_email": True,
        "advanced": {
            "want_assertion_signed": True,
            "reject_idp_initiated_sso": True,
            "allow_single_label_domains": True,  # a server inside the house may be called just `id`
        },
    }
    if environ.get("SAML_EMAIL_ATTRIBUTE"):
        settings["attribute_mapping"] = {"email": environ["SAML_EMAIL_ATTRIBUTE"]}
    return {
        "provider_id": idp["entity_id"],
        "name": environ.get("SAML_NAME") or "your company account",
        "client_id": SLUG,
        "settings": settings,
    }


def required(environ, name):
    if value := environ.get(name):
        return value
    raise ImproperlyConfigured(f"Single sign-on is half configured: set {name}.")
