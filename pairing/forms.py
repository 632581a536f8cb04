"""What pages of this app take in."""

from django import forms

from .models import Mark


class MarkForm(forms.Form):
    """Two people and what to do about them; ``clear`` takes a mark away."""

    mentor = forms.IntegerField()
    mentee = forms.IntegerField()
    kind = forms.ChoiceField(choices=[*Mark.Kind.choices, ("clear", "Clear")])


class NamingForm(forms.Form):
    """One side's agreement to be named."""

    agrees = forms.BooleanField(required=False)
