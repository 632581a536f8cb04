"""What a referee is asked, and whom to ask instead."""

from django import forms
from django.utils import timezone

from programs.models import Question, Recommendation
from programs.recommendations import overasked, too_many_for

from .fields import ColleagueField

CANNOT_JUDGE = "-"
SCALE = [
    ("5", "Entirely"),
    ("4", "Mostly"),
    ("3", "Partly"),
    ("2", "Hardly"),
    ("1", "Not at all"),
    (CANNOT_JUDGE, "Cannot judge"),
]
# where a program asks nothing in its own words
QUESTIONS = {
    "keeps_confidences": "Keeps to themself what they are told in confidence",
    "trustworthy": "Does what they say",
    "people_skills": "Listens, and is easy to work with",
    "command_of_subject": "Knows the subjects they want to teach",
    "works_upwards": "Is at ease with people far more senior",
}


def wording_of(program):
    """``{criterion: (text, hint)}``: the program's own words, ours where it has none."""
    own = {
        question.code: question for question in Question.objects.of(program, Question.Sheet.RECOMMENDATION)
    }
    return {
        name: (own[name].text, own[name].hint) if name in own else (text, "")
        for name, text in QUESTIONS.items()
    }


class RecommendationForm(forms.Form):
    """One person's word for an applicant; managers also speak for the hours."""

    reasons = forms.CharField(
        label="What makes you say so?",
        help_text="A sentence or two. An example helps most.",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, recommendation, **options):
        super().__init__(*args, **options)
        application = recommendation.application
        for name, (text, hint) in wording_of(application.wave.program).items():
            self.fields[name] = forms.ChoiceField(
                label=text,
                help_text=hint,
                choices=SCALE,
                widget=forms.RadioSelect(attrs={"class": "scale"}),
                error_messages={"required": f"Choose one, if only “Cannot judge”: {text}."},
            )
        if recommendation.relation == Recommendation.Relation.MANAGER:
            self.fields["confirms_hours"] = forms.TypedChoiceField(
                label=f"May {application.person.given_name} spend about four hours a month on it?",
                help_text="In working time: with the mentee, preparing, and writing down what came of it.",
                choices=[("yes", "Yes, I agree"), ("no", "No, not at present")],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect(attrs={"class": "scale"}),
                error_messages={"required": "Say whether you agree to four hours a month."},
            )
        self.order_fields([*QUESTIONS, "confirms_hours", "reasons"])

    def thoughts(self):
        """What is chosen, one thing to a screen; the sentence comes last."""
        return [self[name] for name in self.fields if name != "reasons"]

    @property
    def judgment(self):
        """The columns of a recommendation; what cannot be judged stays empty and counts for nothing."""
        found = {
            name: None if self.cleaned_data[name] == CANNOT_JUDGE else int(self.cleaned_data[name])
            for name in QUESTIONS
        }
        return found | {
            "reasons": self.cleaned_data["reasons"],
            "confirms_hours": self.cleaned_data.get("confirms_hours"),
        }


class ReplacementForm(forms.Form):
    """Another referee in the place of one who declined."""

    referee = ColleagueField(label="Work email of somebody else")

    def __init__(self, *args, recommendation, **options):
        self.recommendation = recommendation
        super().__init__(*args, **options)

    def clean_referee(self):
        person = self.cleaned_data["referee"]
        application = self.recommendation.application
        if person.pk == application.person_id:
            raise forms.ValidationError("You cannot recommend yourself. Name somebody else.")
        if application.recommendations.filter(referee=person).exists():
            raise forms.ValidationError(f"{person} has been asked already. Name somebody else.")
        if overasked([person], timezone.now()):
            raise forms.ValidationError(too_many_for(person))
        return person
