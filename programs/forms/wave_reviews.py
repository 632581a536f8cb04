"""The form of a finding."""

from crispy_forms.layout import Fieldset, Row
from django import forms

from ..figures import figures_of
from ..models import Finding
from ..wave_reviews import may_own
from .community import limit
from .events import DATE_FORMATS
from .programs import plain_helper


class FindingForm(forms.ModelForm):
    """What the wave has taught, the figure it rests on, and what is decided about it."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    figure = forms.ChoiceField(
        label="The figure it rests on",
        help_text="It is kept as it stands today.",
        error_messages={
            "required": "Choose the figure on which the finding rests.",
            "invalid_choice": "This figure is not there any more. Choose one of those in the list.",
        },
    )
    decision = forms.ChoiceField(label="Decision", required=False)
    due_on = forms.DateField(
        label="Due",
        required=False,
        input_formats=DATE_FORMATS,
        help_text="2026-09-24, or 9/24/2026.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "in-s"}),
        error_messages={"invalid": "Write the day as 2026-09-24 or 9/24/2026."},
    )

    class Meta:
        model = Finding
        fields = ["finding", "figure", "decision", "what", "owner", "due_on"]
        labels = {"finding": "Finding", "what": "What exactly", "owner": "Who sees to it"}
        help_texts = {
            "finding": "What the wave has taught, in a sentence or two. No names of pairs.",
            "what": "What is kept, changed or stopped in the next wave.",
        }
        widgets = {"finding": forms.Textarea(attrs={"rows": 3}), "what": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"finding": {"required": "Say what the wave has taught."}}

    def __init__(self, *args, opened="", **kwargs):
        super().__init__(*args, **kwargs)
        finding = self.instance
        self.sentences = {figure.key: figure.sentence for figure in figures_of(finding.wave)}
        if finding.figure:  # what was said at the time stays said
            self.sentences[finding.figure] = finding.figure_said
        self.fields["figure"].choices = [("", "Choose a figure"), *self.sentences.items()]
        self.fields["decision"].choices = [("", "Not decided yet"), *Finding.Decision.choices]
        self.fields["owner"].queryset = may_own(finding.wave.program)
        self.fields["owner"].required = False
        self.fields["owner"].empty_label = "Nobody yet"
        self.initial["opened"] = opened
        limit(self.fields["finding"], 2000)
        self.helper = plain_helper(
            Fieldset("What was found", "finding", "figure"),
            Fieldset("What follows from it", "decision", "what", Row("owner", "due_on")),
            "opened",
        )

    def clean_due_on(self):
        on = self.cleaned_data["due_on"]
        if on and not 2000 <= on.year <= 2100:
            raise forms.ValidationError("Choose a date between 2000 and 2100.")
        return on

    def clean(self):
        found = super().clean()
        if found.get("decision"):
            if not found.get("what"):
                self.add_error("what", "Say what is kept, changed or stopped.")
            if not found.get("owner") and "owner" not in self.errors:
                self.add_error("owner", "A decision needs somebody who sees to it.")
            if not found.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", "Say by when.")
        if found.get("figure"):
            self.instance.figure_said = self.sentences[found["figure"]]
        return found
