"""The tables of this app, for those who set up and look things up (X3); `scoped` is what all of them keep."""

from . import people, selection, setup, shared, watch  # noqa: F401 - importing registers
