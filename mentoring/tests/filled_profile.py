"""The forms of the talent profile as their owner fills them in, and what they need on the stage."""

import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from programs.models import TalentProfile


def picture(form="WEBP", size=(300, 400), color="#0b5368"):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, form)
    return out.getvalue()


def give_photo(person):
    """A photo as it stands in a profile after it was drawn anew."""
    profile = TalentProfile.objects.get(person=person)
    profile.photo.save("square.webp", ContentFile(picture(size=(64, 64))))
    profile.photo_whole.save("whole.webp", ContentFile(picture()))
    return profile


def filled(stage, Filled):
    whole = TalentProfile.objects.get(person=stage.people["mentor"]).photo_whole.name
    return [
        Filled("profile", (), "mentor", {"version": 1, "headline": "Explains", "pitch": "Five years."}),
        Filled("profile_photo", (), "mentor", {"new_photo": SimpleUploadedFile("me.png", picture("PNG"))}),
        Filled(
            "profile_photo_cut",
            (),
            "mentor",
            {"of": whole, "photo_left": 10, "photo_top": 90, "photo_size": 60},
        ),
        Filled("profile_photo_removal", (), "mentor"),
    ]
