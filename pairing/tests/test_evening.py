"""Evening out: pairs stay, coaches change to what there is room for now, and it can be undone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.deeds import propose_pairs, to_undo, undo
from pairing.evening import even_out
from pairing.models import Proposal
from pairing.tests.factories import make_coach, make_pairing_wave
from programs.lifecycle import NotAllowed
from programs.models import ProgramRole, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(ines):
    """Four pairs and one coach; a second coach joins once the draft is made."""
    wave = make_pairing_wave(mentors=4, mentees=4, coordinator=ines)
    propose_pairs(wave, by=ines, now=timezone.now())
    make_coach(wave.program, department="Second")
    return wave


def draft(wave):
    return wave.proposals.get(status=Proposal.Status.DRAFT)


def couples(proposal):
    return set(proposal.pairs.values_list("mentor", "mentee", "fit"))


def loads(proposal):
    coaches = list(proposal.pairs.values_list("coach", flat=True))
    return sorted(coaches.count(coach) for coach in set(coaches))


def test_pairs_stay_and_loads_are_even(client, wave):
    before = draft(wave)
    assert loads(before) == [4]

    page = client.post(reverse("pairing_coaches", args=[wave.pk]), follow=True).content.decode()

    after = draft(wave)
    assert couples(after) == couples(before) and loads(after) == [2, 2]
    assert after.certificate == before.certificate and after.number == before.number + 1
    assert "2 pairs got another coach" in page and "Evened out the coaches" in page


def test_it_is_undone_as_any_deed(wave, ines):
    before = draft(wave)
    even_out(wave, by=ines, now=timezone.now())

    undo(wave, deed=to_undo(wave).pk, by=ines, now=timezone.now())

    assert draft(wave) == before and loads(before) == [4]


def test_what_is_even_already_makes_no_draft(client, wave, ines):
    even_out(wave, by=ines, now=timezone.now())
    number = draft(wave).number

    page = client.post(reverse("pairing_coaches", args=[wave.pk]), follow=True).content.decode()

    assert "as even as rules and limits let them be" in page and draft(wave).number == number


def test_a_limit_that_was_lowered_is_kept_and_who_has_no_place_is_said(wave, ines):
    ProgramRole.objects.filter(program=wave.program, role="coach").update(capacity=1)

    even_out(wave, by=ines, now=timezone.now())

    found = draft(wave)
    assert found.pairs.filter(coach=None).count() == 2
    assert all(pair.checks[-1][1] == ("ok" if pair.coach_id else "risk") for pair in found.pairs.all())


@pytest.mark.parametrize("why", ["no draft", "no coach", "gone"])
def test_what_cannot_be_evened_out_is_said(wave, ines, why):
    if why == "no draft":
        wave.proposals.update(status=Proposal.Status.DISCARDED)
    elif why == "no coach":
        ProgramRole.objects.filter(program=wave.program, role="coach").delete()
    else:
        User.objects.filter(pk=draft(wave).pairs.first().mentor_id).update(is_active=False)

    with pytest.raises(NotAllowed):
        even_out(wave, by=ines, now=timezone.now())


def test_a_coach_who_joined_is_no_reason_to_propose_again_once_it_is_settled(client, wave, ines):
    stale = "Propose again before you publish."
    page = reverse("pairing", args=[wave.pk])
    assert stale in client.get(page).content.decode()

    even_out(wave, by=ines, now=timezone.now())

    assert stale not in client.get(page).content.decode()


def test_people_who_changed_still_are_one(client, wave, ines):
    User.objects.filter(pk=draft(wave).pairs.first().mentor_id).update(location="Elsewhere")

    even_out(wave, by=ines, now=timezone.now())

    page = client.get(reverse("pairing", args=[wave.pk])).content.decode()
    assert "Propose again before you publish." in page
