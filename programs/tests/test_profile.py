"""The talent profile: who reads it, and two tabs that lose nothing."""

import io
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from programs.access import profile_readers
from programs.models import TalentProfile, User
from programs.models import profile as profile_models
from programs.profiles import parts_of, save_profile

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


def a_photo(size=(300, 300)):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), content_type="image/png")


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
def test_of_saves_at_the_same_moment_one_is_written_and_the_others_are_told():
    person = make_person()
    together, outcomes = threading.Barrier(6), []

    def save(number):
        together.wait()
        try:
            outcomes.append(save_profile(person, {"pitch": f"tab {number}"}, version=1))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False] * 5 + [True]
    assert TalentProfile.objects.get().version == 2


def test_a_photo_is_shown_and_goes_when_it_is_replaced(client, django_capture_on_commit_callbacks):
    person = make_person()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(client, person).post(reverse("profile"), typed(new_photo=a_photo()))
    first = TalentProfile.objects.get().photo.name

    response = client.get(reverse("photo", args=[person.pk]))
    content = b"".join(response.streaming_content)
    assert content[:4] == b"RIFF"
    assert {
        name: response.headers[name]
        for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control", "Content-Disposition")
    } == {
        "Content-Type": "image/webp",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Disposition": 'inline; filename="photo.webp"',
    }

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("profile"), typed(version=2, new_photo=a_photo()))
    assert not default_storage.exists(first)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("profile"), typed(version=3, remove_photo="on"))
    assert client.get(reverse("photo", args=[person.pk])).status_code == 404


def test_a_useless_photo_is_an_error_and_keeps_the_rest(client):
    upload = SimpleUploadedFile("me.jpg", b"<svg/>", content_type="image/jpeg")

    response = signed_in(client, make_person()).post(
        reverse("profile"), typed(headline="Keep me", new_photo=upload)
    )

    assert response.status_code == 422
    assert "Keep me" in response.content.decode()
    assert "JPEG, PNG or WebP" in response.content.decode()


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
