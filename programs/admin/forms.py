"""Forms of the tables, where a page's own form would not fit."""

from django import forms

from .. import risks, roles
from ..forms.risks import RiskForm
from ..models import BlockedDay, ProgramRole, Resource


class RoleForm(forms.ModelForm):
    """Somebody's part in running a program, with the objections of the program's page."""

    class Meta:
        model = ProgramRole
        fields = ["program", "person", "role", "capacity"]

    def clean(self):
        super().clean()
        chosen = [self.cleaned_data.get(name) for name in ("program", "person", "role")]
        if not self.instance.pk and all(chosen) and (sentence := roles.objection(*chosen)):
            self.add_error("person", sentence)
        return self.cleaned_data

    def clean_capacity(self):
        if not 1 <= self.cleaned_data["capacity"] <= 40:
            raise forms.ValidationError("Between 1 and 40 pairs.")
        return self.cleaned_data["capacity"]


class BlockedDayForm(forms.ModelForm):
    class Meta:
        model = BlockedDay
        fields = ["wave", "day", "reason"]

    def clean_wave(self):
        wave = self.cleaned_data["wave"]
        if wave.is_over:
            raise forms.ValidationError("This wave is over; nothing in its calendar changes any more.")
        return wave


class LoggedRiskForm(RiskForm):
    """The risk's own form: who may own it follows from its wave."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, program=kwargs["instance"].wave.program, **kwargs)

    def changes(self):
        return {name: self.cleaned_data[name] for name in risks.FIELDS}


class ResourceForm(forms.ModelForm):
    class Meta:
        model = Resource
        fields = ["program", "topic", "title", "url", "text", "minutes"]

    url = forms.URLField(label="Address", required=False, assume_scheme="https")

    def clean(self):
        super().clean()
        if not self.errors and not (self.cleaned_data.get("url") or self.cleaned_data.get("text")):
            self.add_error("text", "Give an address or a text: there must be something to read.")
        return self.cleaned_data
