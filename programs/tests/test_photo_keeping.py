"""The photo of a profile: kept as two drawings, cut by numbers, counted by the day, swept when unused."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from programs import photos
from programs.models import DrawnPhotos, TalentProfile

from .asking import signed_in
from .factories import make_person, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder for pictures that holds nothing of other tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def person(client):
    person = make_person()
    make_profile(person)
    signed_in(client, person)
    return person


def upload(size=(600, 400), form="PNG", name="me.png"):
    out = io.BytesIO()
    image = Image.new("RGB", size, "green")
    image.paste("red", (0, 0, size[0] // 3, size[1]))
    image.save(out, form)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def files(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def names():
    own = TalentProfile.objects.get()
    return sorted([own.photo.name, own.photo_whole.name])


def choose(client, **options):
    return client.post(reverse("profile_photo"), {"new_photo": upload(**options)})


def cut(client, of=None, **more):
    own = TalentProfile.objects.get()
    numbers = {"photo_left": 0, "photo_top": 50, "photo_size": 50}
    return client.post(
        reverse("profile_photo_cut"), {"of": of or own.photo_whole.name, **numbers, **more}, follow=True
    )


def color_at(name, place):
    red, green, _ = Image.open(default_storage.open(name)).getpixel(place)
    return "red" if red > green else "green"


def test_a_photo_is_kept_as_two_drawings_and_both_go_with_the_next(
    client, person, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert choose(client).status_code == 302
    first = names()
    assert files(media) == first

    with django_capture_on_commit_callbacks(execute=True):
        choose(client)
    assert files(media) == names() != first

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("profile_photo_removal"))
    assert files(media) == []
    assert client.get(reverse("photo", args=[person.pk])).status_code == 404


def test_others_see_the_square_and_its_owner_alone_the_whole(client, person):
    choose(client)
    kept = ("Content-Type", "X-Content-Type-Options", "Cache-Control", "Content-Disposition")
    for url in (reverse("photo", args=[person.pk]), reverse("photo_whole")):
        response = client.get(url)

        assert b"".join(response.streaming_content)[:4] == b"RIFF"
        assert [response.headers[name] for name in kept] == [
            "image/webp",
            "nosniff",
            "no-store",
            'inline; filename="photo.webp"',
        ]
    client.logout()
    assert client.get(reverse("photo", args=[person.pk])).status_code == 302
    assert signed_in(client, make_person()).get(reverse("photo", args=[person.pk])).status_code == 404
    assert client.get(reverse("photo_whole")).status_code == 404


def test_a_square_is_shown_before_it_is_saved_and_cut_when_it_is(client, person):
    choose(client)
    before = names()

    shown = cut(client, show_first=1)

    assert 'viewBox="0 100 200 200"' in shown.content.decode()
    assert names() == before
    assert color_at(TalentProfile.objects.get().photo.name, (630, 320)) == "green"

    cut(client, photo_size=30)

    own = TalentProfile.objects.get()
    assert (own.photo_left, own.photo_top, own.photo_size) == (0, 50, 30)
    assert own.photo_whole.name in before and own.photo.name not in before
    assert color_at(own.photo.name, (630, 320)) == "red"


@pytest.mark.parametrize(
    ("name", "value"), [("photo_left", "101"), ("photo_top", "-1"), ("photo_size", "9"), ("photo_size", "x")]
)
def test_numbers_that_are_none_are_answered_at_the_field(name, value, client, person):
    choose(client)
    before = names()

    response = cut(client, **{name: value})

    assert response.status_code == 422
    assert "Enter a whole number from" in response.content.decode()
    assert f'value="{value}"' in response.content.decode()
    assert names() == before


def test_a_square_is_not_cut_from_a_photo_that_was_replaced_meanwhile(client, person):
    choose(client)
    former = TalentProfile.objects.get().photo_whole.name
    choose(client)
    before = names()

    response = cut(client, of=former)

    assert "changed in another window" in response.content.decode()
    assert names() == before


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("me.jpg", b"<svg/>", content_type="image/jpeg"), "JPEG, PNG or WebP"),
        (SimpleUploadedFile("me.jpg", b""), "This file is empty"),
        ("", "Choose a photo."),
    ],
)
def test_a_useless_photo_is_told_to_be_one(file, sentence, client, person):
    response = client.post(reverse("profile_photo"), {"new_photo": file})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert TalentProfile.objects.get().photo.name == ""


def test_a_child_that_dies_leaves_the_photo_as_it_was(client, person, monkeypatch, tmp_path, media):
    (tmp_path / "child.py").write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(photos, "CHILD", tmp_path / "child.py")

    response = choose(client)

    assert response.status_code == 422
    assert files(media) == []
    body = client.get(reverse("profile_of", args=[person.pk])).content.decode()
    assert "<img" not in body, "initials stand in its place"


def test_a_day_has_room_for_so_many_photos_and_no_more(client, person):
    today = timezone.localdate()
    DrawnPhotos.objects.create(person=person, day=today, number=photos.MOST_A_DAY - 1)

    assert [choose(client).status_code for _ in range(2)] == [302, 422]
    assert "times today" in cut(client).content.decode()
    DrawnPhotos.objects.update(day=today - timedelta(days=1))
    assert choose(client).status_code == 302


def test_useless_files_count_as_well(client, person):
    for _ in range(2):
        client.post(reverse("profile_photo"), {"new_photo": SimpleUploadedFile("a.png", b"nonsense")})

    assert DrawnPhotos.objects.get().number == 2


def test_a_file_whose_row_was_rolled_back_goes_with_the_sweep_once_it_is_old(client, person, media):
    choose(client)
    named = names()
    with pytest.raises(RuntimeError), transaction.atomic():
        photos.replace_photo(
            person, photo=ContentFile(b"x", name="lost.webp"), photo_whole=ContentFile(b"x", name="lost.webp")
        )
        raise RuntimeError
    assert len(files(media)) == 4

    assert photos.sweep(timezone.now()) == 0, "it may belong to a change that is not committed yet"
    assert photos.sweep(timezone.now() + timedelta(days=2)) == 2
    assert files(media) == named
    assert DrawnPhotos.objects.count() == 0


def test_a_photo_whose_file_is_lost_breaks_no_page(client, person):
    choose(client)
    for name in names():
        default_storage.delete(name)

    assert client.get(reverse("profile_photo")).status_code == 200
    assert client.get(reverse("photo", args=[person.pk])).status_code == 404
    assert client.get(reverse("photo_whole")).status_code == 404
    assert cut(client).status_code == 422
