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
    own = TalentProfile.objects.get(person=stage.people["mentor"])
    whole, stand = own.photo_whole.name, f"{own.person_id}.{own.pk}.{own.version}"
    words = {"headline": "Explains", "pitch": "Five years.", "goals": "Learn.", "interests": "Sailing"}
    job = {"job_0_from": "06 2021", "job_0_until": "", "job_0_what": "Intake desk"}
    skill = {"competency_0": "Teaching", "competency_0_level": "2"}
    typed = {"version": stand, **words, **job, **skill}
    return [
        Filled("profile", (), "mentor", typed),
        Filled("profile_draft", (), "mentor", typed),
        Filled("profile_draft_removal", (), "mentor", {"version": stand}),
        Filled("profile_photo", (), "mentor", {"new_photo": SimpleUploadedFile("me.png", picture("PNG"))}),
        Filled(
            "profile_photo_cut",
            (),
            "mentor",
            {"of": whole, "photo_left": 10, "photo_top": 90, "photo_size": 60},
        ),
        Filled("profile_photo_removal", (), "mentor"),
    ]
