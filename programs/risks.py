"""The risks of a wave that people have logged: who looks after each, what changed, how it ended (H3)."""

from django.db import transaction

from .lifecycle import NotAllowed
from .models import Risk, RiskChange, User

FIELDS = ("name", "detail", "level", "owner")
CALLED = {
    "name": "what it is",
    "detail": "more about it",
    "level": "how serious",
    "owner": "who looks after it",
}


def may_own(program):
    """Who can look after a risk: everybody who runs the program or serves in it."""
    return User.objects.employed().filter(program_roles__program=program).distinct()


@transaction.atomic
def log_risk(wave, facts, *, by, now):
    """Write a risk down; its history begins."""
    risk = Risk.objects.create(wave=wave, by=by, logged_at=now, **facts)
    RiskChange.objects.create(risk=risk, by=by, at=now, said="Logged")
    return risk


@transaction.atomic
def change_risk(risk, facts, *, by, now):
    """Change an open risk; False when nothing differs. The history says what changed, not every word."""
    standing = locked(risk)
    if standing.settled_at:
        raise NotAllowed("This risk is settled. Open it again before you change it.")
    changed = [name for name in FIELDS if getattr(standing, name) != facts[name]]
    if not changed:
        return False
    said = "; ".join(told(standing, name, facts[name]) for name in changed)
    for name in changed:
        setattr(risk, name, facts[name])
    risk.save(update_fields=changed)
    RiskChange.objects.create(risk=risk, by=by, at=now, said=said[:1].upper() + said[1:])
    return True


def told(standing, name, value):
    """One change in words: level and owner with the new value, texts only as changed."""
    if name == "level":
        return f"level is now {Risk.Level(value).label.lower()}"
    if name == "owner":
        return f"{value} looks after it" if value else "nobody looks after it"
    return f"changed {CALLED[name]}"


@transaction.atomic
def settle(risk, *, by, now, how=""):
    """Put a risk behind the wave; the row stays, with how it went."""
    if locked(risk).settled_at:
        raise NotAllowed("Somebody else has settled this risk.")
    turn(risk, now, by=by, at=now, said=f"Settled: {how}" if how else "Settled")


@transaction.atomic
def reopen(risk, *, by, now):
    """A settled risk is back."""
    if not locked(risk).settled_at:
        raise NotAllowed("This risk is open already.")
    turn(risk, None, by=by, at=now, said="Opened again")


def turn(risk, settled_at, **change):
    risk.settled_at = settled_at
    risk.save(update_fields=["settled_at"])
    RiskChange.objects.create(risk=risk, **change)


def locked(risk):
    """The row as it stands, kept still until the transaction ends: two people may press at once."""
    return Risk.objects.select_for_update(of=("self",)).select_related("owner").get(pk=risk.pk)
