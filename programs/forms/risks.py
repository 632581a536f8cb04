"""Logging a risk of a wave, changing it, settling it."""

from crispy_forms.layout import Row
from django import forms

from ..models import Risk
from ..risks import may_own
from .programs import plain_helper


class RiskForm(forms.ModelForm):
    """What could go wrong, how serious it is, and who looks after it."""

    class Meta:
        model = Risk
        fields = ["name", "detail", "level", "owner"]
        labels = {
            "name": "What could go wrong",
            "detail": "More about it",
            "level": "How serious it is now",
            "owner": "Who looks after it",
        }
        help_texts = {
            "name": "In a few words, such as: One coach is away in October.",
            "detail": "What it would do to the wave, and what is done about it.",
            "owner": "Somebody who runs the program or serves in it.",
        }
        widgets = {"detail": forms.Textarea(attrs={"rows": 3}), "level": forms.RadioSelect}
        error_messages = {
            "name": {"required": "Say what could go wrong."},
            "level": {"required": "Choose how serious it is."},
        }

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = may_own(program)
        self.fields["owner"].empty_label = "Nobody yet"
        self.fields["owner"].error_messages["invalid_choice"] = "Choose somebody of this program."
        self.fields["level"].choices = Risk.Level.choices
        self.helper = plain_helper("name", "detail", "level", Row("owner"))

    @property
    def facts(self):
        """What was filled in, as fields of a risk."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SettlingForm(forms.Form):
    """How a risk came to its end, for those who read the history."""

    how = forms.CharField(
        label="How it was settled",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "in-m"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("how")
