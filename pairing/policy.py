"""What a program asks of its pairs, kept as settings: rules (M1) and weights of the fit (M2)."""

from dataclasses import replace

from django.db import transaction

from programs.cloning import Part
from programs.cloning import register as register_part
from programs.words import counted

from .matching import FACETS, RULES, Rules, Weights
from .models import RuleSetting, WeightSetting

COUNTED_RULES = {rule.name for rule in RULES if rule.unit}
FACET_TITLES = {facet.name: facet.title for facet in FACETS} | {"difference": "Difference"}


def rules_of(program_id):
    """The program's rules; what it has not set keeps the default."""
    return Rules.from_settings(
        {
            setting.rule: {
                "force": setting.strength,
                "penalty": setting.penalty,
                **({"value": setting.value} if setting.rule in COUNTED_RULES else {}),
            }
            for setting in RuleSetting.objects.filter(program=program_id)
        }
    )


def weights_of(program_id):
    """The program's weights; what it has not set keeps the usual one."""
    settings = WeightSetting.objects.filter(program=program_id).values_list("facet", "weight")
    return Weights.from_settings(dict(settings))


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


@transaction.atomic
def save_weights(program, weights):
    """Keep every weight as a setting of the program."""
    for facet, weight in weights.to_settings().items():
        WeightSetting.objects.update_or_create(program=program, facet=facet, defaults={"weight": weight})


def with_settings(chosen):
    """Rules from what a form says: ``{rule: {"force", "value", "penalty"}}``."""
    defaults = dict(Rules().items())
    return Rules(**{name: replace(defaults[name], **settings) for name, settings in chosen.items()})


# --- in words, and copied with the program ------------------------------------------------------------


def words_of(kind, rule):
    """One rule as a program has set it: never break it, within 2 steps."""
    strength = RuleSetting.Strength(rule.force.value).label
    number = f", {rule.value} {kind.unit}" if kind.unit else ""
    penalty = f", {counted(rule.penalty, 'point')} lost" if rule.force == "soft" else ""
    return f"{strength}{number}{penalty}"


def rules_as_text(program):
    rules = rules_of(program.pk)
    return {kind.name: (kind.title, words_of(kind, getattr(rules, kind.name))) for kind in RULES}


def weights_as_text(program):
    weights = weights_of(program.pk).to_settings()
    return {name: (FACET_TITLES[name], f"{weight} of 100") for name, weight in weights.items()}


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


def copy_weights(source, program, now):
    WeightSetting.objects.bulk_create(
        WeightSetting(program=program, facet=setting.facet, weight=setting.weight)
        for setting in source.pairing_weights.all()
    )


register_part("program", Part("Pairing rules", rules_as_text, copy_rules, "rules"))
register_part("program", Part("Weights of the fit", weights_as_text, copy_weights, "weights"))
