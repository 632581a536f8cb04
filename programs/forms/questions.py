"""Forms for what a program asks, and the preview of a sheet as its reader will see it."""

from django import forms

from .. import questions
from ..models import Question
from ..questions import WITH_CHOICES, Sheet
from ..wording import AsTyped, Placeholder, filled, mistakes
from .programs import plain_helper
from .questionnaire import field_for
from .recommendations import CANNOT_JUDGE

Kind = Question.Kind
WORD_LENGTH = 80
# what the heading of a survey may say of its wave
NUMBER = Placeholder("number", "The number of the wave", "2", in_subject=True)
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


def refuse_number(words, kind, steps=None):
    least, most = (steps, steps) if steps and kind == Kind.SCALE else CHOICES[kind]
    if not least <= len(words) <= most:
        wanted = str(most) if least == most else f"{least} to {most}"
        raise forms.ValidationError(
            f"{Kind(kind).label} needs {wanted} choices, one a line; here are {len(words)}."
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
        self.is_heading = bool(question) and question.kind == Kind.HEADING
        super().__init__(data, initial=self.words_of(question) if question else {"kind": rules.kinds[0]})
        names = {"criterion": "Criterion", "area": "Area", "statement": "Statement"}
        name = "Heading" if self.is_heading else names.get(rules.thing, "Question")
        self.fields["text"].label = name
        self.fields["text"].error_messages["required"] = f"{name}: write it."
        if self.is_heading:
            self.fields["text"].help_text = f"{NUMBER.written} becomes the number of the wave."
        else:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in rules.kinds]
        for unused in self.not_asked():
            del self.fields[unused]
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

    def not_asked(self):
        """The fields that a question of this sheet has no use for."""
        if self.is_heading:
            return {"hint", "kind", "choices", "is_required", "weight"}
        without_choice = {"kind", "choices", "is_required"} if self.rules.kind else set()
        return without_choice | (set() if self.rules.has_weights else {"weight"})

    def clean_text(self):
        text = self.cleaned_data["text"]
        if self.is_heading and (found := mistakes(text, [NUMBER], is_subject=True)):
            raise forms.ValidationError(found)
        return text

    @staticmethod
    def words_of(question):
        found = {name: getattr(question, name) for name in questions.WORDING}
        return {**found, "opened": questions.seal(question)}

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind in WITH_CHOICES and "choices" in cleaned:
            try:
                refuse_number(cleaned["choices"], kind, self.rules.steps)
            except forms.ValidationError as refusal:
                self.add_error("choices", refusal)
        return cleaned

    @property
    def facts(self):
        """The fields of the question."""
        said = self.cleaned_data
        kind = Kind.HEADING if self.is_heading else self.rules.kind or said["kind"]
        offered = list(self.rules.words) or self.shared or (said.get("choices", []))
        return {
            "kind": kind,
            "text": said["text"],
            "hint": said.get("hint", ""),
            "choices": offered if kind in WITH_CHOICES else [],
            "is_required": said.get("is_required", True),
            "weight": said.get("weight", 1),
        }

    def shown(self):
        """The question as far as it can be made of what is typed, or None."""
        self.is_valid()
        if {"text", "kind", "choices"} & set(self.fields) - set(self.cleaned_data):
            return None
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
    """A form that nobody sends: the questions as their reader sees them, under their heading if any."""
    form = forms.Form(auto_id="preview_%s")
    form.heading = ""
    for number, question in enumerate(rows):
        if question.kind == Kind.HEADING:
            form.heading = filled(question.text, AsTyped({NUMBER.name: NUMBER.example}))
        else:
            form.fields[f"field{number}"] = shown_as(sheet, question)
    return form


def shown_as(sheet, question):
    if sheet not in (Sheet.SCORECARD, Sheet.RECOMMENDATION):
        field = field_for(question)
        if sheet in questions.SURVEYS and question.kind == Kind.SCALE:
            field.choices = field.choices[::-1]  # a survey shows the best first
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
