"""The form of one thing that somebody may say of themself."""

from django import forms


class VolunteerForm(forms.Form):
    """An answer, and what it may be used for: two consents, each on its own."""

    value = forms.ChoiceField(
        label="I say",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer, or leave all of it empty."},
    )
    for_matching = forms.BooleanField(
        label="Use it to pair me",
        required=False,
        help_text="Nobody sees it, and it is never given as the reason for a pair.",
    )
    for_figures = forms.BooleanField(
        label="Count it in figures",
        required=False,
        help_text="Only in groups of five people or more, with at least five left over.",
    )

    def __init__(self, *args, attribute, said=None, **options):
        self.attribute, self.said = attribute, said
        initial = {}
        if said:
            initial = {
                "value": said.value,
                "for_matching": bool(said.matching_since),
                "for_figures": bool(said.figures_since),
            }
        super().__init__(*args, initial=initial, auto_id=f"id_{attribute.pk}_%s", **options)
        self.fields["value"].choices = [(word, word) for word in attribute.choices]

    def clean(self):
        cleaned = super().clean()
        if "value" in cleaned and not (cleaned.get("for_matching") or cleaned.get("for_figures")):
            self.add_error("for_matching", "Allow at least one use. To allow none, take your answer back.")
        return cleaned
