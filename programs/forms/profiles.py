"""The form of the talent profile."""

from django import forms

from programs.models import PITCH_WORDS, TalentProfile

from .fields import TagsField


def prose(label, hint="", *, most=2000, rows=4):
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProfileForm(forms.ModelForm):
    """What a person says of themself. Saved as far as it goes: nothing is required."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    headline = forms.CharField(
        label="Headline", required=False, max_length=120, help_text="What you do and care about, in one line."
    )
    pitch = prose("Your pitch", f"What you bring, in two minutes when spoken: at most {PITCH_WORDS} words.")
    career = prose("Career so far")
    education = prose("Education", rows=2)
    background = prose("Background", "Whatever else says where you come from.", rows=3)
    goals = prose("Goals for the next two years", "One to a line. Leaders read these early.", rows=3)
    works_best = forms.CharField(
        label="You work best",
        required=False,
        max_length=200,
        help_text="Mornings, on a walk, with an agenda in advance …",
    )
    competencies = TagsField(
        label="Competencies", required=False, help_text="Put commas between them. Used to pair you."
    )
    interests = TagsField(
        label="Interests outside work",
        required=False,
        help_text="Put commas between them. Used to find something that you share.",
    )
    languages = TagsField(label="Languages", required=False, help_text="Put commas between them.")

    class Meta:
        model = TalentProfile
        fields = (
            "headline",
            "pitch",
            "career",
            "education",
            "background",
            "goals",
            "works_best",
            "competencies",
            "interests",
            "languages",
        )

    def clean_pitch(self):
        pitch = self.cleaned_data["pitch"]
        if (words := len(pitch.split())) > PITCH_WORDS:
            raise forms.ValidationError(f"Keep the pitch to {PITCH_WORDS} words; it has {words}.")
        return pitch

    @property
    def changes(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def pitch_words(self):
        return len(str(self["pitch"].value() or "").split())
