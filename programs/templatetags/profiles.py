"""The sheet of a talent profile for the templates that show it."""

from django import template
from django.utils import timezone

from programs import sheets

register = template.Library()


@register.simple_tag
def sheet(person, profile):
    return sheets.sheet_of(person, profile, today=timezone.localdate())


@register.filter
def on_paper(found):
    return sheets.on_paper(found)
