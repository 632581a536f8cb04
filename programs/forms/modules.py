"""Forms for training modules: one per kind, each with the fields that the kind needs."""

from django import forms

from .. import modules
from ..models import TrainingModule
from ..scenarios import END, read, written
from .programs import plain_helper

Kind = TrainingModule.Kind
LARGEST_FILE = 10 * 1024 * 1024
PDF = b"%PDF-"
FIELDS = {
    Kind.TEXT: ("text",),
    Kind.LINK: ("url", "text"),
    Kind.FILE: ("file", "text"),
    Kind.SCENARIO: ("cards", "text"),
}
MARKDOWN = "Markdown: ## begins a section, - a list item, **bold**."


class PdfField(forms.FileField):
    """A PDF by its first bytes, whatever it is called; the name it came with is not kept."""

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        if found and found is not initial and hasattr(found, "read"):
            if found.size > LARGEST_FILE:
                raise forms.ValidationError("Choose a file of at most 10 MB.")
            if found.read(len(PDF)) != PDF:
                raise forms.ValidationError("Choose a PDF. Other files are not taken.")
            found.seek(0)
        return found


class CardsField(forms.CharField):
    """Scenario cards in the plain text of `scenarios`; every complaint names its card."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else written(value or [])

    def clean(self, value):
        text = super().clean(value).replace("\r\n", "\n").replace("\r", "\n")
        cards, found = read(text)
        if found:
            raise forms.ValidationError([f"Card “{key}”: {said}" if key else said for key, said in found])
        return cards


class ModuleForm(forms.Form):
    """One module of one kind; ``opened`` says which words the writer started from."""

    title = forms.CharField(
        label="Title", max_length=120, error_messages={"required": "Give the module a title."}
    )
    minutes = forms.IntegerField(
        label="Minutes it takes",
        min_value=1,
        max_value=240,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "in-xs", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Minutes: a number from 1 to 240."
        ),
    )
    is_required = forms.BooleanField(
        label="Required before the first session",
        required=False,
        help_text="Sessions do not begin for those who have not completed it; they are reminded.",
    )
    url = forms.URLField(
        label="Address of the page",
        assume_scheme="https",
        max_length=200,
        error_messages={
            "required": "Enter the address of the page.",
            "invalid": "This is no address. It begins with https://",
        },
    )
    file = PdfField(
        label="File",
        help_text="A PDF of at most 10 MB. People download it; it is not shown in the page.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty. Choose another."},
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    cards = CardsField(
        label="Cards",
        help_text="A line with # and a name begins a card; below it stands what happens. A line with > is an "
        f"answer and ends with -> and the name of the next card, or with -> {END}; below it stands what "
        "comes of it.",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 28, "class": "plain-text"}),
        error_messages={"required": "A scenario needs at least one card."},
    )
    text = forms.CharField(
        label="Text",
        help_text=MARKDOWN,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        error_messages={"required": "Write what is to be read."},
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, kind, module=None, preview_at=""):
        self.kind, self.module = Kind(kind), module
        initial = {}
        if module:
            initial = {name: getattr(module, name) for name in modules.WORDING}
            initial["opened"] = modules.seal(module)
        super().__init__(data, files, initial=initial)
        own = FIELDS[self.kind]
        for name in ("url", "file", "cards", "text"):
            if name not in own:
                del self.fields[name]
        if self.kind != Kind.TEXT:
            self.fields["text"].required = False
            self.fields["text"].label = "A word before it"
            self.fields["text"].widget.attrs["rows"] = 5
        if preview_at:
            live = {
                "hx-post": preview_at,
                "hx-trigger": "input changed delay:600ms",
                "hx-target": "#preview",
                "hx-include": "closest form",
                "hx-vals": '{"show": "1"}',
                "hx-sync": "closest form:replace",
            }
            for name in {"text", "cards"} & set(own):
                self.fields[name].widget.attrs |= live
        self.helper = plain_helper("title", *own, "minutes", "is_required", "opened")

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()

    @property
    def facts(self):
        """The fields of the module; a file that was not chosen anew stays."""
        names = ("title", "minutes", "is_required", *FIELDS[self.kind])
        found = {name: self.cleaned_data[name] for name in names}
        if self.module and found.get("file") == self.module.file:
            del found["file"]
        return found

    def shown(self):
        """``(text, cards)`` as far as they make sense, for the preview."""
        if not self.is_bound:
            return self.initial.get("text", ""), self.initial.get("cards", [])
        self.is_valid()
        text = self["text"].value() or ""
        cards, _ = read(str(self["cards"].value() or "")[:60_000]) if "cards" in self.fields else ([], ())
        return str(text)[:20_000], cards
