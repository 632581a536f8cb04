"""Forms of the smaller steps of a set-up."""

from crispy_forms.layout import Fieldset, Row
from django import forms

from ..models import Program
from ..waves import locked_fields
from .programs import plain_helper
from .waves import number_input


def whole(label, hint, least, most):
    said = f"{label}: between {least} and {most}."
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=number_input(),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )


class ConfidentialityForm(forms.ModelForm):
    """How long things are kept, and whether the wave has a leaderboard."""

    recommendations_kept_days = whole(
        "Days that recommendations are kept", "After the selection; then what they say is deleted.", 1, 730
    )
    retention_months = whole(
        "Months that a closed wave is kept",
        "Then it is thinned to figures in which nobody can be found.",
        1,
        120,
    )
    has_leaderboard = forms.BooleanField(
        label="Leaderboard",
        required=False,
        help_text="Shows every pair’s progress, never content. Private pairs stand under their team name.",
    )

    class Meta:
        model = Program
        fields = ["recommendations_kept_days", "retention_months"]

    def __init__(self, *args, wave, **kwargs):
        super().__init__(*args, **kwargs)
        sets = [Fieldset("How long things are kept", Row("recommendations_kept_days", "retention_months"))]
        if wave is None:
            del self.fields["has_leaderboard"]
        else:
            self.fields["has_leaderboard"].initial = wave.has_leaderboard
            self.fields["has_leaderboard"].disabled = "has_leaderboard" in locked_fields(wave)
            sets.append(Fieldset(f"Wave {wave.number}", "has_leaderboard"))
        self.helper = plain_helper(*sets)
