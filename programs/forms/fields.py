"""Fields that several of this app's forms use."""

import re
from datetime import datetime

from django import forms
from django.db.models.functions import Lower

from programs.models import User

MOST_TAGS = 20
TAG_LENGTH = 60
NOBODY = "There is nobody at work with this address. Enter their work email."


class TagsField(forms.CharField):
    """Words with commas between them, kept as a list of at most ``most``."""

    def __init__(self, *, most=MOST_TAGS, **options):
        super().__init__(**options)
        self.most = most
        self.widget.most = most

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
        if len(value) > self.most:
            raise forms.ValidationError(f"Name at most {self.most}.")
        if too_long := next((word for word in value if len(word) > TAG_LENGTH), None):
            raise forms.ValidationError(f"Put commas between the words: “{too_long[:40]}…” is too long.")


class TagBoxes(forms.TextInput):
    """A box for each word, all under one name; what stands between commas counts as several."""

    template_name = "plain/boxes.html"
    use_fieldset = True

    def __init__(self, noun, least=4, **options):
        super().__init__(**options)
        self.noun, self.least, self.most, self.suggestions = noun, least, MOST_TAGS, ()

    def value_from_datadict(self, data, files, name):
        if hasattr(data, "getlist"):
            return ", ".join(data.getlist(name)) if name in data else None
        return data.get(name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        words = [word.strip() for word in (value or "").replace("\n", ",").split(",")]
        words = [word for word in words if word]
        boxes = max(self.least, min(len(words) + 2, self.most), len(words))
        context["widget"] |= {
            "boxes": words + [""] * (boxes - len(words)),
            "noun": self.noun,
            "is_wrong": (attrs or {}).get("aria-invalid"),
            "suggestions": self.suggestions,
        }
        return context


class MonthField(forms.CharField):
    """A month of a year, or a year alone, as one types it; kept as ``2024-06`` or ``2024``."""

    SHAPES = ("%m %Y", "%m/%Y", "%m.%Y", "%Y-%m", "%Y/%m", "%B %Y", "%b %Y", "%B, %Y", "%m-%Y")
    EARLIEST = 1940

    def prepare_value(self, value):
        """``06 2024``, as the hint says it."""
        kept = re.fullmatch(r"(\d{4})-(\d\d)", value or "")
        return f"{kept[2]} {kept[1]}" if kept else value

    def to_python(self, value):
        text = " ".join(super().to_python(value).split())
        if not text:
            return ""
        if re.fullmatch(r"[0-9]{4}", text):
            year, kept = int(text), text
        else:
            found = self.read(text)
            year, kept = found.year, f"{found.year:04}-{found.month:02}"
        if year < self.EARLIEST:
            raise forms.ValidationError(f"Enter a year from {self.EARLIEST} on.")
        return kept

    def read(self, text):
        for shape in self.SHAPES:
            try:
                return datetime.strptime(text, shape)  # noqa: DTZ007 - a month has no zone
            except ValueError:
                continue
        raise forms.ValidationError("Enter month and year, like 06 2024.")


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
