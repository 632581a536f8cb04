"""What can be wrong with the input, each as a sentence that a coordinator can act on."""

__all__ = [
    "BadPool",
    "BadSettings",
    "Contradiction",
    "NotOptimal",
    "ReportingCycle",
    "UnknownManager",
    "UnknownPerson",
]


class BadPool(ValueError):
    """The people given cannot be paired as they stand."""


class UnknownManager(BadPool):
    """Somebody's manager is neither in the pool nor in the directory."""


class ReportingCycle(BadPool):
    """People report to each other in a ring; the message names all of them."""


class UnknownPerson(BadPool):
    """A lock, a ban or a question names somebody who is not in the pool."""


class Contradiction(BadPool):
    """Locks and bans that no list of pairs can honour together."""


class BadSettings(ValueError):
    """A rule or weight that does not exist or is out of range."""


class NotOptimal(ArithmeticError):
    """The proof failed: the list at hand is not the best one and must not be used."""
