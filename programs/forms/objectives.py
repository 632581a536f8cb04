"""Forms for objectives and their readings."""

from django import forms

from ..models import Objective, ObjectiveReading
from .programs import PersonByEmail, plain_helper
from .waves import Day, number_input

UNTOLD = {"invalid": "Write a number such as 70 or 2.5.", "required": "Write a number such as 70 or 2.5."}


def value_field(label, **options):
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "in-s", "inputmode": "decimal", "step": "any"}),
        error_messages=UNTOLD,
        **options,
    )


class ObjectiveForm(forms.ModelForm):
    name = forms.CharField(
        label="What should be reached?",
        max_length=160,
        help_text="Such as “Leaders use the channels our customers use”.",
        error_messages={"required": "Name what should be reached."},
    )
    measure = forms.CharField(
        label="How is it measured?",
        max_length=200,
        help_text="What is counted or asked, of whom and how.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what is counted or asked."},
    )
    unit = forms.CharField(
        label="Unit",
        max_length=20,
        required=False,
        help_text="Such as %, days or answers a month.",
        widget=forms.TextInput(attrs={"class": "in-s"}),
    )
    baseline = value_field("Where it stands today", required=False)
    target = value_field("Where it should stand")
    owner = PersonByEmail(
        label="Who looks after it?",
        required=False,
        help_text="Work email. They are asked for each reading; the coordinators, if left empty.",
    )
    review_every_weeks = forms.IntegerField(
        label="Weeks from one reading to the next",
        min_value=1,
        max_value=104,
        widget=number_input(),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Choose between 1 and 104 weeks."
        ),
    )

    class Meta:
        model = Objective
        fields = ["name", "measure", "unit", "baseline", "target", "owner", "review_every_weeks"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["owner"] = self.instance.owner
        self.helper = plain_helper(*self.fields)

    def clean_name(self):
        name = self.cleaned_data["name"]
        known = Objective.objects.filter(program=self.instance.program_id, name__iexact=name)
        if known.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is an objective of this name already. Choose another name.")
        return name

    def clean(self):
        super().clean()
        baseline, target = self.cleaned_data.get("baseline"), self.cleaned_data.get("target")
        if target is not None and baseline == target:
            self.add_error("target", "It stands there already. Choose where it should go from here.")
        return self.cleaned_data


class ReadingForm(forms.ModelForm):
    """The value of an objective on one day."""

    value = value_field("Value")
    read_on = Day(called="Read on", label="Read on")
    comment = forms.CharField(
        label="What stands behind it?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = ObjectiveReading
        fields = ["value", "read_on", "comment"]

    def __init__(self, *args, objective, today, **kwargs):
        super().__init__(*args, initial={"read_on": today}, **kwargs)
        self.objective, self.today = objective, today
        if objective.unit:
            self.fields["value"].label = f"Value ({objective.unit})"
        self.helper = plain_helper("value", "read_on", "comment")

    def clean_read_on(self):
        day = self.cleaned_data["read_on"]
        if day > self.today:
            raise forms.ValidationError("This day has not come yet. Choose today or an earlier one.")
        if self.objective.readings.filter(read_on=day).exists():
            raise forms.ValidationError("There is a reading of this day already. Choose another day.")
        return day
