"""Texts that several people edit: nobody overwrites words they have not seen."""

import hashlib


def fingerprint(text):
    """Says whether a text is still the one somebody opened."""
    return hashlib.sha256(text.encode()).hexdigest()


class ChangedMeanwhile(Exception):
    """Somebody else saved the text after it had been opened; ``theirs`` is what stands there now."""

    def __init__(self, theirs):
        super().__init__("The text was changed by somebody else.")
        self.theirs = theirs
