"""Forms for what a program shares: resources, announcements, discussions."""

from crispy_forms.layout import Row
from django import forms

from ..models import Resource
from .programs import plain_helper


class ResourceForm(forms.ModelForm):
    """A title, and something to read: a page elsewhere, a text, or both."""

    topic = forms.ChoiceField(label="Topic", required=False)
    minutes = forms.IntegerField(
        label="Minutes it takes",
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "in-xs"}),
    )
    url = forms.URLField(
        label="Address", required=False, help_text="Begins with https://", assume_scheme="https"
    )

    class Meta:
        model = Resource
        fields = ["title", "topic", "minutes", "url", "text"]
        labels = {"title": "Title", "text": "Text"}
        help_texts = {"text": "Markdown: - a list item, **bold**. What it is about, or the thing itself."}
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        error_messages = {"title": {"required": "Give it a title that says what one finds."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = dict.fromkeys([*self.instance.program.topics, self.instance.topic])
        self.fields["topic"].choices = [("", "For every topic")] + [(each, each) for each in known if each]
        self.fields["text"].max_length = 20_000
        self.initial["minutes"] = self.instance.minutes or None
        self.helper = plain_helper("title", Row("topic", "minutes"), "url", "text")

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("url") and not cleaned.get("text"):
            self.add_error("url", "Say where it leads, or write the text itself.")
        return cleaned
