"""Fields that several of this app's forms use."""

from django import forms
from django.db.models.functions import Lower

from programs.models import User

MOST_TAGS = 20
TAG_LENGTH = 60
NOBODY = "There is nobody at work with this address. Enter their work email."


class TagsField(forms.CharField):
    """Words with commas between them, kept as a list."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value)
        if "\x00" in text:
            raise forms.ValidationError("This contains a character that cannot be kept.")
        words = (" ".join(word.split()) for word in text.replace("\n", ",").split(","))
        found = {}
        for word in words:
            if word:
                found.setdefault(word.casefold(), word)
        return list(found.values())

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_TAGS:
            raise forms.ValidationError(f"Name at most {MOST_TAGS}.")
        if too_long := next((word for word in value if len(word) > TAG_LENGTH), None):
            raise forms.ValidationError(f"Put commas between the words: “{too_long[:40]}…” is too long.")


class ColleagueField(forms.EmailField):
    """A colleague, named by work email. Unknown and former colleagues are answered alike."""

    def prepare_value(self, value):
        return value.email if isinstance(value, User) else value

    def clean(self, value):
        address = super().clean(value)
        if not address:
            return None
        found = User.objects.employed().filter(email__iexact=address).first()
        if found is None:
            raise forms.ValidationError(NOBODY)
        return found


class ColleaguesField(TagsField):
    """Several colleagues, by work email with commas between them."""

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(getattr(each, "email", each) for each in value)
        return value

    def clean(self, value):
        addresses = super().clean(value)
        found = {
            person.email.lower(): person
            for person in User.objects.employed()
            .annotate(address=Lower("email"))
            .filter(address__in=[address.lower() for address in addresses])
        }
        if unknown := [address for address in addresses if address.lower() not in found]:
            raise forms.ValidationError(f"There is nobody at work with this address: {unknown[0]}.")
        return [found[address.lower()] for address in addresses]


class UnitsField(TagsField):
    """Departments, lines of business or functions, by name with commas between them."""

    def clean(self, value):
        known = {}
        for column in ("function", "line_of_business", "department"):
            names = User.objects.employed().exclude(**{column: ""}).order_by().values_list(column, flat=True)
            known |= {name.casefold(): name for name in names.distinct()}
        wanted = super().clean(value)
        if unknown := [name for name in wanted if name.casefold() not in known]:
            raise forms.ValidationError(f"There is no department called {unknown[0]}.")
        return [known[name.casefold()] for name in wanted]
