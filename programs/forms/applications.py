"""The forms of mentors who apply and of mentees who enrol, and of those who decide."""

from django import forms
from django.utils import timezone

from programs.models import HALF_DAYS, Application, Recommendation
from programs.recommendations import overasked, too_many_for

from .fields import ColleagueField, ColleaguesField, UnitsField

LEVELS = [("0", "No"), ("1", "1"), ("2", "2"), ("3", "3")]
FAMILIARITY = [(str(number), str(number)) for number in range(4)]
Relation = Recommendation.Relation


class PipsField(forms.TypedChoiceField):
    """A number chosen on a short row of buttons."""

    def __init__(self, *, label, choices, **options):
        super().__init__(
            label=label,
            choices=choices,
            coerce=int,
            empty_value=0,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "pips"}),
            **options,
        )


class TakingPartForm(forms.Form):
    """What both sides are asked. A draft may have gaps; ``sending`` asks for everything."""

    suitable_hours = forms.MultipleChoiceField(
        label="Half-days that suit you",
        choices=HALF_DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="In your own time zone. Sessions are planned inside these.",
    )
    no_go_people = ColleaguesField(
        label="People you do not want to be paired with",
        required=False,
        help_text="Work emails with commas between them. No reason is asked, and nobody but you sees this.",
    )
    no_go_units = UnitsField(
        label="Departments you do not want to be paired with",
        required=False,
        help_text="Names as in the directory, with commas between them.",
    )

    side = None
    facts = ("commits_hours", "will_challenge", "suitable_hours")
    required_to_send = {}

    def __init__(self, *args, person, wave, draft=None, sending=False, **options):
        self.person, self.wave, self.sending = person, wave, sending
        super().__init__(*args, initial=self.starting_values(draft), **options)
        self.topic_names = list(wave.program.topics)
        chosen = {choice.topic: choice for choice in draft.topics.all()} if draft else {}
        for number, topic in enumerate(self.topic_names):
            self.add_topic(number, topic, chosen.get(topic))
        self.require(True)

    def full_clean(self):
        """A draft may have gaps; on the page the same fields are never called optional."""
        self.require(self.sending)
        super().full_clean()
        self.require(True)

    def require(self, required):
        for name, sentence in self.required_to_send.items():
            self.fields[name].required = required
            self.fields[name].error_messages["required"] = sentence

    def starting_values(self, draft):
        if draft is None:
            return {}
        no_gos = list(draft.no_gos.select_related("person"))
        return {name: getattr(draft, name) for name in self.facts} | {
            "no_go_people": [each.person.email for each in no_gos if each.person],
            "no_go_units": [each.department for each in no_gos if each.department],
        }

    def add_topic(self, number, topic, choice):
        self.fields[f"topic_{number}"] = PipsField(
            label=topic, choices=LEVELS, initial=str(choice.level if choice else 0)
        )

    def clean_no_go_people(self):
        people = self.cleaned_data["no_go_people"]
        if self.person in people:
            raise forms.ValidationError("You cannot name yourself here.")
        return people

    def clean(self):
        cleaned = super().clean()
        if self.sending and not self.topics:
            self.add_error("topic_0" if self.topic_names else None, self.no_topic)
        return cleaned

    @property
    def topics(self):
        """``(topic, level, familiarity)`` of each topic that was chosen."""
        return [
            (topic, level, self.cleaned_data.get(f"familiarity_{number}", 0))
            for number, topic in enumerate(self.topic_names)
            if (level := self.cleaned_data.get(f"topic_{number}"))
        ]

    @property
    def answers(self):
        """What is stored of an application, as `applications.save_draft` takes it."""
        return {
            "facts": {name: self.cleaned_data[name] for name in self.facts},
            "topics": self.topics,
            "no_gos": (self.cleaned_data["no_go_people"], self.cleaned_data["no_go_units"]),
        }

    def topic_rows(self):
        """The fields of each topic, for the page."""
        for number in range(len(self.topic_names)):
            familiarity = f"familiarity_{number}"
            yield self[f"topic_{number}"], self[familiarity] if familiarity in self.fields else None


class MentorForm(TakingPartForm):
    """An application as mentor: what is offered, why, when, and who can speak for the applicant."""

    motivation = forms.CharField(
        label="Why do you want to be a mentor?",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    experience = forms.CharField(
        label="What have you taught or explained before?",
        help_text="A colleague, a club, an aunt: anything counts.",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
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
    facts = ("motivation", "experience", *TakingPartForm.facts, "capacity")
    no_topic = "Offer at least one topic."
    required_to_send = {
        "motivation": "Say why you want to be a mentor.",
        "commits_hours": "Say that you have four hours a month, or save the draft for later.",
        "will_challenge": "Say that you are willing to challenge.",
        "suitable_hours": "Choose at least one half-day.",
        "manager": "Enter your manager’s work email.",
    }

    def __init__(self, *args, wave, draft=None, **options):
        super().__init__(*args, wave=wave, draft=draft, **options)
        self.required_to_send = dict(self.required_to_send)
        named = self.teammates_of(draft)
        for number in range(1, wave.program.teammates_asked + 1):
            self.fields[f"teammate_{number}"] = ColleagueField(
                label=f"Teammate {number}’s work email",
                required=False,
                initial=named[number - 1] if number <= len(named) else "",
            )
            self.required_to_send[f"teammate_{number}"] = "Enter a teammate’s work email."
        self.require(True)

    def starting_values(self, draft):
        manager = self.person.manager if self.person.manager and self.person.manager.is_active else None
        if draft is None:
            return {"manager": manager}
        named = draft.recommendations.filter(relation=Relation.MANAGER).select_related("referee").first()
        return super().starting_values(draft) | {"manager": named.referee if named else manager}

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
        widget=forms.Textarea(attrs={"rows": 3}),
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

    def add_topic(self, number, topic, choice):
        super().add_topic(number, topic, choice)
        self.fields[f"familiarity_{number}"] = PipsField(
            label=f"{topic}, today", choices=FAMILIARITY, initial=str(choice.familiarity if choice else 0)
        )

    def clean_assistant(self):
        assistant = self.cleaned_data["assistant"]
        if assistant == self.person:
            raise forms.ValidationError("Leave this empty if nobody assists you.")
        return assistant


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
