"""The form of a survey: one field per question, as large tiles."""

from django import forms

from .models import SurveyQuestion


class SurveyForm(forms.Form):
    """Built from a survey's questions; ``answers`` gives ``{question: value}`` once valid."""

    def __init__(self, *args, survey, response=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {question.code: question for question in survey.questions.all()}
        given = {answer.question_id: answer for answer in response.answers.all()} if response else {}
        for code, question in self.questions.items():
            self.fields[code] = field_of(question, given.get(question.pk))

    def answers(self):
        return {
            question: int(value) if question.kind == SurveyQuestion.Kind.SCALE and value else value
            for code, question in self.questions.items()
            for value in [self.cleaned_data[code]]
        }


def field_of(question, answer):
    if question.kind == SurveyQuestion.Kind.TEXT:
        return forms.CharField(
            label=question.text,
            required=not question.is_optional,
            max_length=1000,
            initial=answer.text if answer else "",
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Kept with your answers; nobody in the program reads single answers.",
        )
    best = len(question.choices)
    return forms.ChoiceField(
        label=question.text,
        required=not question.is_optional,
        choices=[(best - index, words) for index, words in enumerate(question.choices)],
        initial=answer.value if answer else None,
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        error_messages={"required": "Choose one of the five."},
    )
