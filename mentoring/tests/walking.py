"""Walking the product by HTTP: open a page, fill in its form as it stands, send it."""

import io
import re

from django.test import Client
from django.urls import reverse
from PIL import Image

from programs.answers import asked_of
from programs.forms.questionnaire import name_of


class Walker:
    """One person with a browser of their own."""

    def __init__(self, person):
        self.person = person
        self.client = Client()
        self.client.force_login(person)

    def open(self, name, /, *args, query=""):
        response = self.client.get(reverse(name, args=args) + query)
        assert response.status_code == 200, (name, args, response.status_code)
        return response

    def send(self, name, /, *args, query="", form="form", **changes):
        """Fill the page's form with what stands in it and ``changes``, and send it; it must be accepted."""
        url = reverse(name, args=args) + query
        shown = self.client.get(url)
        assert shown.status_code == 200, (url, shown.status_code)
        return self.post(url, {**values_of(shown.context[form]), **changes})

    def press(self, name, /, *args, **data):
        """Press a button that is a form of its own."""
        return self.post(reverse(name, args=args), data)

    def post(self, url, data):
        response = self.client.post(url, data)
        assert response.status_code in (200, 302), (url, response.status_code, errors_in(response))
        return response


def answers_to(program, side):
    """Something to say to every question of a program's form."""
    found = {}
    for question in asked_of(side, program):
        words = {
            "scale": "2",
            "yes_no": "yes",
            "choice": question.choices[:1],
            "choices": question.choices[:1],
        }
        found[name_of(question)] = words.get(question.kind, "I like to explain things.")
    return found


def values_of(form):
    """What a browser would send for a form nobody touched."""
    found = {}
    for field in form:
        value = field.value()
        if hasattr(field.field, "prepare_value"):
            value = field.field.prepare_value(value)
        is_empty = value is None or value is False or value in ("", [])
        if not is_empty and not hasattr(value, "read"):
            found[field.html_name] = value
    return found


def errors_in(response):
    if not response.context:
        return response.content[:500]
    form = response.context.get("form")
    return form.errors.as_text() if form is not None else response.context.get("sentence")


def links_in(text):
    """The paths of the addresses in a mail."""
    return re.findall(r"https?://[^/\s]+(/\S*)", text)


def photo():
    """A small picture, as somebody would upload it."""
    file = io.BytesIO()
    Image.new("RGB", (400, 400), "#0b5368").save(file, "JPEG")
    file.seek(0)
    file.name = "me.jpg"
    return file
