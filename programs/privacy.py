"""The data class of every field of this app (C0 public … C5 anonymous; `mentoring/tests/test_privacy.py`)."""

DATA_CLASSES = {}
