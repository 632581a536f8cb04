"""The pages beside the workbench: trying, taking, comparing, the history, undoing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.deeds import propose_pairs, to_undo
from pairing.models import Deed, Proposal
from pairing.tests.factories import make_pairing_wave
from programs.models import Wave
from programs.tests.asking import queries_of
from programs.tests.factories import make_wave

from .test_setup import sent

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture
def wave(ines):
    wave = make_pairing_wave(mentors=3, mentees=3, coordinator=ines)
    propose_pairs(wave, by=ines, now=timezone.now())
    return wave


def at(name, *args, **query):
    return reverse(name, args=args, query=query or None)


def body_of(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_a_scenario_is_tried_compared_taken_and_undone(client, wave):
    url = at("pairing_scenarios", wave.pk)
    first = wave.proposals.get()
    assert "Nothing tried" not in body_of(client, url)

    tried = client.post(url, sent(**{"weight__topics": 90, "name": "Topics first"}))
    body = body_of(client, url)

    assert tried.status_code == 302
    assert "Topics first" in body and "Other: topics" in body
    scenario = wave.proposals.get(status=Status.SCENARIO)
    client.post(at("scenario_adopt", scenario.pk))
    scenario.refresh_from_db()
    assert scenario.status == Status.DRAFT
    page = body_of(client, at("pairing", wave.pk))
    assert "Undo" in page and "Took “Topics first” as the draft" in page
    client.post(at("pairing_undo", wave.pk), {"deed": to_undo(wave).pk})
    assert wave.proposals.get(status=Status.DRAFT) == first


def test_a_scenario_that_makes_no_sense_keeps_what_was_typed(client, wave):
    nothing = {name: 0 for name in sent() if name.startswith("weight-")}
    page = client.post(
        at("pairing_scenarios", wave.pk), sent() | nothing | {"name": "Mine", "grade_gap-value": "99"}
    )

    body = page.content.decode()
    assert page.status_code in (200, 422)
    assert "between 0 and 50" in body and 'value="Mine"' in body
    assert not wave.proposals.filter(status=Status.SCENARIO).exists()


def test_a_fit_of_nothing_at_all_is_refused(client, wave):
    nothing = {name: 0 for name in sent() if name.startswith("weight-")}

    page = client.post(at("pairing_scenarios", wave.pk), sent() | nothing)

    assert "Give at least one thing a weight" in page.content.decode()


def test_a_dropped_scenario_is_gone_from_the_page(client, wave):
    client.post(at("pairing_scenarios", wave.pk), sent(name="Mine"))
    scenario = wave.proposals.get(status=Status.SCENARIO)

    client.post(at("scenario_drop", scenario.pk))

    body = body_of(client, at("pairing_scenarios", wave.pk))
    assert f"/proposals/{scenario.pk}/" not in body


def test_the_history_says_who_and_why_and_undoes_the_last_deed(client, wave):
    pair = wave.proposals.get().pairs.first()
    two = {"mentor": pair.mentor_id, "mentee": pair.mentee_id}
    client.post(at("pairing_mark", wave.pk), {**two, "kind": "lock", "why": "Agreed with both."})

    body = body_of(client, at("pairing_history", wave.pk))
    assert f"Locked {pair.mentor} and {pair.mentee}" in body and "“Agreed with both.”" in body
    assert body.count("Undo<") == 1

    client.post(at("pairing_undo", wave.pk), {"deed": to_undo(wave).pk, "from": "history"})

    assert not wave.pairing_marks.exists()
    assert "Undone by Ines Calloway" in body_of(client, at("pairing_history", wave.pk))


@pytest.mark.parametrize("deed", ["", "x", "99999999"])
def test_undoing_what_is_not_the_last_deed_says_so_and_does_nothing(client, wave, deed):
    page = client.post(at("pairing_undo", wave.pk), {"deed": deed}, follow=True)

    assert "Look again before you undo it" in page.content.decode()
    assert Deed.objects.get().undone_at is None


def test_two_drafts_are_compared_by_the_pairs_that_moved(client, wave, ines):
    first = wave.proposals.get()
    pair = first.pairs.first()
    client.post(
        at("pairing_mark", wave.pk), {"mentor": pair.mentor_id, "mentee": pair.mentee_id, "kind": "forbid"}
    )
    client.post(at("proposal_new", wave.pk))
    second = wave.proposals.get(status=Status.DRAFT)

    body = body_of(client, at("pairing_history", wave.pk))
    same = body_of(client, at("pairing_history", wave.pk, before=first.pk, after=first.pk))

    assert str(pair.mentee) in body.split('id="drafts"')[1]
    assert f'value="{second.pk}" selected' in body
    assert "The same pairs in both." in same


def test_swapping_from_the_page_of_alternatives(client, wave):
    pair = wave.proposals.get().pairs.first()
    other = wave.proposals.get().pairs.exclude(pk=pair.pk).first()

    page = client.post(
        at("pairing_swap", wave.pk),
        {"mentor": other.mentor_id, "mentee": pair.mentee_id, "why": "Same city."},
        follow=True,
    )

    assert "Swapped." in page.content.decode()
    draft = wave.proposals.get(status=Status.DRAFT)
    assert draft.pairs.get(mentee=pair.mentee).mentor_id == other.mentor_id
    assert to_undo(wave).why == "Same city."


@pytest.mark.parametrize("two", [{}, {"mentor": "x", "mentee": 1}, {"mentor": 9999999, "mentee": 9999999}])
def test_a_swap_of_nobody_says_so(client, wave, two):
    page = client.post(at("pairing_swap", wave.pk), two, follow=True)

    assert page.status_code == 200
    assert Deed.objects.count() == 1


def test_scenarios_and_history_cost_the_same_for_more_pairs(client, ines):
    costs = {"pairing_scenarios": [], "pairing_history": []}
    for many in (1, 3, 12):
        wave = make_pairing_wave(mentors=many, mentees=many, coordinator=ines)
        propose_pairs(wave, by=ines, now=timezone.now())
        client.post(at("pairing_scenarios", wave.pk), sent(name="Mine"))
        propose_pairs(wave, by=ines, now=timezone.now())
        for name, found in costs.items():
            found.append(queries_of(client, at(name, wave.pk)))
    assert all(len(set(found)) == 1 for found in costs.values()), costs


def test_before_and_after_pairing_there_are_no_scenarios(client, ines):
    wave = make_pairing_wave(coordinator=ines)
    Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.RUNNING)

    assert client.get(at("pairing_scenarios", wave.pk)).status_code == 302
    assert client.get(at("pairing_history", wave.pk)).status_code == 200
    assert client.get(at("pairing_history", make_wave().pk)).status_code == 404
