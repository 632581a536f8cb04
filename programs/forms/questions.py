"""Forms for what a program asks, and the preview of a sheet as its reader will see it."""

from django import forms

from .. import questions
from ..models import Question
from ..questions import WITH_CHOICES, Sheet
from .programs import plain_helper
from .questionnaire import field_for
from .recommendations import CANNOT_JUDGE

Kind = Question.Kind
WORD_LENGTH = 80
# how many words to choose from
CHOICES = {Kind.CHOICE: (2, 12), Kind.CHOICES: (2, 12), Kind.SCALE: (3, 7)}


class WordsField(forms.CharField):
    """Words to choose from, one a line."""

    def __init__(self, **options):
        super().__init__(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}), **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        words = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        words = [word for word in words if word]
        if too_long := next((word for word in words if len(word) > WORD_LENGTH), None):
            raise forms.ValidationError(
                f"“{too_long[:40]}…” is too long to choose: {WORD_LENGTH} characters at most."
            )
        seen = set()
        for word in words:
            if word.casefold() in seen:
                raise forms.ValidationError(f"“{word}” stands here twice.")
            seen.add(word.casefold())
        return words


def refuse_number(words, kind):
    least, most = CHOICES[kind]
    if not least <= len(words) <= most:
        raise forms.ValidationError(
            f"{Kind(kind).label} needs {least} to {most} choices, one a line; here are {len(words)}."
        )


class QuestionForm(forms.Form):
    """One question; ``opened`` says which words the writer started from."""

    text = forms.CharField(max_length=240, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(
        label="Hint",
        help_text="A line below, for whoever wonders what is meant.",
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label="Answered with", choices=Kind.choices, widget=forms.Select(attrs={"class": "in-m"})
    )
    choices = WordsField(
        label="Choices",
        help_text="One a line, for the kinds that offer some; a scale from least to most.",
    )
    is_required = forms.BooleanField(
        label="Must be answered", required=False, initial=True, help_text="Before the form can be sent."
    )
    weight = forms.IntegerField(
        label="Weight",
        help_text="1 to 10: how much it counts beside the others.",
        min_value=1,
        max_value=10,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "in-xs"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Weight: a number from 1 to 10."
        ),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, rules, question=None, shared=(), preview_at=""):
        self.rules, self.shared = rules, list(shared)
        super().__init__(data, initial=self.words_of(question) if question else {"kind": Kind.LONG})
        names = {"criterion": "Criterion", "area": "Area"}
        self.fields["text"].label = names.get(rules.thing, "Question")
        self.fields["text"].error_messages["required"] = f"{names.get(rules.thing, 'Question')}: write it."
        if rules.kind:
            del self.fields["kind"], self.fields["choices"]
        if not rules.has_weights:
            del self.fields["weight"]
        if rules.kind:
            del self.fields["is_required"]
        live = {
            "hx-post": preview_at,
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#preview",
            "hx-include": "closest form",
            "hx-vals": '{"show": "1"}',
            "hx-sync": "closest form:replace",
        }
        if preview_at:
            for name in set(self.fields) - {"opened"}:
                self.fields[name].widget.attrs |= live
        self.helper = plain_helper(*(name for name in QuestionForm.base_fields if name in self.fields))

    @staticmethod
    def words_of(question):
        found = {name: getattr(question, name) for name in questions.WORDING}
        return {**found, "opened": questions.seal(question)}

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind in WITH_CHOICES and "choices" in cleaned:
            try:
                refuse_number(cleaned["choices"], kind)
            except forms.ValidationError as refusal:
                self.add_error("choices", refusal)
        return cleaned

    @property
    def facts(self):
        """The fields of the question."""
        said = self.cleaned_data
        kind = self.rules.kind or said["kind"]
        offered = list(self.rules.words) or self.shared or (said.get("choices", []))
        return {
            "kind": kind,
            "text": said["text"],
            "hint": said["hint"],
            "choices": offered if kind in WITH_CHOICES else [],
            "is_required": said.get("is_required", True),
            "weight": said.get("weight", 1),
        }

    def shown(self):
        """The question as far as it can be made of what is typed, or None."""
        self.is_valid()
        said = self.cleaned_data
        if "text" not in said or (not self.rules.kind and ("kind" not in said or "choices" not in said)):
            return None
        said.setdefault("hint", "")
        return Question(code="shown", **self.facts)


class ScaleForm(forms.Form):
    """The words that all areas of a sheet share."""

    words = WordsField(label="The scale", help_text="From least to most, one a line. All areas share it.")
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, rows):
        super().__init__(
            data,
            initial={"words": questions.scale_of(rows), "opened": questions.scale_seal(rows)},
            prefix="scale",
        )
        self.helper = plain_helper("words", "opened")

    def clean_words(self):
        words = self.cleaned_data["words"]
        refuse_number(words, Kind.SCALE)
        return words


def preview_of(sheet, rows):
    """A form that nobody sends: the questions as their reader sees them."""
    form = forms.Form(auto_id="preview_%s")
    for number, question in enumerate(rows):
        form.fields[f"field{number}"] = shown_as(sheet, question)
    return form


def shown_as(sheet, question):
    if sheet not in (Sheet.SCORECARD, Sheet.RECOMMENDATION):
        field = field_for(question)
        field.required = question.is_required
        return field
    most = len(questions.RULES[sheet].words)
    marks = [(str(mark), str(mark)) for mark in range(1, most + 1)]
    if sheet == Sheet.RECOMMENDATION:
        marks.append((CANNOT_JUDGE, "Cannot judge"))
    return forms.ChoiceField(
        label=question.text,
        help_text=question.hint,
        choices=marks,
        widget=forms.RadioSelect(attrs={"class": "pips"}),
    )
