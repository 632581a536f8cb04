"""Step 4 of a program's set-up: its pairing rules, and what they leave of a wave's possible pairs."""

from dataclasses import dataclass, replace

from django.db import transaction

from programs.cloning import Part
from programs.cloning import register as register_part
from programs.readers import register as register_reader
from programs.setup import register as register_step
from programs.setup import saved
from programs.words import counted

from .candidates import candidates_of, rules_of
from .matching import RULES, BadPool, BadSettings, Rules
from .matching.grid import grid_of
from .matching.rules import ruled
from .models import RuleSetting


@register_step(4, "rules", "Pairing rules", "setup_rules")
def rules_step(program, wave):
    return saved(program, "rules")


def words_of(kind, rule):
    """One rule as a program has set it: never break it, within 2 steps."""
    strength = RuleSetting.Strength(rule.force.value).label
    number = f", {rule.value} {kind.unit}" if kind.unit else ""
    penalty = f", {counted(rule.penalty, 'point')} lost" if rule.force == "soft" else ""
    return f"{strength}{number}{penalty}"


def rules_as_text(program):
    rules = rules_of(program.pk)
    return {kind.name: (kind.title, words_of(kind, getattr(rules, kind.name))) for kind in RULES}


def copy_rules(source, program, now):
    RuleSetting.objects.bulk_create(
        RuleSetting(
            program=program,
            rule=setting.rule,
            strength=setting.strength,
            value=setting.value,
            penalty=setting.penalty,
        )
        for setting in source.pairing_rules.all()
    )


register_part("program", Part("Pairing rules", rules_as_text, copy_rules, "rules"))
register_reader(
    10,
    "Who is in a pair, as long as one of them wants it private",
    *("mentor", "mentee", "coach", "coordinator"),
    proof="Pair.shared_interests of pair",
)


@transaction.atomic
def save_rules(program, rules):
    """Keep every rule as a setting of the program."""
    for name, rule in rules.items():
        RuleSetting.objects.update_or_create(
            program=program,
            rule=name,
            defaults={
                "strength": rule.force.value,
                "value": rule.value or 0,
                "penalty": rule.penalty,
            },
        )


@dataclass(frozen=True)
class Effect:
    """What rules leave of a wave: how many pairs could be, and whom they leave without anybody."""

    mentees: int = 0
    mentors: int = 0
    allowed: int = 0
    lonely: tuple = ()
    bars: tuple = ()
    trouble: str = ""

    @property
    def possible(self):
        return self.mentees * self.mentors

    @property
    def sentence(self):
        verb = "is" if self.possible == 1 or self.allowed == 1 else "are"
        return f"{self.allowed} of {counted(self.possible, 'possible pair')} {verb} left"


def effect_of(wave, rules, *, today):
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
    )


def with_settings(chosen):
    """Rules from what a form says: ``{rule: {"force", "value", "penalty"}}``."""
    defaults = dict(Rules().items())
    return Rules(**{name: replace(defaults[name], **settings) for name, settings in chosen.items()})
