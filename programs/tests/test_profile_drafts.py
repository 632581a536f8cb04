"""A talent profile in two tabs, and the draft that keeps itself: nothing is lost, nothing shows too early."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import ProfileDraft, TalentProfile
from programs.profiles import own_profile, save_profile, stand_of
from programs.views import profiles as views

from .asking import signed_in
from .factories import make_person
from .profile_posts import autosave, post
from .racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_person()
    signed_in(client, person)
    return person


def test_a_second_tab_sees_both_texts_and_loses_neither(client, person):
    post(client, person, pitch="from the first tab", job_0_from="2015", job_0_what="First desk")

    response = post(client, person, pitch="from the second tab", job_0_from="2016", job_0_what="Second desk")

    body = response.content.decode()
    assert response.status_code == 409
    for words in (
        "from the first tab",
        "from the second tab",
        "2015 – now: First desk",
        "2016 – now: Second",
    ):
        assert words in body
    assert TalentProfile.objects.get().pitch == "from the first tab"

    assert post(client, person, version=2, pitch="from both").status_code == 302
    assert TalentProfile.objects.get().pitch == "from both"


def test_both_texts_can_be_put_together(client, person):
    post(
        client, person, pitch="one", interests="Sailing", job_0_from="2015", job_0_what="Desk",
        competency_0="Teaching", competency_0_level="2",
    )  # fmt: skip

    response = post(
        client, person, then="merge", pitch="two", interests=["Choir", "sailing"], job_0_from="2016",
        job_0_what="Other desk", competency_0="Teaching", competency_0_level="2",
    )  # fmt: skip

    shown = response.context["form"]
    assert response.status_code == 200
    assert TalentProfile.objects.get().pitch == "one", "nothing is saved yet"
    assert [shown[name].value() for name in ("pitch", "interests", "job_1_what", "competency_1")] == [
        "one\ntwo",
        "sailing, Choir",
        "Other desk",
        None,
    ]


def test_a_draft_is_kept_for_its_author_and_goes_with_the_save(client, person):
    post(client, person, headline="Saved")

    kept = autosave(client, person, version=2, headline="Half a thou", job_0_from="last sum")

    assert kept.status_code == 200
    assert kept.json()["version"] == f"{person.pk}.{TalentProfile.objects.get().pk}.3"
    assert TalentProfile.objects.get().headline == "Saved"
    body = client.get(reverse("profile")).content.decode()
    assert "Half a thou" in body and "last sum" in body and "Nobody but you sees them" in body
    assert "Half a thou" not in client.get(reverse("profile_of", args=[person.pk])).content.decode()

    post(client, person, version=3, headline="A whole thought")
    assert TalentProfile.objects.get().headline == "A whole thought"
    assert ProfileDraft.objects.count() == 0


def test_a_draft_that_comes_after_the_save_is_refused(client, person):
    post(client, person, headline="The final word")

    late = autosave(client, person, version=1, headline="An earlier word")

    assert late.status_code == 409
    assert late.json()["texts"] == [
        {"label": "Headline", "saved": "The final word", "typed": "An earlier word"}
    ]
    assert ProfileDraft.objects.count() == 0


def test_a_draft_whose_answer_was_lost_comes_again_from_its_page(client, person):
    for words in ("sent, never answered", "sent again"):
        page = {"version": f"{person.pk}.0.1.page-one", "pitch": words}
        assert client.post(reverse("profile_draft"), page).status_code == 200
    other = client.post(reverse("profile_draft"), {"version": f"{person.pk}.0.1.page-two", "pitch": "x"})

    assert other.status_code == 409
    assert ProfileDraft.objects.get().typed["pitch"] == ["sent again"]


def test_a_late_draft_of_the_page_that_saved_is_refused(client, person):
    page = {"version": f"{person.pk}.0.1.page-one", "headline": "Half"}
    client.post(reverse("profile_draft"), page)
    assert client.post(reverse("profile"), page | {"headline": "Whole"}).status_code == 302

    assert client.post(reverse("profile_draft"), page).status_code == 409
    assert TalentProfile.objects.get().headline == "Whole"
    assert not ProfileDraft.objects.exists()


def test_a_button_pressed_twice_saves_once(client, person):
    answers = [post(client, person, headline="Explains").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert TalentProfile.objects.get().version == 2


def test_two_tabs_that_keep_drafts_are_told_of_each_other(client, person):
    autosave(client, person, pitch="first tab")

    late = autosave(client, person, pitch="second tab")
    again = autosave(client, person, version=2, pitch="both tabs")

    assert (late.status_code, again.status_code) == (409, 200)
    assert late.json()["texts"] == [{"label": "Your pitch", "saved": "first tab", "typed": "second tab"}]
    assert ProfileDraft.objects.get().typed["pitch"] == ["both tabs"]


def test_a_draft_can_be_thrown_away(client, person):
    post(client, person, headline="Saved")
    autosave(client, person, version=2, headline="Regretted")

    client.post(reverse("profile_draft_removal"), {"version": f"{person.pk}.0.3"})

    assert ProfileDraft.objects.count() == 0
    body = client.get(reverse("profile")).content.decode()
    assert "Saved" in body and "Regretted" not in body


def test_a_page_of_somebody_else_writes_nothing_here(client, person):
    other = make_person()

    answers = [post(client, other, headline="x"), autosave(client, other, headline="x")]
    answers.append(client.post(reverse("profile"), {"headline": "without a stand"}))

    assert [answer.status_code for answer in answers] == [409] * 3
    assert not TalentProfile.objects.exists()


def test_without_scripts_a_draft_is_kept_by_its_button_and_before_choosing_a_photo(client, person):
    kept = post(client, person, then="keep", headline="Half")
    away = post(client, person, version=2, then="photo", headline="Half, and a photo")

    assert [kept.url, away.url] == [reverse("profile"), reverse("profile_photo")]
    assert ProfileDraft.objects.get().typed["headline"] == ["Half, and a photo"]
    assert TalentProfile.objects.get().headline == ""


def test_saving_leads_on_to_what_is_not_complete(client, person):
    first = post(client, person, headline="Explains", pitch="Five years.")
    close = post(client, person, version=2, then="close", headline="Explains", pitch="Five years.")

    assert first.url == reverse("profile") + "#experience"
    assert close.url == reverse("profile_of", args=[person.pk])


def test_a_draft_of_any_length_is_not_kept(client, person):
    assert autosave(client, person, background="x" * 70_000).json() == {"refused": views.TOO_LONG}
    assert not ProfileDraft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_forty_saves_at_the_same_moment_none_is_lost():
    """Whoever is told that somebody was faster reads what stands there, adds to it and saves again."""
    person = make_person()
    refusals = []

    def save(number):
        for turn in range(5):
            while True:
                own = own_profile(person)
                word = f"{number}-{turn}"
                if save_profile(stand_of(own), {"goals": f"{own.goals} {word}"}, now=timezone.now()):
                    break
                refusals.append(word)

    at_once(*[partial(save, number) for number in range(8)])

    own = TalentProfile.objects.get()
    assert sorted(own.goals.split()) == sorted(f"{number}-{turn}" for number in range(8) for turn in range(5))
    assert own.version == 41
    assert refusals, "they met"
