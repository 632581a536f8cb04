"""Forms for the meetings of a wave."""

from datetime import datetime, timedelta

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone

from ..dates import day
from ..models import Event
from .community import limit
from .programs import plain_helper

DATE_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y"]
TIME_FORMATS = ["%H:%M", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"]
AFTER_THE_REVIEW = timedelta(days=60)
Kind = Event.Kind


class EventForm(forms.ModelForm):
    """When, where and what for. A launch is on the day that the wave's dates name."""

    date = forms.DateField(
        label="Day",
        input_formats=DATE_FORMATS,
        help_text="Year, month, day: 2026-09-24, or 9/24/2026.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "in-s"}),
        error_messages={"required": "Choose a day.", "invalid": "Write the day as 2026-09-24 or 9/24/2026."},
    )
    begins = forms.TimeField(
        label="Begins",
        input_formats=TIME_FORMATS,
        help_text="10:00, or 2:30 PM, in your time zone.",
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "in-s"}),
        error_messages={"required": "Say when it begins.", "invalid": "Write the time as 10:00 or 2:30 PM."},
    )
    ends = forms.TimeField(
        label="Ends",
        input_formats=TIME_FORMATS,
        help_text="On the same day.",
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "in-s"}),
        error_messages={"required": "Say when it ends.", "invalid": "Write the time as 11:30 or 4 PM."},
    )

    class Meta:
        model = Event
        fields = ["kind", "is_circle", "title", "place", "text"]
        labels = {
            "kind": "What it is",
            "is_circle": "For the mentors only",
            "title": "Title",
            "place": "Where",
            "text": "What to know before",
        }
        help_texts = {
            "is_circle": "A meeting of the mentors’ circle: they alone are invited and see it, besides you.",
            "text": "Markdown. It stands on the page; the mail leads to it.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        error_messages = {"title": {"required": "Give it a title: it stands in people’s calendars."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance
        if event.pk:
            start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
            self.fields["is_circle"].disabled = True  # others have had their invitation, or have none
            self.initial |= {"date": start.date(), "begins": start.time(), "ends": end.time()}
        else:
            self.initial.setdefault("date", event.wave.launch_on)
        limit(self.fields["text"], 5000)
        self.helper = plain_helper(
            "kind", "is_circle", "title", Row("date", "begins", "ends"), "place", "text"
        )

    def clean_date(self):
        on, wave = self.cleaned_data["date"], self.instance.wave
        first, last = wave.applications_open_on, wave.review_ends_on + AFTER_THE_REVIEW
        if not first <= on <= last:
            today = timezone.localdate()
            raise forms.ValidationError(
                f"Choose a day of the wave, from {day(first, today=today)} to {day(last, today=today)}."
            )
        return on

    def clean_kind(self):
        kind, event = self.cleaned_data["kind"], self.instance
        same = event.wave.events.standing().filter(kind=kind).exclude(pk=event.pk)
        if kind != Kind.OTHER and same.exists():
            word = Kind(kind).label.lower()
            raise forms.ValidationError(f"This wave has a {word} already. Change that one, or call it off.")
        return kind

    def clean(self):
        found = super().clean()
        on, begins, ends = (found.get(name) for name in ("date", "begins", "ends"))
        if begins and ends and ends <= begins:
            self.add_error("ends", "It must end after it begins, on the same day.")
        wave = self.instance.wave
        if found.get("is_circle") and found.get("kind") in (Kind.LAUNCH, Kind.CLOSING):
            self.add_error("is_circle", "Launch and closing are for the whole wave. Choose “Meeting”.")
        if on and found.get("kind") == Kind.LAUNCH and on != wave.launch_on:
            says = day(wave.launch_on, today=timezone.localdate())
            self.add_error(
                "date", f"The wave’s launch is on {says}. Choose that day, or change it in the set-up."
            )
        if on and begins and ends and not self.errors:
            zone = timezone.get_current_timezone()
            self.instance.starts_at = datetime.combine(on, begins, tzinfo=zone)
            self.instance.ends_at = datetime.combine(on, ends, tzinfo=zone)
            if self.instance.ends_at.timestamp() <= self.instance.starts_at.timestamp():
                self.add_error("ends", "The clock changes in between. Choose another hour.")
        return found
