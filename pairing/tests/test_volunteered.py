"""What people volunteered, from the database to the page (FAULTS 25, 26): it counts and leaves no trace."""

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.urls import reverse

from pairing.candidates import candidates_of
from pairing.deeds import propose_pairs
from pairing.matching import Weights
from pairing.models import LeftOver, Proposal, ProposedPair
from pairing.policy import save_weights
from pairing.tests.factories import accept, make_coach
from programs.attributes import take_back, volunteer
from programs.models import Attribute, User, Wave
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_role, make_wave

from .test_proposals import NOW

pytestmark = pytest.mark.django_db
WORDS = ("zqbefore", "zqafter")


@pytest.fixture
def wave():
    """Five on either side who fit equally well, all of whom said something of themselves."""
    wave = make_wave(status=Wave.Status.PAIRING)
    make_coach(wave.program)
    attribute = Attribute.objects.create(
        program=wave.program, code="generation", name="Generation", why="To differ.", choices=list(WORDS)
    )
    save_weights(wave.program, Weights(difference=50))
    for number in range(5):
        mentor = accept(wave, "mentor", make_mentor_person(function="Analysis"))
        mentee = accept(wave, "mentee", make_mentee_person(function="Counsel"))
        say(attribute, mentor, WORDS[number % 2])
        say(attribute, mentee, WORDS[(number + 1) % 2 if number < 4 else 0])
    return wave


def say(attribute, person, word, **consents):
    options = {"for_matching": True, "for_figures": True, **consents}
    volunteer(attribute, person, word, now=NOW, **options)


def attribute_of(wave):
    return wave.program.attributes.get()


def said_by(wave):
    return dict(attribute_of(wave).volunteered.for_matching().values_list("person", "value"))


def couples(proposal):
    return set(proposal.pairs.values_list("mentor", "mentee"))


def told_of(proposal):
    pairs = proposal.pairs.order_by("mentee")
    return [json.dumps([pair.fit, pair.parts, pair.checks]) for pair in pairs]


def proposed(wave):
    return propose_pairs(wave, by=None, now=NOW)


def test_it_counts_in_the_search(wave):
    said = said_by(wave)

    pairs = couples(proposed(wave))

    differing = sum(said[mentor] != said[mentee] for mentor, mentee in pairs)
    assert differing == 5 - abs(list(said.values()).count(WORDS[0]) - 5), (
        "as many differ as the words of both sides allow"
    )


def test_no_row_page_or_digest_holds_it(wave, client):
    before = candidates_of(wave, today=NOW.date()).digest
    proposal = proposed(wave)
    rows = serializers.serialize("json", [proposal, *ProposedPair.objects.all(), *LeftOver.objects.all()])
    assert not any(word in rows for word in (*WORDS, "Generation", "generation"))
    assert all(sum(part[1] for part in pair.parts) == pair.fit for pair in proposal.pairs.all())
    assert set(proposal.certificate) & {"points", "dual", "weakest"} == set()

    coordinator = make_person()
    make_role(wave.program, coordinator, "coordinator")
    client.force_login(coordinator)
    mentee = proposal.pairs.first().mentee_id
    for address in (
        reverse("pairing", args=[wave.pk]),
        reverse("pairing_alternatives", args=[wave.pk, mentee]),
        reverse("pairing_scenarios", args=[wave.pk]),
        reverse("pairing_history", args=[wave.pk]),
        reverse("publication", args=[proposal.pk]),
    ):
        body = client.get(address).content.decode()
        assert not any(word in body for word in WORDS), address

    for person in list(said_by(wave)):
        take_back(attribute_of(wave), User.objects.get(pk=person))
    assert candidates_of(wave, today=NOW.date()).digest == before, "nobody can tell that it was taken back"


def test_taken_back_it_is_as_if_it_had_never_been_said(wave):
    for person in list(said_by(wave)):
        take_back(attribute_of(wave), User.objects.get(pk=person))
    after = proposed(wave)
    save_weights(wave.program, Weights())
    never = proposed(wave)

    assert couples(after) == couples(never)
    kept = [json.dumps([pair.fit, pair.parts, pair.checks]) for pair in after.pairs.order_by("mentee")]
    assert kept == [
        json.dumps([pair.fit, pair.parts, pair.checks]) for pair in never.pairs.order_by("mentee")
    ]


def test_what_is_said_for_figures_alone_is_not_read(wave):
    attribute = attribute_of(wave)
    for person, word in said_by(wave).items():
        say(attribute, User.objects.get(pk=person), word, for_matching=False)

    pool = candidates_of(wave, today=NOW.date()).pool

    assert not any(person.volunteered for person in (*pool.mentors, *pool.mentees))


def test_below_five_on_a_side_it_does_not_count(wave):
    mentor = next(person for person in said_by(wave) if User.objects.get(pk=person).grade < 5)
    take_back(attribute_of(wave), User.objects.get(pk=mentor))

    pool = candidates_of(wave, today=NOW.date()).pool

    assert not any(person.volunteered for person in (*pool.mentors, *pool.mentees))


def test_without_its_weight_it_is_not_even_read(wave, django_assert_num_queries):
    save_weights(wave.program, Weights())

    pool = candidates_of(wave, today=NOW.date() + timedelta(days=1)).pool

    assert not any(person.volunteered for person in (*pool.mentors, *pool.mentees))
    assert Proposal.objects.count() == 0
