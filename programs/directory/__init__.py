"""What HR says about people: reading a directory file, checking it, applying it, undoing it (U2-U4)."""

from django.dispatch import Signal

# Sent inside the transaction that changed them: people (a set of person ids), source (the import).
people_changed = Signal()
