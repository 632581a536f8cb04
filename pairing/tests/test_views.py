"""The pages of pairing: what each reader sees, and what each button does."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.deeds import propose_pairs
from pairing.lifecycle import publish_proposal
from pairing.models import Mark, Pair
from programs.models import Application, Notice, Wave
from programs.tests.asking import queries_of
from programs.tests.factories import make_mentee_person, make_mentor_person, make_person, make_role

from .factories import accept, make_coach, make_pair, make_pairing_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(client):
    coordinator = make_person(given_name="Ines", family_name="Calloway")
    client.force_login(coordinator)
    return coordinator


def proposed(ines, **facts):
    wave = make_pairing_wave(coordinator=ines, **facts)
    wave.program.roles.update(capacity=60)
    return propose_pairs(wave, by=ines, now=timezone.now())


def text(response):
    return " ".join(response.content.decode().split())


def address(wave, name="pairing"):
    return reverse(name, args=[wave.pk])


def test_before_pairing_the_page_says_what_will_stand_here(client, ines):
    wave = make_pairing_wave(coordinator=ines)
    Wave.objects.filter(pk=wave.pk).update(status="selecting")

    page = text(client.get(address(wave)))

    assert "1 mentor and 1 mentee are accepted" in page
    assert "Propose pairs" not in page


def test_without_a_draft_the_page_offers_to_make_one(client, ines):
    wave = make_pairing_wave(coordinator=ines, mentors=2, mentees=3)

    page = text(client.get(address(wave)))

    assert "3 mentees and 2 mentors to pair" in page
    assert "Propose pairs" in page


def test_an_empty_side_is_named_instead(client, ines):
    wave = make_pairing_wave(coordinator=ines, mentors=0)

    page = text(client.get(address(wave)))

    assert "There is no mentor without a pair in this wave." in page
    assert "Propose pairs" not in page


def test_the_workbench_shows_each_pair_with_fit_marks_and_parts(client, ines):
    proposal = proposed(ines, mentors=2, mentees=2)

    page = text(client.get(address(proposal.wave)))

    assert "2 pairs proposed" in page
    assert "Draft 1. Nobody is told until you publish." in page
    assert "No better list exists under these rules." in page
    for pair in proposal.pairs.all():
        assert pair.mentor.full_name in page
        assert pair.mentee.full_name in page
    assert "7 grades apart" in page
    assert "No reporting tie" in page
    assert "0 of 18 checks" in page


def test_what_needs_a_look_is_counted_and_comes_first(client, ines):
    wave = make_pairing_wave(coordinator=ines, mentors=2, mentees=2)
    late = accept(wave, "mentor", topics=("Rowing",), suitable_hours=["fri-pm"])
    accept(wave, "mentee", topics=("Rowing",), suitable_hours=["mon-am"])
    propose_pairs(wave, by=ines, now=timezone.now())

    response = client.get(address(wave))

    assert "3 pairs proposed; one needs a look" in text(response)
    assert response.context["rows"][0].pair.mentor == late
    assert [row.pair.mentor for row in client.get(address(wave) + "?show=look").context["rows"]] == [late]


def test_a_person_is_found_and_an_empty_search_can_be_cleared(client, ines):
    proposal = proposed(ines, mentors=3, mentees=3)
    mentor = proposal.pairs.first().mentor

    found = client.get(address(proposal.wave), {"q": mentor.family_name})
    nobody = client.get(address(proposal.wave), {"q": "zzz"})

    assert [row.pair.mentor for row in found.context["rows"]] == [mentor]
    assert "No pair matches" in text(nobody)


def test_a_stale_draft_says_what_changed(client, ines):
    proposal = proposed(ines)
    newcomer = accept(proposal.wave, "mentor")

    assert f"{newcomer} can be paired and could not before." in text(client.get(address(proposal.wave)))


def test_somebody_without_a_pair_stands_there_with_the_reason(client, ines):
    proposal = proposed(ines, mentors=1, mentees=2)
    left = proposal.left_over.get()

    page = text(client.get(address(proposal.wave)))

    assert "Without a pair" in page
    assert left.person.full_name in page


def test_the_button_proposes(client, ines):
    wave = make_pairing_wave(coordinator=ines)

    response = client.post(address(wave, "proposal_new"))

    assert response.url == address(wave)
    assert wave.proposals.get().made_by == ines


def test_a_proposal_that_cannot_be_made_says_why(client, ines):
    wave = make_pairing_wave(coordinator=ines, mentees=0)

    response = client.post(address(wave, "proposal_new"), follow=True)

    assert "There is no mentee without a pair in this wave." in text(response)


def test_lock_forbid_and_clear_keep_the_filters(client, ines):
    proposal = proposed(ines)
    pair = proposal.pairs.get()
    two = {"mentor": pair.mentor_id, "mentee": pair.mentee_id, "seen_through": "show=look&q=ann"}
    marks = []
    for kind in ("lock", "forbid", "clear"):
        response = client.post(address(proposal.wave, "pairing_mark"), {**two, "kind": kind})
        marks.append(list(Mark.objects.values_list("kind", flat=True)))

    assert marks == [["lock"], ["forbid"], []]
    assert response.url == address(proposal.wave) + "?show=look&q=ann"


def test_publication_shows_the_mails_and_the_checks(client, ines):
    proposal = proposed(ines, mentors=2, mentees=2)

    page = text(client.get(reverse("publication", args=[proposal.pk])))

    assert "Publish 2 pairs</button>" in page
    assert "6 mails" in page
    assert "Every pair keeps every rule" in page
    assert f"Your pair for {proposal.wave.program}, wave {proposal.wave.number}" in page
    assert not Notice.objects.exists()


def test_what_cannot_be_published_has_no_button(client, ines):
    proposal = proposed(ines, coach=False)

    page = text(client.get(reverse("publication", args=[proposal.pk])))

    assert "1 pair has no coach." in page
    assert "Publish 1 pair</button>" not in page


def test_the_press_publishes_once(client, ines):
    proposal = proposed(ines, mentors=2, mentees=2)
    url = reverse("publication", args=[proposal.pk])

    first, second = client.post(url, follow=True), client.post(url, follow=True)

    assert "2 pairs published." in text(first)
    assert "2 pairs were published already." in text(second)
    assert Pair.objects.count() == 2
    assert set(Pair.objects.first().history.values_list("by", flat=True)) == {ines.pk}


def test_a_stale_draft_is_refused_with_the_reason(client, ines):
    proposal = proposed(ines)
    accept(proposal.wave, "mentor")

    response = client.post(reverse("publication", args=[proposal.pk]))

    assert response.status_code == 409
    assert "can be paired and could not before" in text(response)


def test_after_publication_the_workbench_shows_what_was_published(client, ines):
    proposal = proposed(ines)
    publish_proposal(proposal, by=ines, now=timezone.now())

    page = text(client.get(address(proposal.wave)))

    assert "1 pair published" in page
    assert "pairing_mark" not in page
    assert "Approve and publish" not in page
    assert "Propose more pairs" not in page


def test_the_list_of_pairs_is_sorted_searched_and_filtered(client, ines):
    wave = make_pairing_wave(coordinator=ines, mentors=0, mentees=0)
    first = make_pair(wave=wave, team_name="Avocet", mentor=make_mentor_person(family_name="Zander"))
    second = make_pair(wave=wave, team_name="Teal", mentor=make_mentor_person(family_name="Abel"))
    make_pair(wave=wave, team_name="Tern", status="ended")
    url = address(wave, "pairs")

    def teams(**query):
        return [pair.team_name for pair in client.get(url, query).context["page_obj"]]

    assert teams() == ["Avocet", "Teal", "Tern"]
    assert teams(sort="mentor")[0] == second.team_name
    assert teams(q="zander") == [first.team_name]
    assert teams(status="ended") == ["Tern"]
    assert teams(q="nobody") == []


@pytest.mark.parametrize("page", ["pairing", "pairs", "publication"])
def test_queries_do_not_grow_with_pairs(client, ines, page):
    counts = []
    for number in (1, 3, 50):
        proposal = proposed(ines, mentors=number, mentees=number)
        if page == "pairs":
            publish_proposal(proposal, by=ines, now=timezone.now())
        else:
            mark_one(proposal)
        args = [proposal.pk if page == "publication" else proposal.wave_id]
        counts.append(queries_of(client, reverse(page, args=args)))

    assert len(set(counts)) == 1, counts


def mark_one(proposal):
    pair = proposal.pairs.first()
    Mark.objects.create(wave=proposal.wave, mentor=pair.mentor, mentee=pair.mentee, kind="lock")


def test_each_side_reads_who_and_their_coach(client):
    pair = make_pair()
    for reader, other in ((pair.mentor, pair.mentee), (pair.mentee, pair.mentor)):
        client.force_login(reader)

        page = text(client.get(pair.get_absolute_url()))

        assert f"You and {other.full_name}" in page
        assert f"mailto:{pair.coach.email}" in page
        assert "Conclude early" not in page
        assert "History" not in page


def test_a_stranger_learns_nothing(client):
    pair = make_pair()
    client.force_login(make_person())

    assert client.get(pair.get_absolute_url()).status_code == 404
    assert client.post(reverse("pair_ending", args=[pair.pk])).status_code == 404


def test_an_unpublished_pair_is_hidden_from_its_own_people(client):
    pair = make_pair(status="proposed")
    client.force_login(pair.mentor)

    assert client.get(pair.get_absolute_url()).status_code == 404


def test_each_agrees_for_themself(client):
    pair = make_pair()
    url = reverse("pair_naming", args=[pair.pk])
    client.force_login(pair.mentee)
    client.post(url, {"agrees": "on"})
    pair.refresh_from_db()
    assert (pair.mentor_shows_name, pair.mentee_shows_name) == (False, True)

    client.post(url, {"agrees": ""})
    pair.refresh_from_db()
    assert pair.mentee_shows_name is False
    client.force_login(pair.coach)
    assert client.post(url, {"agrees": "on"}).status_code == 403


def test_the_coach_pauses_and_concludes_and_the_two_may_not(client):
    pair = make_pair()
    pause, ending = (reverse(name, args=[pair.pk]) for name in ("pair_pause", "pair_ending"))
    client.force_login(pair.mentor)
    assert (client.post(pause).status_code, client.post(ending).status_code) == (403, 403)

    client.force_login(pair.coach)
    client.post(pause)
    assert Pair.objects.get().status == "paused"
    assert client.post(pause).status_code == 409
    client.post(pause, {"resume": "1"})
    assert "has concluded. This mail says the same to both of you." in text(client.get(ending))
    client.post(ending)

    pair.refresh_from_db()
    assert pair.status == "ended"
    assert "is over already" in text(client.get(ending))
    assert Notice.objects.filter(kind="pair-ended").count() == 2


def test_a_coach_reads_about_the_pairs_they_coach_only(client):
    pair, other = make_pair(), make_pair()
    client.force_login(pair.coach)

    assert client.get(pair.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


def test_people_of_the_wave_do_not_see_the_workbench(client):
    wave = make_pairing_wave(coordinator=make_person())
    proposal = propose_pairs(wave, by=None, now=timezone.now())
    mentor = Application.objects.filter(side="mentor").get().person
    client.force_login(mentor)

    assert client.get(address(wave)).status_code == 403
    assert client.get(address(wave, "pairs")).status_code == 403
    assert client.get(reverse("publication", args=[proposal.pk])).status_code == 404
    assert client.post(address(wave, "proposal_new")).status_code == 403


def test_an_over_full_coach_is_shown(client, ines):
    wave = make_pairing_wave(coordinator=ines, coach=False)
    coach = make_coach(wave.program, given_name="Odette", family_name="Baptiste")
    propose_pairs(wave, by=ines, now=timezone.now())
    wave.program.roles.filter(person=coach).update(capacity=0)

    page = text(client.get(address(wave)))

    assert "Odette Baptiste" in page
    assert "One over the limit" in page


def test_somebody_who_coordinates_and_takes_part_sees_their_own_pair_as_a_member(client, ines):
    pair = make_pair(mentee=make_mentee_person())
    make_role(pair.wave.program, ines, "coordinator")
    client.force_login(ines)

    response = client.get(pair.get_absolute_url())

    assert response.context["is_member"] is False
    assert "Look after this pair" in text(response)
