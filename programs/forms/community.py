"""Forms for what a program shares: resources, announcements, discussions."""

from crispy_forms.layout import Row
from django import forms
from django.core.validators import MaxLengthValidator

from ..models import Announcement, Resource, Wave
from .programs import plain_helper

POST_LENGTH = 5000


def limit(field, length):
    """Keep a text within ``length`` characters."""
    field.max_length = length
    field.widget.attrs["maxlength"] = length
    field.validators.append(MaxLengthValidator(length))


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
        limit(self.fields["text"], 20_000)
        self.initial["minutes"] = self.instance.minutes or None
        self.helper = plain_helper("title", Row("topic", "minutes"), "url", "text")

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("url") and not cleaned.get("text"):
            self.add_error("url", "Say where it leads, or write the text itself.")
        return cleaned


class AnnouncementForm(forms.ModelForm):
    """News, to everybody or to one wave that is under way, or to a group among them."""

    wave = forms.ModelChoiceField(
        Wave.objects.none(),
        label="For",
        required=False,
        empty_label="Everybody in the program, alumni too",
    )

    class Meta:
        model = Announcement
        fields = ["wave", "audience", "title", "text"]
        labels = {"audience": "To", "title": "Title", "text": "Text"}
        help_texts = {"text": "Markdown: - a list item, **bold**, [words](https://…)."}
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        error_messages = {
            "title": {"required": "Give it a title: it is what people see first."},
            "text": {"required": "Write what people should know."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        waves = self.instance.program.waves.filter(status__in=Wave.WITH_ITS_PEOPLE)
        self.fields["wave"].queryset = waves
        self.fields["wave"].label_from_instance = lambda wave: f"Wave {wave.number} alone"
        limit(self.fields["text"], 10_000)
        self.fields["audience"].choices = Announcement.Audience.choices
        self.helper = plain_helper(Row("wave", "audience"), "title", "text")


EVERYBODY = "Everybody in the program can read it, alumni too."
EITHER = "Everybody in the program can read it, alumni too, unless you choose the circle."
CIRCLE = "Those who mentor in a wave that is under way can read it, nobody else."


def readers_of(discussion):
    return CIRCLE if discussion.is_circle else EVERYBODY


class PostForm(forms.Form):
    """A contribution to a discussion."""

    text = forms.CharField(
        label="Your answer",
        max_length=POST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Write something first.",
            "max_length": "That is %(show_value)s characters; %(limit_value)s are as many as people read.",
        },
    )

    def __init__(self, *args, readers=EVERYBODY, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = f"{readers} Markdown: - a list item, **bold**."
        self.helper = plain_helper(*self.fields)

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")


class DiscussionForm(PostForm):
    """A question with what there is to say about it."""

    title = forms.CharField(
        label="Question",
        max_length=160,
        error_messages={"required": "Put your question in one line."},
    )
    is_circle = forms.BooleanField(
        label="Among the mentors only",
        required=False,
        help_text="The circle: those who mentor in a wave that is under way read it and answer, nobody else. "
        "A passage can still be reported.",
    )
    field_order = ["title", "text", "is_circle"]

    def __init__(self, *args, in_circle, **kwargs):
        super().__init__(*args, readers=EITHER if in_circle else EVERYBODY, **kwargs)
        self.fields["text"].label = "What it is about"
        if not in_circle:
            del self.fields["is_circle"]
        self.helper = plain_helper(*self.fields)


class ReportForm(forms.Form):
    """The passage to report: as much of the contribution as needs to be seen, and no more."""

    passage = forms.CharField(
        label="The passage",
        help_text="Only this is told. Cut away what need not be seen.",
        max_length=POST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Leave the words that should not stand there."},
    )
    reason = forms.CharField(
        label="What is wrong with it",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, initial={"passage": post.text}, **kwargs)
        self.post = post
        self.helper = plain_helper("passage", "reason")

    def clean_passage(self):
        """Words out of the contribution itself, so that nobody is told what was never said."""
        passage = self.cleaned_data["passage"].replace("\r\n", "\n").strip()
        if " ".join(passage.split()) not in " ".join(self.post.text.split()):
            raise forms.ValidationError(
                "These words do not stand in the contribution. Cut words away at its ends only."
            )
        return passage
