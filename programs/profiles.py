"""Keeping the talent profile: saved by version, so that two tabs lose nothing (A1)."""

from django.db import transaction
from django.utils import timezone

from .models import TalentProfile

# the parts of the form, with the fields that fill them
PARTS = {
    "introduction": ("How you introduce yourself", ("photo", "headline", "pitch")),
    "experience": ("Experience", ("career", "education", "background")),
    "goals": ("Goals", ("goals", "works_best")),
    "skills": ("Skills and interests", ("competencies", "interests", "languages")),
}


def parts_of(profile, errors=()):
    """Each part with the tone and the word of its state."""
    for key, (title, names) in PARTS.items():
        filled = [name for name in names if getattr(profile, name)]
        if set(names) & set(errors):
            tone, word = "risk", "Needs attention"
        elif len(filled) == len(names):
            tone, word = "ok", "Complete"
        else:
            tone, word = ("info", "Begun") if filled else ("none", "Empty")
        yield {"key": key, "title": title, "tone": tone, "word": word}


def own_profile(person):
    """The person's profile, or an empty one that is not stored yet."""
    return TalentProfile.objects.filter(person=person).first() or TalentProfile(person=person)


@transaction.atomic
def save_profile(person, changes, *, version):
    """Write ``changes`` unless somebody saved after ``version`` was shown; True when written."""
    TalentProfile.objects.get_or_create(person=person)
    return bool(
        TalentProfile.objects.filter(person=person, version=version).update(
            **changes, version=version + 1, updated_at=timezone.now()
        )
    )
