"""Nobody is shown a link that leads nowhere: every address on every page of the tour answers its reader."""

import re
from collections import Counter
from html import unescape
from itertools import groupby
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from programs.models import User

from .tour import stage_tour

pytestmark = pytest.mark.django_db
HREF = re.compile(r'<a\b[^>]*\shref="([^"#][^"]*)"')
ENOUGH = 3  # of one kind of page: the fourth pair's page is as the third


@pytest.fixture(scope="module")
def tour(django_db_setup, django_db_blocker):
    """Staged once for this module, and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield stage_tour()
        transaction.set_rollback(True)


def addresses_on(response):
    here = f"http://testserver{response.request['PATH_INFO']}"
    for href in HREF.findall(response.content.decode()):
        address = urlsplit(urljoin(here, unescape(href)))
        if address.netloc == "testserver" and address.scheme == "http":
            yield address.path + (f"?{address.query}" if address.query else "")


def test_every_link_answers_its_reader(tour):
    wrong, followed = [], 0
    for who, stops in groupby(tour, key=lambda stop: stop.who):
        client = Client()
        if who:
            client.force_login(User.objects.get(email=who))
        seen, kinds = set(), Counter()
        for stop in stops:
            for address in addresses_on(client.get(stop.path, follow=True)):
                kind = resolve(address.partition("?")[0]).url_name, "?" in address
                if address in seen or kinds[kind] >= ENOUGH:
                    continue
                seen.add(address)
                kinds[kind] += 1
                followed += 1
                status = client.get(address, follow=True).status_code
                if status != 200:
                    wrong.append(f"{who or 'nobody'} on {stop.path}: {address} answers {status}")
    assert not wrong, "\n".join(wrong)
    assert followed > 200
