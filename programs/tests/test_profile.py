"""The talent profile: who reads it, and two tabs that lose nothing."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from programs.access import profile_readers
from programs.models import TalentProfile, User
from programs.models import profile as profile_models
from programs.profiles import own_profile, parts_of, save_profile

from .asking import signed_in
from .factories import (
    make_application,
    make_mentee_person,
    make_person,
    make_profile,
    make_program,
    make_role,
    make_wave,
)

pytestmark = pytest.mark.django_db


def typed(version=1, **words):
    return {"version": version, "headline": "", "pitch": "", **words}


def test_what_is_typed_is_kept_and_tags_become_lists(client):
    person = make_person()

    response = signed_in(client, person).post(
        reverse("profile"), typed(headline="Explains", interests="Sailing, choir ,  sailing,,Street  art\n")
    )

    own = TalentProfile.objects.get()
    assert response.status_code == 302
    assert (own.headline, own.interests, own.version) == ("Explains", ["Sailing", "choir", "Street art"], 2)


@pytest.mark.parametrize(("words", "status"), [(60, 302), (61, 422)])
def test_the_pitch_has_at_most_sixty_words(client, words, status):
    response = signed_in(client, make_person()).post(reverse("profile"), typed(pitch="word\n " * words))

    assert response.status_code == status
    if status == 422:
        assert "it has 61" in response.content.decode()
        assert response.content.decode().count("word\n ") >= 60


def test_a_null_character_is_an_error_and_not_a_crash(client):
    for field in ("headline", "pitch", "interests"):
        response = signed_in(client, make_person()).post(reverse("profile"), typed(**{field: "a\x00b"}))

        assert response.status_code == 422


def test_a_second_tab_sees_both_texts_and_loses_neither(client):
    person = make_person()
    signed_in(client, person).post(reverse("profile"), typed(pitch="from the first tab"))

    response = client.post(reverse("profile"), typed(pitch="from the second tab"))

    body = response.content.decode()
    assert response.status_code == 409
    assert "from the first tab" in body
    assert "from the second tab" in body
    assert TalentProfile.objects.get().pitch == "from the first tab"

    again = client.post(reverse("profile"), typed(version=2, pitch="from both"))

    assert again.status_code == 302
    assert TalentProfile.objects.get().pitch == "from both"


@pytest.mark.django_db(transaction=True)
def test_of_forty_saves_at_the_same_moment_none_is_lost():
    """Whoever is told that somebody was faster reads what stands there, adds to it and saves again."""
    person = make_person()
    together, refusals = threading.Barrier(8), []

    def save(number):
        together.wait()
        try:
            for turn in range(5):
                while True:
                    own = own_profile(person)
                    word = f"{number}-{turn}"
                    if save_profile(person, {"goals": f"{own.goals} {word}"}, version=own.version):
                        break
                    refusals.append(word)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    own = TalentProfile.objects.get()
    assert sorted(own.goals.split()) == sorted(f"{number}-{turn}" for number in range(8) for turn in range(5))
    assert own.version == 41
    assert refusals, "they met"


def test_fields_that_are_not_on_the_form_are_not_written(client):
    person, other = make_person(), make_person()

    signed_in(client, person).post(
        reverse("profile"), typed(person=other.pk, photo="photos/other.webp", updated_at="2000-01-01")
    )

    own = TalentProfile.objects.get()
    assert (own.person, own.photo.name) == (person, "")


def test_readers_are_oneself_those_who_select_and_coaches():
    program = make_program()
    wave = make_wave(program=program)
    applicant, stranger = make_mentee_person(), make_person()
    make_application(wave=wave, person=applicant, side="mentee")
    # a draft elsewhere must not hide what was sent here
    make_application(wave=make_wave(), person=applicant, side="mentee", status="draft")
    make_profile(applicant)
    readers = {role: make_person() for role in ("coordinator", "steering", "coach", "sponsor")}
    for role, person in readers.items():
        make_role(program, person, role)

    seen = {
        role: TalentProfile.objects.visible_to(person).exists()
        for role, person in {**readers, "own": applicant, "stranger": stranger}.items()
    }

    assert seen == {
        "coordinator": True,
        "steering": True,
        "coach": True,
        "sponsor": False,
        "own": True,
        "stranger": False,
    }


def test_a_draft_opens_nobodys_profile():
    coordinator, person = make_person(), make_person()
    wave = make_wave(program=make_program(coordinator=coordinator))
    make_application(wave=wave, person=person, status="draft")
    make_profile(person)

    assert not TalentProfile.objects.visible_to(coordinator).exists()


def test_another_app_can_add_readers(monkeypatch):
    monkeypatch.setattr(profile_models, "_readers", [])
    profile, partner = make_profile(make_person()), make_person()

    @profile_readers.register
    def partners(user):
        return (
            User.objects.filter(pk=profile.person_id).values("pk") if user == partner else User.objects.none()
        )

    assert list(TalentProfile.objects.visible_to(partner)) == [profile]
    assert not TalentProfile.objects.visible_to(make_person()).exists()


def test_each_part_says_how_far_it_is():
    profile = make_profile(make_person(), goals="Lead a team", works_best="Mornings")

    assert [(part["key"], part["tone"]) for part in parts_of(profile, errors={"interests"})] == [
        ("introduction", "info"),
        ("experience", "none"),
        ("goals", "ok"),
        ("skills", "risk"),
    ]
