"""Forms for the words of a program's mails."""

from django import forms

from .. import own_words
from ..wording import mistakes
from .programs import plain_helper


class MailTextForm(forms.Form):
    """Subject and text of one kind of mail; ``opened`` says which words the writer started from."""

    subject = forms.CharField(
        label="Subject",
        help_text="One line that names nobody: it shows on locked screens and in assistants’ inboxes.",
        max_length=160,
        error_messages={"required": "A mail needs a subject."},
    )
    body = forms.CharField(
        label="Text",
        help_text="Plain text. A line with nothing but placeholders disappears when they are empty.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "plain-text"}),
        error_messages={"required": "A mail without words says nothing. You can put the standard back."},
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, kind, words, preview_at):
        self.kind = kind
        subject, body = words
        super().__init__(
            data, initial={"subject": subject, "body": body, "opened": own_words.seal(subject, body)}
        )
        live = {
            "hx-post": preview_at,
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#preview",
            "hx-include": "closest form",
            "hx-vals": '{"show": "1"}',
            "hx-sync": "closest form:replace",
        }
        for name in ("subject", "body"):
            self.fields[name].widget.attrs |= live
        self.helper = plain_helper("subject", "body", "opened")

    def clean_subject(self):
        subject = self.cleaned_data["subject"]
        if not subject.isprintable():
            raise forms.ValidationError("A subject is one line, without line breaks or tabs.")
        self.refuse(mistakes(subject, self.kind.known, is_subject=True))
        return subject

    def clean_body(self):
        body = "\n".join(line.rstrip() for line in self.cleaned_data["body"].splitlines()).strip()
        self.refuse(mistakes(body, self.kind.known))
        return body

    def refuse(self, found):
        if found:
            raise forms.ValidationError(found)

    @property
    def words(self):
        return self.cleaned_data["subject"], self.cleaned_data["body"]
