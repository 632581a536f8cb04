import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from programs import links
from programs.models import Link, User
from programs.tests.factories import make_person, make_recommendation

from .racing import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def minted(about=None, *, purpose="recommendation", recipient=None, lasts=timedelta(days=1), now=NOW):
    about = about or make_recommendation()
    return links.mint(
        purpose, about=about, recipient=recipient or about.referee, expires_at=NOW + lasts, now=now
    )


def test_a_link_leads_to_what_it_is_about():
    recommendation = make_recommendation()

    link = links.find("recommendation", minted(recommendation), now=NOW)

    assert (links.pk_of(link), link.recipient) == (recommendation.pk, recommendation.referee)


def test_only_the_digest_is_stored_and_it_opens_nothing():
    token = minted()

    stored = Link.objects.get().digest
    assert stored == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Link.objects.values_list())
    assert links.find("recommendation", stored, now=NOW) is None


def test_tokens_are_long_and_never_the_same():
    recommendation = make_recommendation()

    tokens = {minted(recommendation) for _ in range(20)}

    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43  # 256 bits


def test_a_token_of_one_purpose_opens_nothing_else():
    token = minted(purpose="recommendation")

    assert links.find("confirm-session", token, now=NOW) is None


@pytest.mark.parametrize(("offset", "is_found"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_a_link_is_dead_from_the_second_it_expires(offset, is_found):
    token = minted(lasts=timedelta(days=21))
    moment = NOW + timedelta(days=21) + offset

    link = links.find("recommendation", token, now=moment)

    assert (link is not None) == is_found
    assert links.use(Link.objects.get(), now=moment) == is_found


def test_a_new_link_kills_the_one_before_it_and_no_other():
    recommendation = make_recommendation()
    old, other = minted(recommendation), minted()

    new = minted(recommendation)

    found = [links.find("recommendation", token, now=NOW) is not None for token in (old, other, new)]
    assert found == [False, True, True]


def test_somebody_who_was_looking_at_the_old_link_cannot_use_it():
    recommendation = make_recommendation()
    opened = links.find("recommendation", minted(recommendation), now=NOW)

    minted(recommendation)

    assert not links.use(opened, now=NOW)


def test_a_leaver_s_link_is_dead():
    recommendation = make_recommendation()
    token = minted(recommendation)

    User.objects.filter(pk=recommendation.referee_id).update(is_active=False)

    assert links.find("recommendation", token, now=NOW) is None


def test_looking_fifty_times_spends_nothing_and_using_it_once_does():
    token = minted()
    for _ in range(50):
        link = links.find("recommendation", token, now=NOW)

    assert links.use(link, now=NOW)
    assert not links.use(link, now=NOW)
    assert links.find("recommendation", token, now=NOW) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "a" * 5000, "\u202e"])
def test_nonsense_finds_nothing(token):
    assert links.find("recommendation", token, now=NOW) is None


def test_addresses_in_mails_have_the_configured_origin(settings):
    settings.SITE_URL = "https://verso.northmoor.example"

    assert links.absolute("programs") == "https://verso.northmoor.example/programs/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_of_many_who_use_a_link_at_once_one_gets_it(_):
    recommendation = make_recommendation(referee=make_person())
    link = links.find("recommendation", minted(recommendation), now=NOW)

    won = at_once(*[lambda: links.use(link, now=NOW)] * 8)

    assert sorted(won) == [False] * 7 + [True]
