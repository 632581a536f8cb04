"""What a program asks of its pairs, as a form: weights, rules, and how the chosen mentors are composed."""

from dataclasses import replace

from crispy_forms.layout import HTML, Fieldset, Row
from django import forms

from programs.forms.programs import plain_helper
from programs.models import User

from .matching import FACETS, RULES, Quota
from .matching.policy import RANGES
from .models import QuotaSetting, RuleSetting
from .policy import QUOTA, with_settings

MOST_QUOTAS, SPARE = 12, 2
MOST_VALUES = 400
QUOTAS_ABOUT = (
    '<p class="sm muted">How many of the pairs have a mentor from one place, line of business, function or '
    "department. It goes before the fit, never before a rule. Leave a line empty to ask for nothing.</p>"
)


class PolicyForm(forms.Form):
    """Weights of the fit; each rule with its number and what breaking it costs; how mentors are composed."""

    def __init__(self, *args, rules, weights, quotas, hidden=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.given, self.hidden = weights, hidden
        names = []
        for facet in FACETS:
            names.append(f"weight-{facet.name}")
            self.fields[names[-1]] = weight(facet.title, getattr(weights, facet.name))
        sets = [Fieldset("What counts in the fit", *names, css_class="sliders")]
        if hidden:
            self.fields["weight-difference"] = weight(
                "Points for a difference",
                weights.difference,
                "For two who differ in what both volunteered and allowed pairing to use. It counts in the "
                "search from five people on either side, and is shown nowhere: in no fit, reason or price.",
            )
            sets.append(Fieldset("What people volunteered", "weight-difference", css_class="sliders"))
        for kind in RULES:
            sets.append(self.rule_set(kind, getattr(rules, kind.name)))
        self.places = min(MOST_QUOTAS, len(quotas) + SPARE)
        lines = [self.quota_line(at, quotas[at] if at < len(quotas) else None) for at in range(self.places)]
        sets.append(Fieldset("Composition of the mentors", HTML(QUOTAS_ABOUT), *lines))
        self.helper = plain_helper(*sets)

    def rule_set(self, kind, rule):
        names = [f"{kind.name}-strength", f"{kind.name}-penalty"]
        self.fields[names[0]] = forms.ChoiceField(
            label="How strictly", choices=RuleSetting.Strength.choices, initial=rule.force.value
        )
        if kind.unit:
            names.insert(1, f"{kind.name}-value")
            self.fields[names[1]] = number(kind.unit.capitalize(), rule.value, *RANGES[kind.name])
        self.fields[names[-1]] = number("Points lost while it is soft", rule.penalty, 0, 100)
        return Fieldset(kind.title, Row(*names))

    @staticmethod
    def known_values():
        """Values to choose from while typing. The template writes them: layouts read HTML as templates."""
        names = QuotaSetting.Attribute.values
        rows = User.objects.filter(is_active=True).order_by().values_list(*names).distinct()
        return sorted({value for row in rows for value in row if value})[:MOST_VALUES]

    def quota_line(self, at, quota):
        """One line on the mentors chosen; an empty one asks for nothing."""
        names = [f"quota-{at}-{part}" for part in QUOTA]
        start = [getattr(quota, part, "") for part in QUOTA]
        choices = [("", "Nothing"), *QuotaSetting.Attribute.choices]
        self.fields[names[0]] = forms.ChoiceField(
            label="Mentors by", choices=choices, initial=start[0], required=False
        )
        self.fields[names[1]] = forms.CharField(
            label="Which",
            initial=start[1],
            required=False,
            max_length=100,
            widget=forms.TextInput(attrs={"list": "quota-values", "class": "in-m"}),
        )
        for name, label, given in zip(names[2:], ("At least", "At most"), start[2:], strict=True):
            self.fields[name] = number(label, given, 0, 32_000)
            self.fields[name].required = False
        return Row(*names)

    def clean(self):
        cleaned = super().clean()
        self.clean_quotas(cleaned)
        sizes = [cleaned.get(f"weight-{facet.name}") for facet in FACETS]
        if None not in sizes and not any(sizes):
            raise forms.ValidationError("Give at least one thing a weight, else every pair fits as well.")
        return cleaned

    def clean_quotas(self, cleaned):
        """Each line is whole or empty, asks for something, names what somebody has, and stands once."""
        self.quotas, seen = [], set()
        for at in range(self.places):
            attribute, value, least, most = (cleaned.get(f"quota-{at}-{part}") for part in QUOTA)
            if not attribute and not value:
                continue
            if not attribute or not value:
                which = "value" if attribute else "attribute"
                self.add_error(f"quota-{at}-{which}", "Say both what the mentors share and which it is.")
            elif not least and most is None:
                self.add_error(f"quota-{at}-least", "Give a least or a most: this asks for nothing.")
            elif most is not None and most < (least or 0):
                self.add_error(f"quota-{at}-most", "At most is below at least.")
            elif (attribute, value) in seen:
                self.add_error(f"quota-{at}-value", f"{value} stands twice.")
            elif not User.objects.filter(is_active=True, **{attribute: value}).exists():
                said = QuotaSetting.Attribute(attribute).label.lower()
                self.add_error(f"quota-{at}-value", f"Nobody in the directory has the {said} “{value}”.")
            else:
                self.quotas.append(Quota(attribute=attribute, value=value, least=least or 0, most=most))
            seen.add((attribute, value))

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

    @property
    def weights(self):
        """The weights as they stand in a valid form; what it does not ask about stays."""
        said = {facet.name: self.cleaned_data[f"weight-{facet.name}"] for facet in FACETS}
        if self.hidden:
            said["difference"] = self.cleaned_data["weight-difference"]
        return replace(self.given, **said)


class ScenarioForm(PolicyForm):
    """Rules and weights to try, under a name."""

    name = forms.CharField(
        label="Call it", required=False, max_length=60, help_text="Else it gets the next letter."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout.insert(0, "name")


def weight(label, initial, hint=""):
    return forms.IntegerField(
        label=label,
        initial=initial,
        help_text=hint,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"type": "range", "class": "slider", "step": 1}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"{label}: between 0 and 100."
        ),
    )


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
