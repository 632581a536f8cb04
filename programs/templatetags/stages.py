"""How the stages of a wave look, and what roles are called. Load with ``{% load stages %}``."""

from django import template

from ..roles import called

register = template.Library()

TONES = {
    "draft": "none",
    "recruiting": "now",
    "selecting": "info",
    "pairing": "info",
    "preparing": "info",
    "running": "ok",
    "reviewing": "watch",
    "closed": "ended",
    "cancelled": "ended",
}


@register.filter
def tone(wave):
    """The tone of a wave's status, for ``{% status_mark %}``."""
    return TONES[wave.status]


@register.filter
def role_name(role):
    return called(role.role)
