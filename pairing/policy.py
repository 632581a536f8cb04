"""What a program asks of its pairs, kept as settings: rules (M1), weights of the fit (M2), quotas (M3)."""

from dataclasses import replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from programs.cloning import Part
from programs.cloning import register as register_part
from programs.models import Program
from programs.words import counted

from .matching import FACETS, RULES, Quota, Rules, Weights
from .models import QuotaSetting, RuleSetting, WeightSetting

COUNTED_RULES = {rule.name for rule in RULES if rule.unit}
QUOTA = ("attribute", "value", "least", "most")
FACET_TITLES = {facet.name: facet.title for facet in FACETS} | {"difference": "Difference"}


def asked_of_pairs(program_id):
    """Rules, weights and quotas in one statement; what a program has not set keeps the default."""
    found = Program.objects.filter(pk=program_id).values_list(
        facts_of(RuleSetting, "rule", "strength", "value", "penalty"),
        facts_of(WeightSetting, "facet", "weight"),
        facts_of(QuotaSetting, *QUOTA),
    )
    rules, weights, quotas = found.get()
    return {
        "rules": Rules.from_settings({said["rule"]: rule_settings(said) for said in rules}),
        "weights": Weights.from_settings({said["facet"]: said["weight"] for said in weights}),
        "quotas": tuple(Quota(**said) for said in quotas),
    }


def facts_of(model, *names):
    """The rows of a program as a list of objects; the first two names put them in order."""
    rows = model.objects.filter(program=OuterRef("pk")).order_by(*names[:2])
    return ArraySubquery(rows.values(facts=JSONObject(**{name: name for name in names})))


def rule_settings(said):
    settings = {"force": said["strength"], "penalty": said["penalty"]}
    return settings | ({"value": said["value"]} if said["rule"] in COUNTED_RULES else {})


def rules_of(program_id):
    return asked_of_pairs(program_id)["rules"]


def weights_of(program_id):
    return asked_of_pairs(program_id)["weights"]


def quotas_of(program_id):
    return asked_of_pairs(program_id)["quotas"]


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


@transaction.atomic
def save_quotas(program, quotas):
    """Keep these quotas and no others; of two who save at once the later one's limits stand."""
    QuotaSetting.objects.filter(program=program).delete()
    QuotaSetting.objects.bulk_create(
        [QuotaSetting(program=program, **facts) for facts in quotas_to_settings(quotas)],
        update_conflicts=True,
        unique_fields=["program", "attribute", "value"],
        update_fields=["least", "most"],
    )


def quotas_to_settings(quotas):
    return [{name: getattr(quota, name) for name in QUOTA} for quota in quotas]


def quota_words(quota):
    """``Toronto: at least 3 and at most 5``."""
    limits = [f"at least {quota.least}"] if quota.least else []
    limits += [f"at most {quota.most}"] if quota.most is not None else []
    return f"{quota.value}: {' and '.join(limits)}"


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


def quotas_as_text(program):
    titles = QuotaSetting.Attribute
    return {
        f"{quota.attribute} {quota.value}": (titles(quota.attribute).label, quota_words(quota))
        for quota in quotas_of(program.pk)
    }


def copy_quotas(source, program, now):
    save_quotas(program, quotas_of(source.pk))


register_part("program", Part("Pairing rules", rules_as_text, copy_rules, "rules"))
register_part("program", Part("Weights of the fit", weights_as_text, copy_weights, "weights"))
register_part("program", Part("Composition of the mentors", quotas_as_text, copy_quotas, "rules"))
