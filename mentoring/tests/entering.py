"""Ways in, as tests walk them."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from programs import outbox
from programs.tests.factories import PASSWORD, make_person

NEW_PASSWORD = "another quiet river"
NOBODY = "nobody@northmoor.example"


def from_directory(**facts):
    """Somebody an import brought: no password, no proof of address."""
    person = make_person(**facts)
    EmailAddress.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save()
    return person


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_in(client):
    return client.get(reverse("help")).status_code == 200


def ask_for_reset(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def links_sent():
    """Send what is owed, then read the links in the mails, one for each."""
    mail.outbox.clear()
    outbox.sweep()
    return [re.search(r"https?://[^/]+(/\S+)", message.body)[1] for message in mail.outbox]


def choose_password(client, link, password=NEW_PASSWORD):
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(address, {"password1": password, "password2": password})
