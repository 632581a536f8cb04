"""Forms about sessions. They check what was typed; the rules stand in lifecycle, notes and agenda."""

from pathlib import Path

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.utils import timezone

from .models import AgendaItem, CoachCheckin, Pulse, Reading, Session, SessionNote, TimeSpent
from .wall_clock import instant, is_skipped

DATE_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y"]
TIME_FORMATS = ["%H:%M", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"]
SUMMARY_LENGTH, FOLLOW_UP_LENGTH, MESSAGE_LENGTH = 2_000, 6_000, 4_000
MOST_FILES, LARGEST_FILE = 3, 5 * 1024 * 1024
FILE_KINDS = {".pdf", ".docx", ".pptx", ".xlsx", ".txt", ".csv", ".png", ".jpg", ".jpeg", ".webp"}
NOTE_LENGTH = 20_000


class OutcomeForm(forms.Form):
    """What became of a session."""

    MISSED, CANCELLED = "missed", "cancelled"
    outcome = forms.ChoiceField(
        choices=[
            *Session.Outcome.choices,
            (MISSED, "It did not take place"),
            (CANCELLED, "Call it off"),
        ]
    )


class MoveForm(forms.Form):
    """Another time, in the zone of the person who reads the page; one of the free ones, or a typed one."""

    slot = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    date = forms.DateField(
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "in-s", "placeholder": "2026-09-24"}),
        help_text="Year, month, day: 2026-09-24, or 9/24/2026.",
    )
    time = forms.TimeField(
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "in-s"}),
        help_text="10:00, or 2:30 PM.",
    )
    place = forms.CharField(
        required=False, max_length=120, label="Where", help_text="Empty: at the mentee’s office."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("slot"):
            self.fields["date"].required = self.fields["time"].required = False

    def clean(self):
        """A year from which one cannot count on to the next hour is a typing error."""
        found = super().clean()
        for name in ("slot", "date"):
            if found.get(name) and not 2000 <= found[name].year <= 2100:
                self.add_error("date", "Choose a date between 2000 and 2100.")
        return found

    @property
    def starts_at(self):
        if self.cleaned_data["slot"]:
            return self.cleaned_data["slot"]
        zone = timezone.get_current_timezone_name()
        return instant(self.cleaned_data["date"], self.cleaned_data["time"], zone)

    @property
    def is_skipped(self):
        """Whether the clock jumps over the typed time, so that the session begins later than typed."""
        if self.cleaned_data["slot"]:
            return False
        zone = timezone.get_current_timezone_name()
        return is_skipped(self.cleaned_data["date"], self.cleaned_data["time"], zone)


class NoteForm(forms.ModelForm):
    """The mentor's note. ``post`` carries the readers the pressed button named, or is empty for a draft."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    page = forms.RegexField(r"^[\w-]{1,12}$", required=False, widget=forms.HiddenInput)
    post = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SessionNote
        fields = ["did", "was_new", "aha", "actions", "sharing"]
        labels = {
            "did": "What we did",
            "was_new": "What was new",
            "aha": "Aha moments",
            "actions": "What each of us will do",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SessionNote.TEXTS:
            self.fields[name].max_length = NOTE_LENGTH
            self.fields[name].validators.append(MaxLengthValidator(NOTE_LENGTH))
            self.fields[name].widget = forms.Textarea(attrs={"rows": 4 if name == "did" else 2})

    def clean(self):
        """The button said who will read it; if the tiles say something else, nothing is posted."""
        found = super().clean()
        named = found.get("post")
        if named and named != found.get("sharing"):
            self.add_error("sharing", "The button named other readers than you chose. Choose again and post.")
        return found

    @property
    def texts(self):
        return {name: self.cleaned_data[name] for name in SessionNote.TEXTS}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class MessageForm(forms.Form):
    """Words, files, or both; ``parts`` are what `write_message` takes."""

    text = forms.CharField(
        label="Message",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    files = forms.Field(
        label="Files",
        required=False,
        widget=ManyFiles(attrs={"accept": ",".join(sorted(FILE_KINDS))}),
        help_text="Up to 3 files of 5 MB each: documents, slides, tables, pictures.",
    )

    def clean(self):
        cleaned = super().clean()
        files = self.files.getlist("files") if self.files else []
        self.parts = {"text": (cleaned.get("text") or "").strip(), "files": []}
        if not self.parts["text"] and not files:
            self.add_error("text", "Write a word or choose a file.")
        if len(files) > MOST_FILES:
            self.add_error("files", f"Choose up to {MOST_FILES} files at a time.")
            return cleaned
        for file in files:
            if Path(file.name).suffix.lower() not in FILE_KINDS:
                self.add_error("files", f"{file.name}: files of this kind are not taken.")
            elif not 0 < file.size <= LARGEST_FILE:
                self.add_error("files", f"{file.name} is empty or larger than 5 MB.")
            else:
                self.parts["files"].append((Path(file.name).name[-120:], file.read()))
        return cleaned


class FollowUpForm(forms.Form):
    """The words of a follow-up mail; ``version`` is the one that the writer had in front of them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Your words",
        max_length=FOLLOW_UP_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="They leave by mail: write nothing that must not be read on a lock screen.",
    )


USEFUL = [(5, "Very"), (4, "Quite"), (3, "Somewhat"), (2, "A little"), (1, "Not at all")]
CHALLENGE = [(5, "Very freely"), (4, "Freely"), (3, "Somewhat"), (2, "Hardly"), (1, "Not at all")]


class PulseForm(forms.ModelForm):
    """Four taps; the words on challenge are those of one's own side."""

    class Meta:
        model = Pulse
        fields = ["useful", "agenda_by", "spoke_most", "challenge"]

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {
            "useful": ("How useful was it for you?", USEFUL),
            "agenda_by": ("Who set the agenda?", Pulse.Who.choices),
            "spoke_most": ("Who spoke most?", Pulse.Who.choices),
            "challenge": (f"Could you and {partner.given_name} challenge each other?", CHALLENGE),
        }
        for name, (label, choices) in asked.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int if choices in (USEFUL, CHALLENGE) else str,
                widget=forms.RadioSelect(attrs={"class": "scale"}),
                error_messages={"required": f"{label} Choose one."},
            )


class SummaryForm(forms.Form):
    """A few sentences for the program; ``version`` is the one that the writer had in front of them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Summary",
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What others may know: what was tried and what came of it. Nothing said in confidence.",
    )


class AgendaItemForm(forms.ModelForm):
    class Meta:
        model = AgendaItem
        fields = ["minutes", "title", "detail"]

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 240:
            raise forms.ValidationError("Minutes are between 1 and 240.")
        return minutes


class HttpsField(forms.URLField):
    """A link typed without its beginning is taken for https."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, assume_scheme="https", **kwargs)


class ReadingForm(forms.ModelForm):
    class Meta:
        model = Reading
        fields = ["title", "url", "minutes", "word"]
        field_classes = {"url": HttpsField}

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 120:
            raise forms.ValidationError("Minutes are between 1 and 120.")
        return minutes


class TimeSpentForm(forms.ModelForm):
    MOST = 24 * 60

    class Meta:
        model = TimeSpent
        fields = ["research", "preparing", "in_session", "notes"]
        labels = {
            "research": "Research",
            "preparing": "Prepare",
            "in_session": "Session",
            "notes": "Notes",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
            field.validators.append(MaxValueValidator(self.MOST, "A day has 1440 minutes."))


class CheckinForm(forms.ModelForm):
    class Meta:
        model = CoachCheckin
        fields = ["held_on", "form", "minutes", "case_note"]
        labels = {"held_on": "Held on", "form": "How", "case_note": "Your case note"}
        help_texts = {"case_note": "Only you can read this."}
        widgets = {"case_note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        held_on = self.fields["held_on"]
        held_on.required = True
        held_on.input_formats = DATE_FORMATS
        held_on.widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "in-s"})
        self.fields["minutes"].widget.attrs["class"] = "in-xs"
        self.fields["case_note"].max_length = NOTE_LENGTH

    def clean_held_on(self):
        held_on = self.cleaned_data["held_on"]
        if held_on > self.today:
            raise forms.ValidationError("That day is still to come. Write it down when you have talked.")
        return held_on

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 240:
            raise forms.ValidationError("Minutes are between 5 and 240.")
        return minutes
