"""What pages of this app take in."""

from dataclasses import replace

from crispy_forms.layout import Fieldset, Row
from django import forms

from programs.forms.programs import plain_helper

from .care import LONGEST
from .matching import FACETS, RULES
from .matching.policy import RANGES
from .models import Agreement, Mark, PairEnding, RuleSetting
from .policy import with_settings


class MarkForm(forms.Form):
    """Two people and what to do about them; ``clear`` takes a mark away."""

    mentor = forms.IntegerField()
    mentee = forms.IntegerField()
    kind = forms.ChoiceField(choices=[*Mark.Kind.choices, ("clear", "Clear")])
    why = forms.CharField(required=False, max_length=240)


class NamingForm(forms.Form):
    """One side's agreement to be named."""

    agrees = forms.BooleanField(required=False)


class SwapForm(forms.Form):
    """Another mentor for a mentee, and why, for those who come after."""

    mentor = forms.IntegerField()
    mentee = forms.IntegerField()
    why = forms.CharField(required=False, max_length=240)


class TwoForm(forms.Form):
    """Two people to be paired."""

    mentor = forms.IntegerField()
    mentee = forms.IntegerField()


class WordForm(forms.Form):
    """What one would like to talk about; nothing need be said."""

    text = forms.CharField(required=False, max_length=LONGEST)


class EndingForm(forms.Form):
    """Why a pair is concluded, for its coach alone."""

    category = forms.ChoiceField(
        label="Why, for yourself",
        required=False,
        choices=[("", "Not said"), *PairEnding.Category.choices],
        help_text="Stays with you: neither of the two and no coordinator reads it.",
        widget=forms.Select(attrs={"class": "in-m"}),
    )


class AgreementForm(forms.Form):
    """The five parts of an agreement; ``opened`` is the version that the writer started from."""

    HINTS = {
        "purpose": "What would make this worth the time of both?",
        "expectations": "Who prepares what, who sets the agenda, how frank may we be?",
        "boundaries": "Topics and people that stay out of it.",
        "contact": "Between sessions: by which way, on which days, how fast an answer.",
        "may_leave": "Nothing, unless both say so. What may be told to whom?",
    }

    opened = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, latest):
        start = {name: getattr(latest, name) if latest else "" for name in Agreement.PARTS}
        super().__init__(data, initial={**start, "opened": latest.version if latest else 0})
        for name, label in Agreement.PARTS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=self.HINTS[name],
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.newer = None
        self.helper = plain_helper(*Agreement.PARTS, "opened")

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in Agreement.PARTS):
            raise forms.ValidationError("Write at least one line: there is nothing to agree on yet.")
        return cleaned

    @property
    def texts(self):
        return {name: self.cleaned_data[name] for name in Agreement.PARTS}

    def note_newer(self, latest):
        """The other side wrote meanwhile: both texts are shown, and the next save starts from theirs."""
        self.newer = latest
        self.data = self.data.copy()
        self.data["opened"] = str(latest.version if latest else 0)
        self.errors.setdefault("__all__", self.error_class()).append(
            "The other side changed the agreement after you opened it. Theirs stands beside yours."
        )


class PolicyForm(forms.Form):
    """Weights of the fit; then each rule: how strictly it is kept, its number, what breaking it costs."""

    def __init__(self, *args, rules, weights, hidden=False, **kwargs):
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

    def clean(self):
        cleaned = super().clean()
        sizes = [cleaned.get(f"weight-{facet.name}") for facet in FACETS]
        if None not in sizes and not any(sizes):
            raise forms.ValidationError("Give at least one thing a weight, else every pair fits as well.")
        return cleaned

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
