"""What both sides are asked when they apply or enrol."""

from collections import defaultdict

from django import forms

from programs.answers import asked_of, carried, outgrown
from programs.drafts import Stand, new_page
from programs.models import HALF_DAYS, Application

from .fields import ColleaguesField, UnitsField
from .questionnaire import field_for, initial_for, name_of

LEVELS = [("0", "No"), ("1", "1"), ("2", "2"), ("3", "3")]


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
    """What both sides are asked, with the program's own questions.

    A draft may have gaps, and keeps even what does not fit its field; ``sending`` asks for everything.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False)
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
        self.person, self.wave, self.draft, self.sending = person, wave, draft, sending
        self.questions = asked_of(self.side, wave.program)
        self.required_to_send = dict(self.required_to_send)
        super().__init__(*args, initial=self.starting_values(draft), **options)
        self.topic_names = list(wave.program.topics)
        chosen = {choice.topic: choice for choice in draft.topics.all()} if draft else {}
        for number, topic in enumerate(self.topic_names):
            self.add_topic(number, topic, chosen.get(topic))
        self.add_questions(draft)
        self.add_fields_of_side(draft)
        self.show_unfinished(draft)
        self.require(True)

    # --- what is shown

    def starting_values(self, draft):
        first = {"version": str(stand_of(self.person, draft, new_page())), "asked": self.wording}
        if draft is None:
            return first
        no_gos = list(draft.no_gos.select_related("person"))
        return {name: getattr(draft, name) for name in self.facts} | {
            **first,
            "no_go_people": [each.person.email for each in no_gos if each.person],
            "no_go_units": [each.department for each in no_gos if each.department],
        }

    @property
    def wording(self):
        """Which rows are asked, so that nobody answers a question in words they have not read."""
        return ".".join(str(question.pk) for question in self.questions)

    def add_topic(self, number, topic, choice):
        self.fields[f"topic_{number}"] = PipsField(
            label=topic, choices=LEVELS, initial=str(choice.level if choice else 0)
        )

    def add_questions(self, draft):
        answers = carried(draft, self.questions) if draft else {}
        earlier = outgrown(draft, self.questions) if draft else {}
        for question in self.questions:
            name = name_of(question)
            field = self.fields[name] = field_for(question)
            if question.pk in answers:
                field.initial = initial_for(question, answers[question.pk])
            if words := earlier.get(question.pk):
                field.help_text = f"{question.hint} To an earlier wording you answered: “{words}”".strip()
            if question.is_required:
                self.required_to_send[name] = f"Answer this: {question.text}"

    def add_fields_of_side(self, draft):
        """What only one side is asked."""

    def show_unfinished(self, draft):
        for name, values in (draft.unfinished if draft else {}).items():
            if field := self.fields.get(name):
                is_list = isinstance(field, forms.MultipleChoiceField)
                self.initial[name] = values if is_list else values[-1]

    @property
    def sheets(self):
        """The questions of each sheet as fields, for the page."""
        found = defaultdict(list)
        for question in self.questions:
            found[question.sheet].append(self[name_of(question)])
        return dict(found)

    def topic_rows(self):
        """The fields of each topic, for the page."""
        for number in range(len(self.topic_names)):
            familiarity = f"familiarity_{number}"
            yield self[f"topic_{number}"], self[familiarity] if familiarity in self.fields else None

    # --- what is sent

    def full_clean(self):
        """A draft may have gaps; on the page the same fields are never called optional."""
        self.require(self.sending)
        super().full_clean()
        self.require(True)

    def require(self, required):
        for name, sentence in self.required_to_send.items():
            self.fields[name].required = required
            self.fields[name].error_messages["required"] = sentence

    def clean_no_go_people(self):
        people = self.cleaned_data["no_go_people"]
        if self.person in people:
            raise forms.ValidationError("You cannot name yourself here.")
        return people

    def clean(self):
        cleaned = super().clean()
        if self.sending and not self.topics:
            self.add_error("topic_0" if self.topic_names else None, self.no_topic)
        if self.sending and cleaned.get("asked") != self.wording:
            self.add_error(
                None, "The questions have changed since you opened this. Read them again, then send."
            )
        return cleaned

    @property
    def stand(self):
        """What the page had in front of it; None when it was not one of this person's."""
        found = Stand.read(self.cleaned_data.get("version"))
        return found if found and found.person == self.person.pk else None

    @property
    def topics(self):
        """``(topic, level, familiarity)`` of each topic that was chosen."""
        return [
            (topic, level, self.familiarity_with(number))
            for number, topic in enumerate(self.topic_names)
            if (level := self.cleaned_data.get(f"topic_{number}"))
        ]

    def familiarity_with(self, number):
        return 0

    @property
    def answers(self):
        """What is stored of an application, as `applications.save_draft` takes it."""
        said = self.cleaned_data
        return {
            "facts": {name: said.get(name, default_of(name)) for name in self.facts},
            "topics": self.topics,
            "no_gos": (said.get("no_go_people", []), said.get("no_go_units", [])),
            "answers": {question: said.get(name_of(question)) for question in self.questions},
            "unfinished": self.unfinished,
        }

    @property
    def unfinished(self):
        """What was typed into fields and does not fit them yet; PostgreSQL's JSON keeps no NUL."""
        return {
            name: [value.replace("\0", "") for value in values]
            for name in self.errors
            if name in self.fields and any(values := self.data.getlist(self.add_prefix(name)))
        }


def stand_of(person, draft, page):
    return Stand(person.pk, draft.pk if draft else 0, draft.version if draft else 0, page)


def default_of(name):
    return Application._meta.get_field(name).get_default()
