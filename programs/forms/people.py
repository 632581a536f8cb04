"""Forms about people: a directory file, the meaning of its columns, one's own preferences."""

import itertools

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms

from programs.directory import fields
from programs.directory.cells import zone_names
from programs.directory.reading import Unreadable, read
from programs.models import Preferences
from programs.models.directory import MAX_BYTES

OURS = [("", "Leave out"), *((fact.name, fact.label) for fact in fields.FACTS)]
OUR_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Directory file",
        help_text="CSV or XLSX with a first row that names the columns. "
        "You choose what they mean in the next step; nothing is written before you say so.",
        widget=forms.ClearableFileInput(attrs={"class": "file", "accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Export it again."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "form panel"
        self.helper.add_input(Submit("upload", "Upload and choose columns"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.")
        self.content = file.read()
        try:
            read(self.content, limit=3)
        except Unreadable as trouble:
            raise forms.ValidationError(str(trouble)) from trouble
        return file


class ColumnsForm(forms.Form):
    """One choice per column of a file; ``headers`` is the answer."""

    def __init__(self, data=None, *, sheet, guessed):
        super().__init__(data)
        self.columns = [header for header in dict.fromkeys(sheet.headers) if header]
        self.examples = {}
        for place, header in enumerate(sheet.headers):
            found = (cells[place].strip() for _, cells in sheet.rows if place < len(cells))
            self.examples.setdefault(header, ", ".join(text[:40] for text in found if text))
        for number, header in enumerate(self.columns):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=header, choices=OURS, required=False, initial=guessed.get(header, "")
            )

    def lines(self):
        """Their header, what stands under it, and our choice."""
        return [(header, self.examples[header], self[f"column{n}"]) for n, header in enumerate(self.columns)]

    def clean(self):
        cleaned = super().clean()
        self.headers = {header: cleaned.get(f"column{n}", "") for n, header in enumerate(self.columns)}
        for objection in fields.objections(self.headers):
            self.add_error(None, objection)
        return cleaned


class ApplyForm(forms.Form):
    """What to allow when a checked file is applied."""

    allow_many_leavers = forms.BooleanField(required=False)
    all_or_nothing = forms.BooleanField(required=False)


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = Preferences
        fields = ("delivery", "quiet_from", "quiet_until", "time_zone", "theme", "has_shortcuts")
        labels = {
            "delivery": "When to write to you",
            "quiet_from": "Quiet from",
            "quiet_until": "Quiet until",
            "time_zone": "Time zone",
            "theme": "Light or dark",
            "has_shortcuts": "Single-key shortcuts",
        }
        widgets = {
            "delivery": forms.RadioSelect,
            "theme": forms.RadioSelect,
            "quiet_from": forms.TimeInput(attrs={"type": "time", "class": "in-s"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time", "class": "in-s"}, format="%H:%M"),
        }
        help_texts = {
            "delivery": "The one mail comes at 7:00 AM where you are. "
            "Changes of a session’s time or place always come at once.",
            "quiet_from": "Mail that can wait is held back.",
            "quiet_until": "It comes after this time.",
            "has_shortcuts": "g, then o, p, s or l: overview, pairs, schedule, leaderboard. /: the search. "
            "j and k: the next and the previous application to review. Turn them off if you speak to your "
            "computer.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = self.instance.person.time_zone
        self.fields["time_zone"] = forms.ChoiceField(
            label="Time zone",
            required=False,
            choices=zone_choices(theirs),
            help_text="Every time on these pages is shown in it.",
            widget=forms.Select(attrs={"class": "in-m"}),
        )
        self.helper = FormHelper()
        self.helper.form_class = "form panel"
        self.helper.layout = Layout(
            Fieldset("Messages", "delivery", Row("quiet_from", "quiet_until")),
            Fieldset("Pages", "time_zone", "theme", "has_shortcuts"),
        )
        self.helper.add_input(Submit("save", "Save settings"))

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if start and not end and "quiet_until" not in self.errors:
            self.add_error("quiet_until", "Say until when, or leave both empty.")
        if end and not start and "quiet_from" not in self.errors:
            self.add_error("quiet_from", "Say from when, or leave both empty.")
        if start and start == end:
            self.add_error("quiet_until", "Quiet hours need a beginning and an end that differ.")
        return cleaned


def zone_choices(theirs):
    """Time zones by continent, our own on top; empty stands for what the directory says."""

    def line(name):
        place = name.split("/", 1)[-1].replace("_", " ").replace("/", ", ")
        return name, place

    regions = itertools.groupby(zone_names(), key=lambda name: name.split("/")[0])
    return [
        ("", f"As the directory says: {line(theirs)[1]}"),
        ("Most used here", [line(name) for name in OUR_ZONES]),
        *(
            (region, [line(name) for name in names if name not in OUR_ZONES])
            for region, names in regions
            if region not in ("Etc", "SystemV", "US", "posix", "right")
        ),
    ]
