"""The form of the talent profile."""

from django import forms
from django.utils.datastructures import MultiValueDict

from programs.models import PITCH_WORDS, TalentProfile

from .fields import TAG_LENGTH, MonthField, TagBoxes, TagsField

LEVELS = [("1", "1"), ("2", "2"), ("3", "3")]
PROSE = 600  # characters: so much that all of it fits on one page
MOST_JOBS, MOST_COMPETENCIES, SHOWN_EMPTY = 8, 10, 2
LARGEST_DRAFT = 60_000


def prose(label, hint="", *, rows=4):
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=PROSE,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Keep “{label}” to {PROSE} characters; it has %(show_value)d."},
    )


def tags(label, hint, noun, most):
    return TagsField(label=label, help_text=hint, required=False, widget=TagBoxes(noun), most=most)


class ProfileForm(forms.Form):
    """What a person says of themself. Saved as far as it goes: nothing is required."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    headline = forms.CharField(
        label="Headline", required=False, max_length=120, help_text="What you do and care about, in one line."
    )
    pitch = prose("Your pitch", f"What you bring, in two minutes when spoken: at most {PITCH_WORDS} words.")
    education = prose("Education", rows=2)
    background = prose("Background", "Whatever else says where you come from.", rows=3)
    goals = prose("Goals for the next two years", "One to a line. Leaders read these early.", rows=3)
    works_best = forms.CharField(
        label="You work best",
        required=False,
        max_length=200,
        help_text="Mornings, on a walk, with an agenda in advance …",
    )
    interests = tags(
        "Interests outside work", "One to a box. Used to find something that you share.", "Interest", 12
    )
    languages = tags("Languages", "One to a box, besides English.", "Language", 8)

    TEXTS = ("headline", "pitch", "education", "background", "goals", "works_best")
    TAGS = ("interests", "languages")

    def __init__(self, *args, today, suggestions=None, **options):
        super().__init__(*args, **options)
        self.today = today
        for number in range(MOST_JOBS):
            self.fields[f"job_{number}_from"] = MonthField(label="From", required=False, max_length=20)
            self.fields[f"job_{number}_until"] = MonthField(label="Until", required=False, max_length=20)
            self.fields[f"job_{number}_what"] = forms.CharField(
                label="What you did", required=False, max_length=120
            )
        for number in range(MOST_COMPETENCIES):
            self.fields[f"competency_{number}"] = forms.CharField(
                label=f"Competency {number + 1}",
                required=False,
                max_length=TAG_LENGTH,
                widget=forms.TextInput(attrs={"list": "competency-words", "autocomplete": "off"}),
            )
            self.fields[f"competency_{number}_level"] = forms.ChoiceField(
                label=f"How well, competency {number + 1}",
                required=False,
                choices=LEVELS,
                widget=forms.RadioSelect(attrs={"class": "pips"}),
            )
        self.fields["pitch"].widget.attrs["data-words"] = PITCH_WORDS
        self.suggestions = suggestions or {}
        for name in self.TAGS:
            self.fields[name].widget.suggestions = self.suggestions.get(name, ())

    # --- what is typed, as what is stored ---------------------------------------------------------------

    def clean_pitch(self):
        pitch = self.cleaned_data["pitch"]
        if (words := len(pitch.split())) > PITCH_WORDS:
            raise forms.ValidationError(f"Keep the pitch to {PITCH_WORDS} words; it has {words}.")
        return pitch

    def clean(self):
        self.jobs = [job for number in range(MOST_JOBS) if (job := self.job(number))]
        self.jobs.sort(key=lambda job: (job["until"] or "9999", job["from"]), reverse=True)
        self.competencies, seen = [], set()
        for number in range(MOST_COMPETENCIES):
            self.take_competency(number, seen)
        return self.cleaned_data

    def job(self, number):
        """One entry of the job history, or None for an empty row."""
        names = [f"job_{number}_{part}" for part in ("from", "until", "what")]
        if any(name in self.errors for name in names):
            return None
        begun, ended, what = (self.cleaned_data.get(name, "") for name in names)
        if not (begun or ended or what):
            return None
        this_month = f"{self.today:%Y-%m}"
        if not what:
            self.add_error(names[2], "Say what you did in these years.")
        if not begun:
            self.add_error(names[0], "Enter month and year, like 06 2024.")
        elif begun[:4] > this_month[:4] or (len(begun) > 4 and begun > this_month):
            self.add_error(names[0], "This lies ahead. Enter the month in which it began.")
        elif ended and is_before(ended, begun):
            self.add_error(names[1], "This is before it began. Leave it empty for what you do now.")
        return {"from": begun, "until": ended, "what": what}

    def take_competency(self, number, seen):
        name = f"competency_{number}"
        word = " ".join(self.cleaned_data.get(name, "").split())
        if not word or f"{name}_level" in self.errors:
            return
        level = self.cleaned_data.get(f"{name}_level")
        if word.casefold() in seen:
            self.add_error(name, f"“{word}” stands here twice. Keep one of them.")
        elif not level:
            self.add_error(f"{name}_level", f"Choose 1, 2 or 3 for “{word}”.")
        else:
            seen.add(word.casefold())
            self.competencies.append({"name": word, "level": int(level)})

    @property
    def changes(self):
        """The columns of the profile."""
        found = {name: self.cleaned_data[name] for name in self.TEXTS + self.TAGS}
        return found | {"jobs": self.jobs, "competencies": self.competencies}

    # --- what is stored, as it is typed -----------------------------------------------------------------

    @classmethod
    def typed_by(cls, posted):
        """Of a POST what a draft keeps: the inputs of this form, each with everything typed there.

        PostgreSQL keeps no NUL; the form would refuse it anyway.
        """
        names = cls(today=None).fields.keys() - {"version"}
        return {
            name: [text.replace("\0", "") for text in posted.getlist(name)] for name in names & posted.keys()
        }

    @classmethod
    def starting_with(cls, typed):
        """The initial values that make the page show what a draft holds, without judging it."""
        data = MultiValueDict(typed)
        form = cls(today=None)
        return {name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()}

    @classmethod
    def values_of(cls, profile: TalentProfile):
        """The initial values that make the page show a profile."""
        found = {name: getattr(profile, name) for name in cls.TEXTS + cls.TAGS}
        for number, job in enumerate(profile.jobs):
            found |= {f"job_{number}_{part}": job[part] for part in ("from", "until", "what")}
        for number, each in enumerate(profile.competencies):
            found[f"competency_{number}"] = each["name"]
            found[f"competency_{number}_level"] = str(each["level"])
        return found

    # --- for the page -----------------------------------------------------------------------------------

    def job_rows(self):
        return [
            [self[f"job_{number}_{part}"] for part in ("from", "until", "what")]
            for number in range(MOST_JOBS)
        ]

    def competency_rows(self):
        return [
            [self[f"competency_{number}"], self[f"competency_{number}_level"]]
            for number in range(MOST_COMPETENCIES)
        ]

    @staticmethod
    def split(rows):
        """Rows to show at once, and further empty ones that wait behind a disclosure."""
        used = [n for n, row in enumerate(rows) if any(field.value() or field.errors for field in row)]
        shown = max(used, default=-1) + 1 + SHOWN_EMPTY
        return {"shown": rows[:shown], "more": rows[shown:]}

    def jobs_shown(self):
        return self.split(self.job_rows())

    def competencies_shown(self):
        return self.split(self.competency_rows())

    def filled(self):
        """The columns that hold something, as the form stands now."""
        found = {name for name in self.TEXTS + self.TAGS if self[name].value()}
        found |= {"jobs" for *_, what in self.job_rows() if what.value()}
        return found | {"competencies" for name, _ in self.competency_rows() if name.value()}

    def wrong(self):
        """The columns whose inputs have errors."""
        rows = {"job_": "jobs", "competency_": "competencies"}
        return {
            next((column for start, column in rows.items() if name.startswith(start)), name)
            for name in self.errors
        }

    @property
    def pitch_words(self):
        return len(str(self["pitch"].value() or "").split())


def is_before(one, other):
    """Whether a month lies before another; a year alone is before only years and months of later years."""
    most = min(len(one), len(other))
    return one[:most] < other[:most]
