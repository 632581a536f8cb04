"""Numbers as people write them."""

from django import template

register = template.Library()


@register.filter
def normal(value):
    """A number without the zeros that its column adds: 70.00 is 70, 2.50 is 2.5."""
    if value is None:
        return ""
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
