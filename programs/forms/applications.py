"""The forms of mentors who apply and of mentees who enrol."""

from django import forms
from django.utils import timezone

from programs.models import Application, Question, Recommendation
from programs.recommendations import overasked, too_many_for

from .fields import ColleagueField
from .questionnaire import name_of
from .taking_part import PipsField, TakingPartForm

FAMILIARITY = [(str(number), str(number)) for number in range(4)]
BLANK = (None, "", "0", False, [])
Relation = Recommendation.Relation


class MentorForm(TakingPartForm):
    """An application as mentor: what is offered, why, when, and who can speak for the applicant."""

    commits_hours = forms.BooleanField(
        label="I have four hours a month for this", required=False, help_text="Your manager is asked as well."
    )
    will_challenge = forms.BooleanField(
        label="I will challenge a senior leader when it helps",
        required=False,
        help_text="Kindly, and in the room.",
    )
    capacity = forms.TypedChoiceField(
        label="How many mentees would you take?",
        coerce=int,
        initial=1,
        choices=[(1, "One"), (2, "Up to two"), (3, "Up to three")],
        widget=forms.RadioSelect,
    )
    manager = ColleagueField(
        label="Your manager’s work email",
        required=False,
        help_text="Asked for a recommendation and for four hours of your month.",
    )

    side = Application.Side.MENTOR
    facts = (*TakingPartForm.facts, "capacity")
    no_topic = "Offer at least one topic."
    required_to_send = {
        "commits_hours": "Say that you have four hours a month, or save the draft for later.",
        "will_challenge": "Say that you are willing to challenge.",
        "suitable_hours": "Choose at least one half-day.",
        "manager": "Enter your manager’s work email.",
    }

    def add_fields_of_side(self, draft):
        named = self.teammates_of(draft)
        for number in range(1, self.wave.program.teammates_asked + 1):
            self.fields[f"teammate_{number}"] = ColleagueField(
                label=f"Teammate {number}’s work email",
                required=False,
                initial=named[number - 1] if number <= len(named) else "",
            )
            self.required_to_send[f"teammate_{number}"] = "Enter a teammate’s work email."

    def starting_values(self, draft):
        manager = self.person.manager if self.person.manager and self.person.manager.is_active else None
        first = super().starting_values(draft) | {"manager": manager}
        if draft is None:
            return first
        named = draft.recommendations.filter(relation=Relation.MANAGER).select_related("referee").first()
        return first | ({"manager": named.referee} if named else {})

    def teammates_of(self, draft):
        if draft is None:
            return []
        named = draft.recommendations.filter(relation=Relation.TEAMMATE).select_related("referee")
        return [each.referee.email for each in named]

    @property
    def referee_names(self):
        return ["manager"] + [name for name in self.fields if name.startswith("teammate_")]

    def referee_fields(self):
        return [self[name] for name in self.referee_names]

    def clean(self):
        cleaned = super().clean()
        seen = set()
        for name in self.referee_names:
            person = cleaned.get(name)
            if person is None:
                continue
            if trouble := self.objection(person, seen):
                self.add_error(name, trouble)
            seen.add(person)
        return cleaned

    def objection(self, person, seen):
        """Why ``person`` cannot be asked, if so."""
        if person == self.person:
            return "You cannot recommend yourself. Name somebody else."
        if person in seen:
            return f"You name {person} twice. Name somebody else here."
        if self.sending and overasked([person], timezone.now()):
            return too_many_for(person)
        return ""

    @property
    def answers(self):
        relations = {"manager": Relation.MANAGER}
        referees = [
            (relations.get(name, Relation.TEAMMATE), person)
            for name in self.referee_names
            if (person := self.cleaned_data.get(name))
        ]
        return super().answers | {"referees": referees}


class MenteeForm(TakingPartForm):
    """An enrolment as mentee: two minutes on a telephone."""

    goals = forms.CharField(
        label="What do you want to be able to do?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One or two sentences. Your mentor reads this first.",
    )
    will_challenge = forms.BooleanField(
        label="I am ready to be taught by a junior colleague",
        required=False,
        help_text="And to say what I do not know.",
    )
    commits_hours = forms.BooleanField(label="I will keep the time free", required=False)
    assistant = ColleagueField(
        label="Your assistant’s work email",
        required=False,
        help_text="They can move your sessions. They read no notes and no answers.",
    )

    side = Application.Side.MENTEE
    facts = ("goals", *TakingPartForm.facts, "assistant")
    no_topic = "Choose at least one topic."
    required_to_send = {
        "goals": "Say what you want to be able to do.",
        "will_challenge": "Say that you are ready to be taught.",
        "commits_hours": "Say that you will keep the time free.",
        "suitable_hours": "Choose at least one half-day.",
    }

    def __init__(self, *args, wave, **options):
        super().__init__(*args, wave=wave, **options)
        rhythm = f"{wave.session_count} sessions of {wave.session_minutes} minutes"
        self.fields["commits_hours"].help_text = f"{rhythm}, one every {wave.cadence_days} days."

    @property
    def needs(self):
        """The areas of which familiarity is asked; where a program names none it is asked topic by topic."""
        return [question for question in self.questions if question.sheet == Question.Sheet.NEEDS]

    @property
    def ends_of_scale(self):
        """What the first and the last step are called; the areas share their words."""
        words = self.needs[0].choices
        return f"1 is “{words[0]}”, {len(words)} is “{words[-1]}”." if words else ""

    @property
    def parts(self):
        """The numbers of the parts of the page that depend on whether areas are asked."""
        first = 4 if self.needs else 3
        return {"times": first, "word": first + 1, "all": first + 1}

    @property
    def parts_answered(self):
        """How many parts have an answer, for a page without scripts; these count while one types."""
        groups = [["goals"], [f"topic_{number}" for number in range(len(self.topic_names))]]
        if self.needs:
            groups.append([name_of(question) for question in self.needs])
        groups += [["suitable_hours"], ["will_challenge", "commits_hours"]]
        return sum(any(self[name].value() not in BLANK for name in group) for group in groups)

    def add_topic(self, number, topic, choice):
        super().add_topic(number, topic, choice)
        if not self.needs:
            self.fields[f"familiarity_{number}"] = PipsField(
                label=f"{topic}, today",
                choices=FAMILIARITY,
                initial=str(choice.familiarity if choice else 0),
            )

    def familiarity_with(self, number):
        """0 to 3 for the pairing. Areas are not topics: each is known as well as they are on average."""
        if not self.needs:
            return self.cleaned_data.get(f"familiarity_{number}", 0)
        steps = [
            (answer - 1) / max(1, len(question.choices) - 1)
            for question in self.needs
            if (answer := self.cleaned_data.get(name_of(question)))
        ]
        return round(3 * sum(steps) / len(steps)) if steps else 0

    def clean_assistant(self):
        assistant = self.cleaned_data["assistant"]
        if assistant == self.person:
            raise forms.ValidationError("Leave this empty if nobody assists you.")
        return assistant
