"""Step 4 of a program's set-up: its pairing rules, and what they leave of a wave's possible pairs."""

from dataclasses import dataclass

from programs.readers import register as register_reader
from programs.setup import register as register_step
from programs.setup import saved
from programs.words import counted

from . import policy  # noqa: F401 - registers what a copied program takes along
from .candidates import candidates_of
from .matching import RULES, BadPool, BadSettings
from .matching.grid import grid_of
from .matching.rules import ruled
from .policy import quota_words


@register_step(4, "rules", "Pairing rules", "setup_rules")
def rules_step(program, wave):
    return saved(program, "rules")


register_reader(
    10,
    "Who is in a pair, as long as one of them wants it private",
    *("mentor", "mentee", "coach", "coordinator"),
    proof="Pair.shared_interests of pair",
)


@dataclass(frozen=True)
class Effect:
    """What rules leave of a wave: how many pairs could be, and whom they leave without anybody."""

    mentees: int = 0
    mentors: int = 0
    allowed: int = 0
    lonely: tuple = ()
    bars: tuple = ()
    quotas: tuple = ()
    trouble: str = ""

    @property
    def possible(self):
        return self.mentees * self.mentors

    @property
    def sentence(self):
        verb = "is" if self.possible == 1 or self.allowed == 1 else "are"
        return f"{self.allowed} of {counted(self.possible, 'possible pair')} {verb} left"


def effect_of(wave, rules, quotas=(), *, today):
    """Hold ``rules`` against everybody accepted into ``wave`` who is free; nothing before somebody is."""
    try:
        pool = candidates_of(wave, today=today).pool
        if not pool.mentees or not pool.mentors:
            return None
        found = ruled(grid_of(pool), rules)
    except (BadPool, BadSettings) as trouble:
        return Effect(trouble=str(trouble))
    reach = found.allowed.any(axis=1)
    names = [pool.mentees[row].name for row in range(len(pool.mentees)) if not reach[row]]
    bars = sorted(((int(flags.sum()), name) for name, flags in found.bars.items()), reverse=True)
    titles = {kind.name: kind.because for kind in RULES}
    return Effect(
        mentees=len(pool.mentees),
        mentors=len(pool.mentors),
        allowed=int(found.allowed.sum()),
        lonely=tuple(names),
        bars=tuple((count, titles[name]) for count, name in bars if count)[:4],
        quotas=tuple(quota_effect(quota, pool.mentors) for quota in quotas),
    )


def quota_effect(quota, mentors):
    """A tone and words: whether there are mentors enough to keep to a quota."""
    free = sum(mentor.capacity for mentor in mentors if getattr(mentor, quota.attribute) == quota.value)
    tone = "ok" if free >= quota.least else "risk"
    return tone, f"{quota_words(quota)}, {counted(free, 'place')} to give"
