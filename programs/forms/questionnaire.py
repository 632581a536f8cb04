"""Form fields made from a program's questions."""

from django import forms

from programs.models import Question

Kind = Question.Kind
SHORT_LENGTH, LONG_LENGTH = 200, 3000
YES_NO = [("yes", "Yes"), ("no", "No")]


def name_of(question):
    """The name of a question's field, the same over every wording: a draft's answer finds its place."""
    return f"{question.sheet}_{question.code}"


def field_for(question):
    """The field that asks ``question``. It is never required: whoever sends decides that."""
    made = MAKERS[question.kind](question)
    made.label, made.help_text, made.required = question.text, question.hint, False
    made.error_messages["required"] = f"Answer this: {question.text}"
    return made


def short(question):
    return forms.CharField(max_length=SHORT_LENGTH)


def long(question):
    return forms.CharField(max_length=LONG_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))


def choice(question):
    return forms.TypedChoiceField(
        choices=[(word, word) for word in question.choices], empty_value=None, widget=forms.RadioSelect
    )


def choices(question):
    return forms.MultipleChoiceField(
        choices=[(word, word) for word in question.choices], widget=forms.CheckboxSelectMultiple
    )


def scale(question):
    return forms.TypedChoiceField(
        choices=[(str(number), word) for number, word in enumerate(question.choices, start=1)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def yes_no(question):
    return forms.TypedChoiceField(
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


MAKERS = {
    Kind.SHORT: short,
    Kind.LONG: long,
    Kind.CHOICE: choice,
    Kind.CHOICES: choices,
    Kind.SCALE: scale,
    Kind.YES_NO: yes_no,
}


def initial_for(question, value):
    """A stored answer as the field of its question shows it."""
    if question.kind == Kind.YES_NO:
        return "yes" if value else "no"
    return str(value) if question.kind == Kind.SCALE else value
