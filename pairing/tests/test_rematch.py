"""New pairs of those who are free, while the wave runs: same rules, nobody else touched, races decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pairing.deeds import mark_pair
from pairing.lifecycle import end_pair
from pairing.models import Mark, Pair
from pairing.rematch import best_of_the_free, give_coach, pair_two
from pairing.tests.factories import accept, make_coach, make_pair
from programs.lifecycle import NotAllowed
from programs.links import label_of
from programs.models import Notice, ProgramRole, User, Wave
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_role, make_wave
from programs.tests.racing import at_once

from .test_proposals import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    wave = make_wave(status=Wave.Status.RUNNING)
    make_coach(wave.program)
    return wave


@pytest.fixture
def ended(wave):
    """A pair that has concluded, and two who waited."""
    pair = make_pair(
        wave=wave,
        mentor=make_mentor_person(function="Analysis"),
        mentee=make_mentee_person(function="Counsel"),
    )
    end_pair(pair, by=None)
    return pair


def test_both_of_a_concluded_pair_are_free_for_others_and_not_for_each_other(wave, ended):
    other_mentor, other_mentee = accept(wave, "mentor"), accept(wave, "mentee")
    untouched = make_pair(wave=wave)

    _, found = best_of_the_free(wave, NOW)

    pairs = {(pair.mentor, pair.mentee) for pair in found.pairs}
    assert pairs == {(other_mentor.pk, ended.mentee_id), (ended.mentor_id, other_mentee.pk)}
    assert untouched.mentor_id not in {one for pair in pairs for one in pair}


def test_a_new_pair_begins_at_once_with_coach_mails_and_sessions(wave, ended):
    other = accept(wave, "mentor")

    pair = pair_two(wave, mentor=other.pk, mentee=ended.mentee_id, by=None, now=timezone.now())

    assert pair.status == Pair.Status.ACTIVE and pair.coach and pair.published_at
    assert pair.team_name != ended.team_name
    told = Notice.objects.filter(about=label_of(pair), kind__startswith="pair-")
    assert set(told.values_list("kind", "recipient")) == {
        ("pair-published", other.pk),
        ("pair-published", ended.mentee_id),
        ("pair-coached", pair.coach_id),
    }
    assert pair.sessions.exists()


@pytest.mark.parametrize(
    "why",
    ["not free", "breaks a rule", "forbidden", "no coach", "over"],
)
def test_what_cannot_be_paired_is_refused_in_words(wave, ended, why):
    other = accept(wave, "mentor")
    two = {"mentor": other.pk, "mentee": ended.mentee_id}
    said = why
    if why == "not free":
        two["mentor"], said = make_pair(wave=wave).mentor_id, "no longer free"
    elif why == "breaks a rule":
        two["mentor"], said = ended.mentor_id, "They have been a pair before"
    elif why == "forbidden":
        Mark.objects.create(wave=wave, mentor=other, mentee=ended.mentee, kind="forbid")
        said = "never to be paired"
    elif why == "no coach":
        ProgramRole.objects.filter(program=wave.program, role="coach").delete()
        said = "No coach"
    else:
        Wave.objects.filter(pk=wave.pk).update(status=Wave.Status.REVIEWING)
        said = "while a wave is prepared or runs"

    with pytest.raises(NotAllowed, match=said):
        pair_two(wave, **two, by=None, now=NOW)

    assert not wave.pairs.filter(mentee=ended.mentee).live().exists()


def test_on_the_page_with_reasons_and_with_those_who_wait_on(client, wave, ended):
    ines = make_person()
    make_role(wave.program, ines, ProgramRole.Role.COORDINATOR)
    other, waits = accept(wave, "mentor"), accept(wave, "mentor")
    client.force_login(ines)
    url = reverse("rematch", args=[wave.pk])

    page = client.get(url)
    body = page.content.decode()
    chosen = page.context["rows"][0]
    client.post(url, {"mentor": chosen["mentor"].pk, "mentee": chosen["mentee"].pk})

    assert {chosen["mentor"], *(each["person"] for each in page.context["left_over"])} >= {other, waits}
    assert "Keeps all 9 rules" in body and "Pair them" in body
    assert wave.pairs.live().get().mentee == ended.mentee
    assert "Nobody can be paired now" in client.get(url).content.decode()


def test_the_page_costs_the_same_for_more_people(client, wave, ended):
    ines = make_person()
    make_role(wave.program, ines, ProgramRole.Role.COORDINATOR)
    client.force_login(ines)
    costs = []
    for more in (1, 2, 12):
        for _ in range(more):
            accept(wave, "mentor")
            accept(wave, "mentee")
        client.get(reverse("rematch", args=[wave.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("rematch", args=[wave.pk]))
        costs.append(len(queries))
    assert len(set(costs)) == 1


def test_a_lock_counts_here_too(wave, ended):
    others = [accept(wave, "mentor") for _ in range(3)]
    Mark.objects.create(wave=wave, mentor=others[2], mentee=ended.mentee, kind="lock")

    _, found = best_of_the_free(wave, NOW)

    assert [pair.mentor for pair in found.pairs if pair.mentee == ended.mentee_id] == [others[2].pk]
    with pytest.raises(NotAllowed):
        mark_pair(wave, mentor=others[0].pk, mentee=ended.mentee_id, kind="lock", by=None, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(5))
def test_two_who_give_the_same_person_away_at_once_make_one_pair(_):
    wave = make_wave(status=Wave.Status.RUNNING)
    make_coach(wave.program)
    mentee = accept(wave, "mentee", make_mentee_person(function="Counsel"))
    mentors = [accept(wave, "mentor", make_mentor_person(function="Analysis")) for _ in range(3)]

    def paired(mentor):
        try:
            return pair_two(wave, mentor=mentor.pk, mentee=mentee.pk, by=None, now=timezone.now()).pk
        except NotAllowed as refusal:
            return str(refusal)

    answers = at_once(*[lambda mentor=mentor: paired(mentor) for mentor in mentors])

    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert wave.pairs.live().count() == 1
    assert all("no longer free" in answer for answer in answers if isinstance(answer, str))


# --- another coach ------------------------------------------------------------------------------------


@pytest.fixture
def looked_after(wave):
    """A pair with a coach, and a coordinator."""
    ines = make_person()
    make_role(wave.program, ines, ProgramRole.Role.COORDINATOR)
    return make_pair(wave=wave), ines


def test_a_pair_gets_another_coach_who_is_told(looked_after, client):
    pair, ines = looked_after
    other = make_coach(pair.wave.program)
    client.force_login(ines)
    url = reverse("pair_coach", args=[pair.pk])

    assert str(other) in client.get(url).content.decode()
    client.post(url, {"coach": other.pk})

    pair.refresh_from_db()
    assert pair.coach == other
    assert Notice.objects.filter(kind="pair-coached", recipient=other).count() == 1
    assert "Coach until now" in pair.history.get().reason


@pytest.mark.parametrize("why", ["too near", "full", "stranger", "over"])
def test_a_coach_who_cannot_take_the_pair_is_refused(looked_after, why):
    pair, ines = looked_after
    other = make_coach(pair.wave.program)
    if why == "too near":
        User.objects.filter(pk=other.pk).update(department="Claims desk")
        User.objects.filter(pk=pair.mentor_id).update(department="Claims desk")
    elif why == "full":
        ProgramRole.objects.filter(person=other).update(capacity=0)
    elif why == "stranger":
        other = make_person()
    else:
        end_pair(pair, by=None)

    with pytest.raises(NotAllowed):
        give_coach(pair, other.pk, by=ines, now=NOW)

    pair.refresh_from_db()
    assert pair.coach != other
