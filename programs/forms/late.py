"""Inviting somebody to a wave whose applications are closed."""

from django import forms

from programs.admission import why_not_invite
from programs.models import Application

from .fields import ColleagueField
from .waves import Day


class LateInvitationForm(forms.Form):
    person = ColleagueField(
        label="Their work email", error_messages={"required": "Enter the work email of whom you invite."}
    )
    side = forms.ChoiceField(
        label="They would be",
        choices=[(side.value, f"A {side.label.lower()}") for side in Application.Side],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose mentor or mentee."},
    )
    expires_on = Day(called="The last day", label="Until", help_text="The last day on which they can apply.")

    def __init__(self, *args, wave, today, **options):
        self.wave, self.today = wave, today
        super().__init__(*args, **options)

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day < self.today:
            raise forms.ValidationError("Choose today or a later day.")
        if day > self.wave.sessions_end_on:
            raise forms.ValidationError("Choose a day before the sessions of the wave end.")
        return day

    def clean(self):
        cleaned = super().clean()
        if {"person", "side"} <= set(cleaned) and (
            sentence := why_not_invite(self.wave, cleaned["person"], cleaned["side"])
        ):
            self.add_error("person", sentence)
        return cleaned
