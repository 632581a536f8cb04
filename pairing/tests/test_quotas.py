"""How the chosen mentors are composed: set on a page, kept by every list, tried in scenarios, undone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.deeds import adopt, propose_pairs, to_undo, undo
from pairing.matching import Quota
from pairing.models import Proposal, QuotaSetting
from pairing.policy import copy_quotas, quotas_of, rules_of, save_quotas
from pairing.proposals import CannotPropose
from pairing.setup import effect_of
from pairing.tests.factories import accept, make_pairing_wave
from programs.tests.factories import make_mentor_person, make_program

from .test_setup import sent

pytestmark = pytest.mark.django_db
ONE_FROM_TORONTO = Quota(attribute="location", value="Toronto", most=1)


@pytest.fixture
def wave(ines):
    """Two mentees; two mentors in Toronto who fit them better than the one in Boston."""
    wave = make_pairing_wave(mentors=0, mentees=2, coordinator=ines)
    places = set(wave.applications.values_list("person__location", flat=True))
    assert not places & {"Toronto", "Boston"}
    for place, hours in (("Toronto", []), ("Toronto", []), ("Boston", ["sun-eve"])):
        accept(wave, "mentor", make_mentor_person(location=place), suitable_hours=hours)
    return wave


def line(at, **facts):
    return {f"quota__{at}__{part}": value for part, value in facts.items()}


def drafted(wave):
    return wave.proposals.get(status=Proposal.Status.DRAFT)


def places_in(proposal):
    return sorted(proposal.pairs.values_list("mentor__location", flat=True))


def save(client, wave, **changes):
    return client.post(reverse("setup_rules", args=[wave.program_id]), sent(**changes))


def test_a_quota_is_set_on_the_page_and_the_next_draft_keeps_to_it(client, wave, ines):
    free = propose_pairs(wave, by=ines, now=timezone.now())
    save(client, wave, **line(0, attribute="location", value="Boston", least=1))
    stale = client.get(reverse("pairing", args=[wave.pk])).content.decode()
    bound = propose_pairs(wave, by=ines, now=timezone.now())

    assert places_in(free) == ["Toronto", "Toronto"]
    assert "How the program wants its mentors composed changed." in stale
    assert places_in(bound) == ["Boston", "Toronto"]
    assert bound.certificate["holds"] or "At most" in bound.certificate["sentence"]
    page = client.get(reverse("setup_rules", args=[wave.program_id])).content.decode()
    assert 'value="Boston"' in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"attribute": "location", "least": 1}, "value"),
        ({"value": "Boston", "least": 1}, "attribute"),
        ({"attribute": "location", "value": "Boston"}, "least"),
        ({"attribute": "location", "value": "Boston", "least": 3, "most": 2}, "most"),
        ({"attribute": "location", "value": "Atlantis", "least": 1}, "value"),
        ({"attribute": "location", "value": "Boston", "least": -1}, "least"),
    ],
)
def test_a_bad_line_is_named_at_its_field_and_nothing_is_lost(client, wave, said, field):
    save_quotas(wave.program, [ONE_FROM_TORONTO])

    response = save(client, wave, **line(0, **said))

    assert response.status_code == 422
    assert f"quota-0-{field}" in response.context["form"].errors
    assert quotas_of(wave.program_id) == (ONE_FROM_TORONTO,)


def test_the_same_line_twice_is_refused(client, wave):
    boston = {"attribute": "location", "value": "Boston", "least": 1}

    response = save(client, wave, **line(0, **boston), **line(1, **boston))

    assert response.context["form"].errors["quota-1-value"] == ["Boston stands twice."]


def test_a_line_left_empty_takes_a_quota_away(client, wave):
    save_quotas(wave.program, [ONE_FROM_TORONTO])

    save(client, wave)

    assert not QuotaSetting.objects.exists()


def test_quotas_that_cannot_be_kept_are_said_and_the_draft_stays(wave, ines):
    before = propose_pairs(wave, by=ines, now=timezone.now())
    save_quotas(wave.program, [Quota(attribute="location", value="Boston", least=2)])

    with pytest.raises(CannotPropose, match="Boston"):
        propose_pairs(wave, by=ines, now=timezone.now())

    assert drafted(wave) == before


def test_what_a_quota_asks_stands_beside_what_there_is(wave):
    quotas = [Quota(attribute="location", value="Boston", least=2), ONE_FROM_TORONTO]

    effect = effect_of(wave, rules_of(wave.program_id), quotas, today=timezone.localdate())

    assert effect.quotas == (
        ("risk", "Boston: at least 2, 1 place to give"),
        ("ok", "Toronto: at most 1, 2 places to give"),
    )


def test_another_mentor_has_no_price_but_can_be_swapped_for(client, wave, ines):
    save_quotas(wave.program, [ONE_FROM_TORONTO])
    draft = propose_pairs(wave, by=ines, now=timezone.now())
    pair = draft.pairs.get(mentor__location="Toronto")
    boston = draft.pairs.get(mentor__location="Boston").mentor

    url = reverse("pairing_alternatives", args=[wave.pk, pair.mentee_id])
    page, few = (
        client.get(url, headers=headers).content.decode() for headers in ({}, {"HX-Request": "true"})
    )
    client.post(reverse("pairing_swap", args=[wave.pk]), {"mentor": boston.pk, "mentee": pair.mentee_id})

    assert "Its price takes a search: swap to see." in page and "Costs" not in page
    assert "Its price takes a search: swap to see." in few
    swapped = drafted(wave)
    assert swapped.pairs.get(mentee=pair.mentee_id).mentor == boston
    assert places_in(swapped) == ["Boston", "Toronto"]


def test_a_scenario_tries_another_composition_and_undoing_brings_the_first_back(client, wave, ines):
    propose_pairs(wave, by=ines, now=timezone.now())
    client.post(
        reverse("pairing_scenarios", args=[wave.pk]),
        sent(name="Boston too", **line(0, attribute="location", value="Boston", least=1)),
    )
    scenario = wave.proposals.get(status=Proposal.Status.SCENARIO)
    page = client.get(reverse("pairing_scenarios", args=[wave.pk])).content.decode()
    untouched = quotas_of(wave.program_id)
    adopt(scenario, by=ines, now=timezone.now())
    taken = quotas_of(wave.program_id)
    undo(wave, deed=to_undo(wave).pk, by=ines, now=timezone.now())

    assert places_in(scenario) == ["Boston", "Toronto"]
    assert "Other: composition of the mentors" in page
    assert untouched == () == quotas_of(wave.program_id)
    assert taken == (Quota(attribute="location", value="Boston", least=1),)


def test_a_copied_program_asks_for_the_same(wave):
    save_quotas(wave.program, [ONE_FROM_TORONTO])
    copy = make_program()

    copy_quotas(wave.program, copy, timezone.now())

    assert quotas_of(copy.pk) == (ONE_FROM_TORONTO,)


@pytest.mark.parametrize("page", ["setup_rules", "pairing_scenarios"])
def test_a_value_of_the_directory_is_written_and_never_carried_out(client, wave, page):
    make_mentor_person(location='{{ 7|add:7 }}{% load x %}"><b>')
    key = wave.program_id if page == "setup_rules" else wave.pk

    answer = client.get(reverse(page, args=[key]))

    assert answer.status_code == 200
    assert "{{ 7|add:7 }}{% load x %}&quot;&gt;&lt;b&gt;" in answer.content.decode()
