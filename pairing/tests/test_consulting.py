"""Asking first: mentee before mentor, in private, no trace of a no; published only what both agreed to."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.candidates import candidates_of
from pairing.consulting import answer, asked_of, consult, publish_agreed, standing_of, stop_asking
from pairing.deeds import propose_pairs
from pairing.lifecycle import publish_proposal
from pairing.models import Consultation, Mark, Pair, Proposal
from pairing.tests.factories import make_pairing_wave
from programs import mail
from programs.lifecycle import NotAllowed
from programs.models import Notice, Wave
from programs.tests.factories import make_person
from programs.tests.racing import at_once

from .test_proposals import NOW

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture
def ines():
    return make_person(given_name="Ines", family_name="Calloway")


@pytest.fixture
def asked(ines):
    """A list of two pairs whose mentees are asked."""
    wave = make_pairing_wave(mentors=2, mentees=2, coordinator=ines)
    proposal = propose_pairs(wave, by=ines, now=timezone.now())
    assert consult(proposal, by=ines, now=timezone.now())
    proposal.refresh_from_db()
    return proposal


def says(person, agrees):
    answer(asked_of(person).get(), person, agrees=agrees, now=NOW)


def owed(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_mentees_are_asked_first_and_nobody_else_knows(asked, client):
    pairs = list(asked.wave.pairs.all())

    assert owed("pair-suggested") == sorted(pair.mentee_id for pair in pairs)
    assert not asked_of(pairs[0].mentor).exists()
    for person in (pairs[0].mentor, pairs[0].mentee):
        client.force_login(person)
        assert client.get(pairs[0].get_absolute_url()).status_code == 404
        assert client.get(reverse("profile_of", args=[pairs[0].partner_of(person).pk])).status_code == 404


def test_a_yes_asks_the_mentor_and_two_make_it_ready(asked):
    pair = asked.wave.pairs.first()

    says(pair.mentee, True)
    assert pair.mentor_id in owed("pair-suggested")
    assert not asked_of(pair.mentee).exists()
    says(pair.mentor, True)

    pair.refresh_from_db()
    assert pair.status == Pair.Status.CONSULTED
    assert not Pair.objects.published().exists() and not owed("pair-published")


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_a_no_leaves_no_trace_of_who_said_it(asked, who, client, ines):
    pair = asked.wave.pairs.first()
    if who == "mentor":
        says(pair.mentee, True)
    before = Notice.objects.count()

    says(getattr(pair, who), False)

    assert not Pair.objects.filter(pk=pair.pk).exists() and Consultation.objects.count() == 1
    mark = Mark.objects.get()
    assert (mark.mentor_id, mark.mentee_id, mark.kind, mark.by) == (
        pair.mentor_id,
        pair.mentee_id,
        "forbid",
        None,
    )
    assert Notice.objects.count() == before, "nobody is told"
    assert standing_of(asked) == {"agreed": 0, "open": 1, "not_agreed": 1, "published": 0}
    client.force_login(ines)
    body = client.get(reverse("consultation", args=[asked.pk])).content.decode()
    assert pair.mentor.family_name not in body and pair.mentee.family_name not in body


def test_only_what_both_agreed_to_is_published_and_the_rest_stays_asked(asked, ines):
    first, second = asked.wave.pairs.order_by("pk")
    says(first.mentee, True)
    says(first.mentor, True)

    assert publish_agreed(asked, by=ines, now=NOW) == 1
    assert publish_agreed(asked, by=ines, now=NOW) == 0

    first.refresh_from_db()
    asked.refresh_from_db()
    assert first.status == Pair.Status.ACTIVE and first.published_at == NOW
    assert owed("pair-published") == sorted([first.mentor_id, first.mentee_id])
    assert asked.status == Status.CONSULTING

    says(second.mentee, False)
    publish_agreed(asked, by=ines, now=NOW)
    asked.refresh_from_db()
    assert asked.status == Status.PUBLISHED


def test_stopping_takes_back_what_is_open_and_tells_nobody(asked, ines):
    pair = asked.wave.pairs.first()
    says(pair.mentee, True)
    before = Notice.objects.count()

    assert stop_asking(asked, by=ines, now=NOW) == 2
    assert stop_asking(asked, by=ines, now=NOW) == 0

    asked.refresh_from_db()
    assert asked.status == Status.DISCARDED and not Pair.objects.exists()
    assert Notice.objects.count() == before
    notice = Notice.objects.filter(kind="pair-suggested").first()
    assert mail.write(notice, NOW) is None, "a mail that is still owed is not sent"
    assert propose_pairs(asked.wave, by=ines, now=timezone.now()).pairs.count() == 2


def test_who_is_asked_is_not_free_for_anything_else(asked, ines):
    candidates = candidates_of(asked.wave, today=timezone.localdate())
    assert not candidates.pool.mentees and not candidates.pool.mentors
    assert not candidates.pool.paired_before, "a suggestion is no pair"

    with pytest.raises(NotAllowed, match="being asked"):
        propose_pairs(asked.wave, by=ines, now=timezone.now())
    with pytest.raises(NotAllowed):
        publish_proposal(asked, by=ines, now=timezone.now())


def test_the_workbench_counts_each_coach_once_while_people_are_asked(asked, client, ines):
    client.force_login(ines)

    page = client.get(reverse("pairing", args=[asked.wave_id]))

    assert sum(load["load"] for load in page.context["loads"]) == 2
    assert "nothing is published yet" in page.content.decode()
    assert "Approve and publish" not in page.content.decode()


def test_asking_twice_asks_once(asked, ines):
    assert not consult(asked, by=ines, now=NOW)

    assert Pair.objects.count() == 2 and len(owed("pair-suggested")) == 2


def test_what_is_out_of_date_is_not_asked_about(ines):
    wave = make_pairing_wave(mentors=2, mentees=2, coordinator=ines)
    proposal = propose_pairs(wave, by=ines, now=timezone.now())
    mentor = proposal.pairs.first().mentor
    mentor.department = "Elsewhere"
    mentor.save()

    with pytest.raises(NotAllowed, match="Propose again"):
        consult(proposal, by=ines, now=timezone.now())

    assert not Pair.objects.exists()


def test_on_the_pages(asked, client, ines):
    pair = asked.wave.pairs.first()
    client.force_login(pair.mentee)
    url = reverse("suggestion", args=[pair.consultation.pk])

    body = client.get(url).content.decode()
    assert str(pair.mentor) in body and "Nobody reads what you say" in body
    client.post(url, {"agrees": "maybe"})
    assert pair.consultation.mentee_agreed_at is None
    client.post(url, {"agrees": "yes"})
    assert client.get(url).status_code == 404, "it is said"
    client.force_login(pair.mentor)
    client.post(url, {"agrees": "yes"})
    client.force_login(ines)
    body = client.get(reverse("consultation", args=[asked.pk])).content.decode()
    assert "Publish 1 agreed pair" in body
    client.post(reverse("consultation_end", args=[asked.pk]), {"deed": "publish"})

    pair.refresh_from_db()
    assert pair.status == Pair.Status.ACTIVE


def test_the_wave_does_not_go_on_while_people_are_asked(asked, ines):
    from programs.blockers import blockers

    found = [blocker.sentence for blocker in blockers(asked.wave, Wave.Status.PREPARING, timezone.now())]

    assert "People are still asked about suggested pairs." in found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("agrees", [True, False])
@pytest.mark.parametrize("_", range(4))
def test_an_answer_while_the_list_is_taken_back_ends_in_one_legal_state(_, agrees):
    ines = make_person()
    wave = make_pairing_wave(coordinator=ines)
    proposal = propose_pairs(wave, by=ines, now=timezone.now())
    consult(proposal, by=ines, now=timezone.now())
    pair = wave.pairs.get()
    says(pair.mentee, True)
    waiting = asked_of(pair.mentor).get()

    def tried(deed):
        try:
            return deed()
        except NotAllowed as refusal:
            return str(refusal)

    at_once(
        lambda: tried(lambda: answer(waiting, pair.mentor, agrees=agrees, now=NOW)),
        lambda: tried(lambda: stop_asking(proposal, by=ines, now=NOW)),
        lambda: tried(lambda: publish_agreed(proposal, by=ines, now=NOW)),
    )

    proposal.refresh_from_db()
    left = list(wave.pairs.values_list("status", flat=True))
    assert (proposal.status, left) in [
        (Status.DISCARDED, []),
        (Status.PUBLISHED, ["active"]),
        (Status.CONSULTING, ["consulted"]),
        (Status.CONSULTING, []),
    ]
    told = Notice.objects.filter(kind="pair-published").count()
    assert told == (2 if left == ["active"] else 0)
