"""SAML, answered by a server we play ourselves: only where requirements-saml.txt is installed."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.urls import reverse

from mentoring import sign_on
from programs.models import User

from .entering import from_directory, is_in

xmlsec = pytest.importorskip("xmlsec", reason="requirements-saml.txt is not installed")
from lxml import etree  # noqa: E402

ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
RESPONSE = """
<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="_r" Version="2.0" IssueInstant="{now}" Destination="{acs}" InResponseTo="{asked}"><Issuer>https://id</Issuer>
<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>
<Assertion ID="_a" Version="2.0" IssueInstant="{now}"><Issuer>https://id</Issuer>
<Subject><NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">u-1</NameID>
<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{acs}" InResponseTo="{asked}"/>
</SubjectConfirmation></Subject><Conditions NotBefore="{earlier}" NotOnOrAfter="{later}">
<AudienceRestriction><Audience>{us}</Audience></AudienceRestriction></Conditions>
<AuthnStatement AuthnInstant="{now}" SessionIndex="s"><AuthnContext>
<AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext>
</AuthnStatement><AttributeStatement><Attribute Name="urn:oid:0.9.2342.19200300.100.1.3">
<AttributeValue>{email}</AttributeValue></Attribute></AttributeStatement></Assertion></p:Response>
"""


@pytest.fixture
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def saml(settings, client, key):
    from allauth.socialaccount.providers import registry  # noqa: PLC0415

    settings.ROOT_URLCONF = "mentoring.tests.saml_urls"
    registry.get_class_list()  # what is installed, before what is not
    from allauth.socialaccount.providers.saml.provider import SAMLProvider  # noqa: PLC0415

    registry.register(SAMLProvider)
    settings.SOCIALACCOUNT_PROVIDERS = sign_on.providers({
        "SAML_IDP_ENTITY_ID": "https://id",
        "SAML_IDP_SSO_URL": "https://id/sso",
        "SAML_IDP_CERTIFICATE": certificate_of(key),
    })  # fmt: skip
    client.defaults["HTTP_HOST"] = "localhost"
    yield
    registry.provider_map.pop("saml")


def certificate_of(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def answer(asked, email, key):
    """The server's word that ``email`` signed in; signed, unless there is no key."""
    now = datetime.now(UTC)
    earlier, at, later = (
        (now + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ") for minutes in (-5, 0, 5)
    )
    acs, us = (f"http://localhost{reverse(name, args=['sso'])}" for name in ("saml_acs", "saml_metadata"))
    text = RESPONSE.format(asked=asked, email=email, acs=acs, us=us, now=at, earlier=earlier, later=later)
    document = etree.fromstring(text.strip())
    if key:
        sign(document.find(f"{{{ASSERTION}}}Assertion"), key)
    return base64.b64encode(etree.tostring(document)).decode()


def sign(assertion, key):
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    xmlsec.tree.add_ids(assertion, ["ID"])
    signature = xmlsec.template.create(assertion, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    assertion.insert(1, signature)
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#_a")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pem, xmlsec.KeyFormat.PEM)
    context.sign(signature)


def sign_on_as(client, email, key):
    there = client.post(reverse("saml_login", args=["sso"]))
    request = zlib.decompress(base64.b64decode(parse_qs(urlsplit(there.url).query)["SAMLRequest"][0]), -15)
    form = {"SAMLResponse": answer(etree.fromstring(request).get("ID"), email, key)}
    return client.get(client.post(reverse("saml_acs", args=["sso"]), form).url)


@pytest.mark.django_db
@pytest.mark.usefixtures("saml")
def test_somebody_from_the_directory_gets_in(client, key):
    person = from_directory()

    assert sign_on_as(client, person.email, key).url == "/"

    assert is_in(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("saml")
def test_an_unknown_address_does_not(client, key):
    assert sign_on_as(client, "x@elsewhere.example", key).status_code == 403

    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("saml")
@pytest.mark.parametrize("forged", [None, "another"])
def test_a_word_the_server_did_not_sign_opens_nothing(client, forged):
    another = forged and rsa.generate_private_key(public_exponent=65537, key_size=2048)

    response = sign_on_as(client, from_directory().email, another)

    assert "Single sign-on did not work" in response.content.decode()
    assert not is_in(client)
