"""What pages of this app take in."""

from django import forms

from programs.forms.programs import plain_helper

from .care import LONGEST
from .models import Agreement, Mark, PairEnding


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
