"""Pictures of people: decoded apart, drawn anew, stored as WebP; what came in is never kept.

Two pictures are kept of one upload: the square that others see, and a larger copy that only its owner
sees, to cut the square again. Both are our own drawings.
"""

import contextlib
import secrets
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from .models import DrawnPhotos, TalentProfile

LARGEST_FILE = 10 * 1024 * 1024
MOST_A_DAY = 30
CHILD = Path(__file__).with_name("photo_child.py")
PATIENCE_SECONDS = 20
SAFE_AGE = timedelta(days=1)  # a file younger than this may belong to a change that is not committed yet
MIDDLE = {"photo_left": 50, "photo_top": 50, "photo_size": 100}

# what the child answers by its exit status
SENTENCES = {
    2: "Choose a photo in JPEG, PNG or WebP format.",
    3: "Choose a photo of at most 24 million pixels.",
    4: "Choose a photo of at least 200 by 200 pixels.",
    5: "This file is damaged. Choose another photo.",
    6: "Choose a photo that is at most four times as long as it is wide.",
}


class UnusablePhoto(ValueError):
    """Says to the person what to do instead."""


def drawn(content, *wanted):
    """What the child makes of a picture: `whole`, or `square` with three numbers.

    A picture is decoded in a process of its own with little memory and time: a small file can be made
    to take half a gigabyte, and a decoder can be made to crash.
    """
    try:
        child = subprocess.run(  # noqa: S603 - our own program, with numbers of ours
            [sys.executable, "-I", str(CHILD), *map(str, wanted)],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnusablePhoto(SENTENCES[5]) from None
    if child.returncode != 0 or not child.stdout:
        raise UnusablePhoto(SENTENCES.get(child.returncode, SENTENCES[5]))
    return ContentFile(child.stdout, name=f"{secrets.token_hex(16)}.webp")


def drawn_anew(upload):
    """The whole upload and its middle square, without a trace of the original file."""
    if upload.size > LARGEST_FILE:
        raise UnusablePhoto("Choose a photo of at most 10 MB.")
    whole = drawn(upload.read(), "whole")
    return whole, drawn(whole.read(), "square", *MIDDLE.values())


def allow_one_more(person, today):
    """Count one drawing of today; each costs a process, so a day has room for MOST_A_DAY of them."""
    DrawnPhotos.objects.get_or_create(person=person, day=today)
    had_room = DrawnPhotos.objects.filter(person=person, day=today, number__lt=MOST_A_DAY)
    if not had_room.update(number=F("number") + 1):
        raise UnusablePhoto(f"You have changed your photo {MOST_A_DAY} times today. Go on tomorrow.")


def keep_photo(person, upload, *, today):
    """Make ``upload`` the photo of the person's talent profile; the former one goes."""
    allow_one_more(person, today)
    whole, square = drawn_anew(upload)
    replace_photo(person, photo=square, photo_whole=whole, **MIDDLE)


def cut_photo(person, place, *, of, today):
    """Cut the square anew from the copy called ``of``; False when the photo is another one by now."""
    stored = TalentProfile.objects.filter(person=person).first()
    if stored is None or not stored.photo_whole or stored.photo_whole.name != of:
        return False
    allow_one_more(person, today)
    try:
        whole = stored.photo_whole.storage.open(of).read()
    except FileNotFoundError:
        raise UnusablePhoto("The photo is no longer there. Choose it once more.") from None
    return replace_photo(person, photo=drawn(whole, "square", *place.values()), only_if=of, **place)


def remove_photo(person):
    replace_photo(person, photo="", photo_whole="", **MIDDLE)


@transaction.atomic
def replace_photo(person, *, only_if=None, **facts):
    """Write the new files and their names; what they replace goes once the change is certain."""
    stored, _ = TalentProfile.objects.select_for_update().get_or_create(person=person)
    if only_if is not None and stored.photo_whole.name != only_if:
        return False
    former = []
    for name in ("photo", "photo_whole"):
        if name in facts:
            field = getattr(stored, name)
            former += [field.name] if field.name else []
            if new := facts[name]:
                facts[name] = field.storage.save(field.field.generate_filename(stored, new.name), new)
    TalentProfile.objects.filter(pk=stored.pk).update(**facts)
    transaction.on_commit(lambda: [default_storage.delete(name) for name in former])
    return True


def sweep(now):
    """Delete the files that no profile names, and the counts of days gone by; how many files went.

    A change that is rolled back, or a process that dies between two writes, leaves a file behind. Files
    younger than a day are left alone: their change may not be committed yet.
    """
    DrawnPhotos.objects.filter(day__lt=(now - SAFE_AGE).date()).delete()
    named = {
        name for pair in TalentProfile.objects.values_list("photo", "photo_whole") for name in pair if name
    }
    lost = [name for name in stored_files() if name not in named and is_old(name, now)]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def stored_files():
    for folder in (TalentProfile.PHOTOS, TalentProfile.WHOLE_PHOTOS):
        with contextlib.suppress(FileNotFoundError):
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def is_old(name, now):
    try:
        return default_storage.get_modified_time(name) < now - SAFE_AGE
    except FileNotFoundError:
        return False
