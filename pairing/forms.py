"""What pages of this app take in."""

from crispy_forms.layout import Fieldset, Row
from django import forms

from programs.forms.programs import plain_helper

from .matching import RULES
from .matching.policy import RANGES
from .models import Mark, RuleSetting
from .setup import with_settings


class MarkForm(forms.Form):
    """Two people and what to do about them; ``clear`` takes a mark away."""

    mentor = forms.IntegerField()
    mentee = forms.IntegerField()
    kind = forms.ChoiceField(choices=[*Mark.Kind.choices, ("clear", "Clear")])


class NamingForm(forms.Form):
    """One side's agreement to be named."""

    agrees = forms.BooleanField(required=False)


class RulesForm(forms.Form):
    """Each rule: how strictly it is kept, its number where it has one, what breaking it costs while soft."""

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        sets = []
        for kind in RULES:
            rule = getattr(rules, kind.name)
            names = [f"{kind.name}-strength", f"{kind.name}-penalty"]
            self.fields[names[0]] = forms.ChoiceField(
                label="How strictly", choices=RuleSetting.Strength.choices, initial=rule.force.value
            )
            if kind.unit:
                names.insert(1, f"{kind.name}-value")
                self.fields[names[1]] = number(kind.unit.capitalize(), rule.value, *RANGES[kind.name])
            self.fields[names[-1]] = number("Points lost while it is soft", rule.penalty, 0, 100)
            sets.append(Fieldset(kind.title, Row(*names)))
        self.helper = plain_helper(*sets)

    @property
    def rules(self):
        """The rules as they stand in a valid form."""
        chosen = {}
        for kind in RULES:
            said = {"force": self.cleaned_data[f"{kind.name}-strength"]}
            said["penalty"] = self.cleaned_data[f"{kind.name}-penalty"]
            if kind.unit:
                said["value"] = self.cleaned_data[f"{kind.name}-value"]
            chosen[kind.name] = said
        return with_settings(chosen)


def number(label, initial, least, most):
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "in-xs", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"{label}: between {least} and {most}."
        ),
    )
