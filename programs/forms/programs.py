"""Forms for programs, the people who run them, and their guidelines."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from ..editing import fingerprint
from ..models import Program, ProgramRole, User

MOST_TOPICS = 40


def plain_helper(*layout):
    """The fields in their order, without the form's own tag and buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


class PersonByEmail(forms.EmailField):
    """Somebody of the directory, named by email address."""

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return None
        person = User.objects.employed().filter(email__iexact=value).first()
        if person is None:
            raise forms.ValidationError(f"Nobody in the directory has the address {value}.")
        return person

    def prepare_value(self, value):
        return value.email if isinstance(value, User) else value


class ProgramForm(forms.ModelForm):
    name = forms.CharField(
        label="Name",
        max_length=80,
        error_messages={"required": "Give the program a name."},
        widget=forms.TextInput(attrs={"class": "in-m"}),
    )
    purpose = forms.CharField(
        label="Purpose",
        help_text="What should be different when the program has done its work.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what the program is for."},
    )
    problem = forms.CharField(
        label="The problem to solve",
        help_text="What is wrong today, and for whom.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    business_case = forms.CharField(
        label="Business case", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    topics = forms.CharField(
        label="Topics",
        help_text="What mentors may offer and mentees may want, one a line.",
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    teammates_asked = forms.IntegerField(
        label="Teammates asked about a mentor",
        help_text="Besides the manager.",
        min_value=0,
        max_value=5,
        widget=forms.NumberInput(attrs={"class": "in-xs"}),
    )
    contact = PersonByEmail(
        label="Contact", required=False, help_text="Email address of whom people ask. You, if left empty."
    )
    sponsor = PersonByEmail(
        label="Sponsor", required=False, help_text="Email address. More people can be added later."
    )

    class Meta:
        model = Program
        fields = [
            "name",
            "purpose",
            "problem",
            "business_case",
            "lens",
            "topics",
            "teammates_asked",
            "contact",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lens"].label = "What the program looks at"
        people = ["contact", "sponsor"]
        if self.instance.pk:
            del self.fields["sponsor"]
            people = ["contact"]
            self.initial["topics"] = "\n".join(self.instance.topics)
            self.initial["contact"] = self.instance.contact
        self.helper = plain_helper(
            Fieldset("Aims", "name", "purpose", "problem", "business_case", "lens"),
            Fieldset("Topics and recommendations", "topics", "teammates_asked"),
            Fieldset("People", Row(*people) if len(people) == 2 else people[0]),
        )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Program.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise forms.ValidationError(f"There is a program called {name} already. Choose another name.")
        return name

    def clean_topics(self):
        """One topic a line; a line said twice counts once, whatever its capitals."""
        topics = {}
        for line in self.cleaned_data["topics"].splitlines():
            words = " ".join(line.split())
            if len(words) > 80:
                raise forms.ValidationError(
                    f"“{words[:40]}…” is too long for a topic: 80 characters at most."
                )
            if words:
                topics.setdefault(words.lower(), words)
        if len(topics) > MOST_TOPICS:
            raise forms.ValidationError(
                f"{len(topics)} topics are more than anybody reads: {MOST_TOPICS} at most."
            )
        return list(topics.values())

    @property
    def facts(self):
        """What was filled in, as fields of a program."""
        return {
            name: self.cleaned_data[name] for name in self.Meta.fields if self.cleaned_data[name] is not None
        }


class RoleForm(forms.Form):
    """Somebody found in the directory, and the part they take."""

    person = forms.ModelChoiceField(
        User.objects.employed(),
        error_messages={
            "required": "Choose somebody from the directory.",
            "invalid_choice": "This person is not in the directory.",
        },
    )
    role = forms.ChoiceField(choices=ProgramRole.Role.choices)
    capacity = forms.IntegerField(label="Pairs, at most", min_value=1, max_value=40, required=False)


class GuidelinesForm(forms.Form):
    """The text of one side's guidelines; ``opened`` says which text the writer started from."""

    text = forms.CharField(
        label="Text",
        help_text="Markdown: ## begins a section, - a list item, **bold**.",
        widget=forms.Textarea(attrs={"rows": 26}),
        max_length=20_000,
        error_messages={"required": "Guidelines without words guide nobody."},
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, text):
        super().__init__(data, initial={"text": text, "opened": fingerprint(text)})
        self.helper = plain_helper("text", "opened")

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()
