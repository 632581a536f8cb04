"""The talent profile: what is typed, who reads it, and two tabs that lose nothing."""

import re
from html import unescape

import pytest
from django.db import IntegrityError
from django.urls import reverse

from programs.models import TalentProfile
from programs.profiles import parts_of

from .asking import signed_in
from .factories import (
    make_application,
    make_person,
    make_profile,
    make_recommendation,
)
from .profile_posts import post, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_person()
    signed_in(client, person)
    return person


def test_what_is_typed_is_kept_and_tags_become_lists(client, person):
    response = post(client, person, headline="Explains", interests="Sailing, choir ,  sailing,,Street  art\n")

    own = TalentProfile.objects.get()
    assert response.status_code == 302
    assert (own.headline, own.interests, own.version) == ("Explains", ["Sailing", "choir", "Street art"], 2)


def test_each_tag_may_have_a_box_of_its_own(client, person):
    post(client, person, languages=["Spanish", "", "French, Polish"])

    assert TalentProfile.objects.get().languages == ["Spanish", "French", "Polish"]


def test_competencies_carry_a_level(client, person):
    post(
        client,
        person,
        competency_0="Teaching",
        competency_0_level="3",
        competency_4=" Short  video ",
        competency_4_level="1",
    )

    assert TalentProfile.objects.get().competencies == [
        {"name": "Teaching", "level": 3},
        {"name": "Short video", "level": 1},
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"competency_0": "Teaching"}, "Choose 1, 2 or 3 for “Teaching”."),
        ({"competency_0": "Teaching", "competency_0_level": "4"}, "not one of the available choices"),
        (
            {
                "competency_0": "Teaching",
                "competency_0_level": "1",
                "competency_1": "teaching",
                "competency_1_level": "2",
            },
            "“teaching” stands here twice",
        ),
    ],
)
def test_a_competency_without_its_level_is_told_at_its_field(rows, sentence, client, person):
    response = post(client, person, **rows)

    assert response.status_code == 422
    assert sentence in unescape(response.content.decode())
    assert 'value="Teaching"' in response.content.decode()


@pytest.mark.parametrize("level", [0, 4, "2", None])
def test_the_database_keeps_no_other_level(level):
    with pytest.raises(IntegrityError):
        make_profile(make_person(), competencies=[{"name": "Teaching", "level": level}])


def test_jobs_are_kept_with_the_latest_first(client, person):
    post(
        client,
        person,
        job_0_from="2015",
        job_0_until="March 2019",
        job_0_what="Branch office",
        job_3_from="6/2021",
        job_3_what="Intake desk",
        job_1_from="2019-03",
        job_1_until="06 2021",
        job_1_what="Service desk",
    )

    assert TalentProfile.objects.get().jobs == [
        {"from": "2021-06", "until": "", "what": "Intake desk"},
        {"from": "2019-03", "until": "2021-06", "what": "Service desk"},
        {"from": "2015", "until": "2019-03", "what": "Branch office"},
    ]
    body = client.get(reverse("profile")).content.decode()
    assert 'value="06 2021"' in body and 'value="2015"' in body


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("last summer", "", "Desk"), "Enter month and year, like 06 2024."),
        (("13 2024", "", "Desk"), "Enter month and year, like 06 2024."),
        (("", "", "Desk"), "Enter month and year, like 06 2024."),
        (("06 2020", "05 2020", "Desk"), "This is before it began."),
        (("2020", "2019", "Desk"), "This is before it began."),
        (("06 2999", "", "Desk"), "This lies ahead."),
        (("1066", "", "Desk"), "Enter a year from 1940 on."),
        (("06 2020", "", ""), "Say what you did in these years."),
    ],
)
def test_a_job_that_cannot_be_is_told_at_its_field_and_kept(row, sentence, client, person):
    names = dict(zip(("job_0_from", "job_0_until", "job_0_what"), row, strict=True))

    response = post(client, person, **names, headline="Keep me")

    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body
    assert all(f'value="{text}"' in body for text in ("Keep me", *row) if text)


@pytest.mark.parametrize(("words", "status"), [(60, 302), (61, 422)])
def test_the_pitch_has_at_most_sixty_words(client, person, words, status):
    response = post(client, person, pitch="word\n " * words)

    assert response.status_code == status
    if status == 422:
        assert "it has 61" in response.content.decode()
        assert response.content.decode().count("word\n ") >= 60


def test_a_null_character_is_an_error_and_not_a_crash(client, person):
    for field in ("headline", "pitch", "interests", "job_0_from", "job_0_what", "competency_0"):
        assert post(client, person, **{field: "a\x00b"}).status_code == 422


def test_words_are_suggested_once_five_colleagues_use_them(client, person):
    for number in range(5):
        make_profile(
            make_person(),
            interests=["Sailing", "Falconry"] if number else ["sailing"],
            competencies=[{"name": "Short video", "level": 2}],
        )

    body = client.get(reverse("profile")).content.decode()

    assert re.findall(r'<option value="([^"]+)"', body) == ["Short video", "sailing"]


def test_the_page_says_what_the_profile_is_used_in_and_who_reads_it(client, person):
    application = make_application(person=person)
    make_recommendation(application=application, status="received")
    make_recommendation(application=application, status="declined")
    make_recommendation(application=application, status="replaced")

    body = client.get(reverse("profile")).content.decode()

    assert str(application.wave) in body
    assert "Those who select read each change as soon as you save it." in body
    assert (body.count("Cannot recommend"), body.count("<span>In</span>")) == (1, 1)


def test_fields_that_are_not_on_the_form_are_not_written(client, person):
    smuggled = {"person": make_person().pk, "photo": "photos/other.webp", "updated_at": "2000-01-01"}
    client.post(reverse("profile"), typed(person) | smuggled)

    own = TalentProfile.objects.get()
    assert (own.person, own.photo.name) == (person, "")


def test_each_part_says_how_far_it_is():
    filled = {"headline", "pitch", "goals", "interests"}

    assert [(part["key"], part["tone"]) for part in parts_of(filled, errors={"goals"})] == [
        ("you", "ok"),
        ("experience", "none"),
        ("goals", "risk"),
        ("skills", "info"),
        ("check", "none"),
    ]
    everything = TalentProfile.SECTIONS.keys()
    assert [parts_of(everything, has_draft=draft)[-1]["tone"] for draft in (True, False)] == ["info", "ok"]
