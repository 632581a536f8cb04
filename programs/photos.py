"""Pictures of people: decoded apart, drawn anew, stored as WebP; what came in is never kept."""

import secrets
import subprocess
import sys
from pathlib import Path

from django.core.files.base import ContentFile

LARGEST_FILE = 10 * 1024 * 1024
CHILD = Path(__file__).with_name("photo_child.py")
PATIENCE_SECONDS = 20

# what the child answers by its exit status
SENTENCES = {
    2: "Choose a photo in JPEG, PNG or WebP format.",
    3: "Choose a photo of at most 24 million pixels.",
    4: "Choose a photo of at least 200 by 200 pixels.",
    5: "This file is damaged. Choose another photo.",
}


class UnusablePhoto(ValueError):
    """Says to the person what to choose instead."""


def drawn_anew(upload):
    """The upload as a square WebP picture without a trace of the original file.

    A picture is decoded in a process of its own with little memory and time: a small file can be made
    to take half a gigabyte, and a decoder can be made to crash.
    """
    if upload.size > LARGEST_FILE:
        raise UnusablePhoto("Choose a photo of at most 10 MB.")
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(CHILD)],
            input=upload.read(),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnusablePhoto(SENTENCES[5]) from None
    if child.returncode != 0 or not child.stdout:
        raise UnusablePhoto(SENTENCES.get(child.returncode, SENTENCES[5]))
    return ContentFile(child.stdout, name=f"{secrets.token_hex(16)}.webp")
