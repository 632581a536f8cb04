"""Forms for a wave and its plan. What the dates mean to each other stands in `calendar`."""

from datetime import date

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from ..calendar import date_mistakes, plan_of, too_short
from ..models import CurriculumSession, Wave
from ..waves import locked_fields
from .days import DaysMixin
from .programs import plain_helper

# beyond these years a date is a typing error, and arithmetic with it ends nowhere
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class Day(forms.DateField):
    """A date that somebody could mean; ``called`` stands before each complaint about it."""

    def __init__(self, *, called, **options):
        super().__init__(
            widget=day_input(),
            validators=[
                MinValueValidator(EARLIEST, f"{called}: choose a day after {EARLIEST.year}."),
                MaxValueValidator(LATEST, f"{called}: choose a day before {LATEST.year}."),
            ],
            error_messages={
                "required": f"{called}: choose a day.",
                "invalid": f"{called}: this is no date. Write it as 2026-09-24.",
            },
            **options,
        )


def day_input():
    return forms.DateInput(attrs={"type": "date", "class": "in-s"}, format="%Y-%m-%d")


def number_input():
    return forms.NumberInput(attrs={"class": "in-xs", "inputmode": "numeric"})


DATE_LABELS = {
    "applications_open_on": ("Applications open", ""),
    "applications_close_on": ("Last day to apply", ""),
    "selection_ends_on": ("Selection ends", ""),
    "pairs_announced_on": ("Pairs announced", ""),
    "launch_on": ("Launch event", ""),
    "sessions_start_on": ("Sessions start", ""),
    "sessions_end_on": ("Last day of sessions", ""),
    "review_ends_on": ("Last day of the review", ""),
}
# name: label, hint, least, most
NUMBERS = {
    "capacity": ("Pairs, at most", "", 1, 500),
    "session_count": ("How many", "", 1, 24),
    "cadence_days": ("Days from one to the next", "", 1, 90),
    "session_minutes": ("Length in minutes", "", 15, 240),
    "preparation_minutes": ("Minutes to prepare together", "", 0, 60),
    "preparation_days_before": ("Days before each", "", 0, 14),
    "coach_meetings": ("Coach check-ins, at least", "", 0, 24),
}
GONE = {"invalid_choice": "These days are no longer on the list. Look again."}
DAY_FIELDS = ("days", "first", "last", "reason")
PLAN_FIELDS = ("sessions_start_on", "sessions_end_on", "session_count", "cadence_days")


class WaveForm(DaysMixin, forms.ModelForm):
    """Dates and session plan of a wave. What lies behind the wave is shown and cannot be changed."""

    days = forms.MultipleChoiceField(
        label="Kept free", required=False, widget=forms.CheckboxSelectMultiple, error_messages=GONE
    )
    days_shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4000)
    first = Day(called="Keep free from", label="Keep free from", required=False)
    last = Day(called="Until", label="Until", required=False)
    reason = forms.CharField(label="Why", max_length=120, required=False)

    class Meta:
        model = Wave
        fields = [*DATE_LABELS, *NUMBERS]

    def __init__(self, *args, today, blocked=None, states=(), room="", **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.blocked, self.states = today, blocked or {}, states
        for name, (label, hint) in DATE_LABELS.items():
            self.fields[name] = Day(called=label, label=label, help_text=hint)
        for name, (label, hint, least, most) in NUMBERS.items():
            said = f"{label}: between {least} and {most}."
            self.fields[name] = forms.IntegerField(
                label=label,
                help_text=room if name == "capacity" else hint,
                min_value=least,
                max_value=most,
                widget=number_input(),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
            )
        for name in locked_fields(self.instance) if self.instance.pk else ():
            if name in self.fields:
                self.fields[name].disabled = True
        self.offer_days(states)
        self.helper = plain_helper(*self.layout())

    def layout(self):
        number = self.instance.number
        yield Fieldset(f"Wave {number}" if number else "The wave", Row("launch_on", "capacity"))
        yield Fieldset(
            "Sessions",
            Row("sessions_start_on", "sessions_end_on", "session_count"),
            Row("cadence_days", "session_minutes", "coach_meetings"),
            Row("preparation_minutes", "preparation_days_before"),
        )
        yield Fieldset(
            "Before and after",
            Row("applications_open_on", "applications_close_on", "selection_ends_on"),
            Row("pairs_announced_on", "review_ends_on"),
        )
        yield Fieldset(
            "Days to avoid",
            *(["days"] if "days" in self.fields else []),
            "days_shown",
            Row("first", "last", "reason"),
        )

    def clean(self):
        super().clean()
        self.clean_stretch()
        self.typed = dict(self.cleaned_data)  # a date out of order is still a date
        mistakes = dict(date_mistakes(self.cleaned_data, today=self.today))
        for name, sentence in mistakes.items():
            self.add_error(name, sentence)
        self.check_close(mistakes)
        self.check_room(mistakes)
        return self.cleaned_data

    def check_close(self, mistakes):
        closes_on = self.cleaned_data.get("applications_close_on")
        is_new = self.instance.status == Wave.Status.DRAFT
        if is_new and closes_on and closes_on < self.today and "applications_close_on" not in mistakes:
            self.add_error("applications_close_on", "This day has passed, and nobody has applied yet.")

    def check_room(self, mistakes):
        """All sessions must fit before the last day. A plan that is left alone is not questioned."""
        plan = self.plan()
        touched = not self.instance.pk or set(self.changed_data) & {*PLAN_FIELDS, *DAY_FIELDS}
        if not plan or not touched or "sessions_end_on" in mistakes:
            return
        if sentence := too_short(plan, today=self.today):
            is_locked = self.fields["sessions_end_on"].disabled
            self.add_error("first" if is_locked else "sessions_end_on", sentence)

    @property
    def changed_plan(self):
        """The changed fields that are the wave's own."""
        return [name for name in self.changed_data if name in self.Meta.fields]

    def value(self, name):
        """What stands in a field now: what was typed if it makes sense, else None."""
        if self.is_bound:
            self.errors  # noqa: B018 - reading them is what validates
            return self.typed.get(name)
        return self.get_initial_for_field(self.fields[name], name)

    def plan(self, states=()):
        """The plan as it stands in the form, or None while a part of it makes no sense."""
        values = {name: self.value(name) for name in PLAN_FIELDS}
        if any(value is None for value in values.values()):
            return None
        return plan_of(Wave(**values), self.days_as_they_would_be(), states)


class StepForm(forms.Form):
    """Going on. A reason is asked for where something stands in the way."""

    to = forms.ChoiceField(choices=Wave.Status.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept in the history of the wave.",
    )

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = "Say why, in one sentence."


class CancellationForm(forms.Form):
    """Why a wave should be called off; the second person reads it before they confirm."""

    reason = forms.CharField(
        label="Why should the wave be called off?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever confirms reads it, and it is kept in the history of the wave.",
        error_messages={"required": "Say why, in one sentence."},
    )


class LessonForm(forms.ModelForm):
    """One session of the curriculum. The agenda is written a line each: minutes, then what for."""

    agenda = forms.CharField(
        label="Agenda to start from",
        required=False,
        help_text="One item a line: minutes, then what for, such as 10 Look back.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    reading_url = forms.URLField(required=False, assume_scheme="https")

    field_order = ["topic", "summary", "agenda", "reading_title", "reading_url", "reading_minutes"]

    class Meta:
        model = CurriculumSession
        fields = ["topic", "summary", "reading_title", "reading_url", "reading_minutes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "topic": "Topic",
            "summary": "In one sentence",
            "reading_title": "Reading before it",
            "reading_url": "Address of the reading",
            "reading_minutes": "Minutes to read",
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["topic"].error_messages["required"] = f"Session {self.instance.number} needs a topic."
        self.fields["reading_minutes"].widget = number_input()
        self.fields["reading_minutes"].required = False
        self.initial["agenda"] = "\n".join(f"{minutes} {title}" for minutes, title in self.instance.recipe)

    def clean_reading_minutes(self):
        return self.cleaned_data["reading_minutes"] or 0

    def clean_agenda(self):
        recipe = []
        for number, line in enumerate(self.cleaned_data["agenda"].splitlines(), 1):
            if not line.strip():
                continue
            minutes, _, title = line.strip().partition(" ")
            if not minutes.isdecimal() or not title.strip() or not 1 <= int(minutes) <= 240:
                raise forms.ValidationError(f"Line {number} needs minutes, then what for: 10 Look back.")
            recipe.append([int(minutes), title.strip()[:160]])
        return recipe

    def save(self, commit=True):
        self.instance.recipe = self.cleaned_data["agenda"]
        return super().save(commit)
