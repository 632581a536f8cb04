"""The parts every page is made of: icons, people, status, dates, small pictures."""

from datetime import datetime, timedelta
from functools import cache

import nh3
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from .. import dates, glyphs

register = template.Library()

ROLE_CLASSES = {"mentor": "av-m", "mentee": "av-e"}
TONES = ("ok", "watch", "risk", "info", "now", "none", "ended")


@cache
def _sprite(_url):
    return static("icons.svg")


def _use(symbol):
    """The address of one symbol; looked up once, for a list page shows a hundred of them."""
    return f"{_sprite(settings.STATIC_URL)}#{symbol}"


@register.simple_tag
def product_name():
    return settings.PRODUCT_NAME


@register.simple_tag
def screen_css(name):
    """The style sheet of one screen, for ``{% block css %}``."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"css/screens/{name}.css"))


@register.simple_tag
def icon(name, label="", **attributes):
    """An icon beside a word is decoration; one that stands alone needs a ``label``."""
    extra = attributes.get("class", "")
    called = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308 - names come from our own templates, the label is escaped
        f'<svg class="i{f" {extra}" if extra else ""}" {called}><use href="{_use(f"i-{name}")}"/></svg>'
    )


@register.simple_tag
def shape(tone):
    """The shape of a status without its word."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"A status is one of {', '.join(TONES)}, not {tone!r}.")
    return mark_safe(f'<svg class="sh" aria-hidden="true"><use href="{_use(f"s-{tone}")}"/></svg>')  # noqa: S308


@register.simple_tag
def status_mark(tone, word, pill=False, count=None):
    """A status: a shape, a word, then a color; with ``count``, how many there are of it."""
    kind = f"st st-{tone} st-pill" if pill else f"st st-{tone}"
    number = "" if count is None else format_html("<b>{}</b> ", count)
    return format_html('<span class="{}">{}<span>{}{}</span></span>', kind, shape(tone), number, word)


def _called(person):
    """The name of a person who may also be given as plain text."""
    if isinstance(person, str):
        return person
    named = getattr(person, "name", None) or getattr(person, "get_full_name", None) or person
    return str(named() if callable(named) else named)


def initials(name):
    """First letters of the first and the last word: Amara Nwosu is AN."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.simple_tag
def avatar(person, role="", size="", photo=""):
    """Mentors are circles, mentees rounded squares, all others gray circles, hidden people a crossed eye."""
    kinds = f"av {ROLE_CLASSES.get(str(role).lower(), 'av-n')}{f' av-{size}' if size else ''}"
    if photo:
        return format_html(
            '<img class="{}" src="{}" alt="{}">', kinds, photo, _called(person) if size == "xl" else ""
        )
    if person is None:
        inside = icon("eye-off", **{"class": "i-sm"})
    else:
        inside = escape(getattr(person, "initials", None) or initials(_called(person)))
    return mark_safe(f'<span class="{kinds}" aria-hidden="true">{inside}</span>')  # noqa: S308


@register.simple_tag
def pair_glyph(mentor, mentee, size=""):
    """Mentor and mentee side by side; ``None`` hides who they are."""
    both = avatar(mentor, "mentor", size) + avatar(mentee, "mentee", size)
    return mark_safe(f'<span class="pr" aria-hidden="true">{both}</span>')  # noqa: S308


@register.simple_tag
def strip(states, label=""):
    return glyphs.strip(states, label)


@register.simple_tag
def strip_key():
    return glyphs.strip_key()


@register.simple_tag
def seven(held, booked=False, total=7):
    return glyphs.seven(held, booked=booked, total=total)


@register.simple_tag
def units(count, tone):
    return glyphs.units(count, tone)


@register.simple_tag
def bullet(value, most, mark=None, band_from=None, band_to=None):
    return glyphs.bullet(value, most, mark=mark, band_from=band_from, band_to=band_to)


# --- sorting ------------------------------------------------------------------------------------------


def _sorted_by(context):
    request = context.get("request")
    return context.get("sort") or (request.GET.get("sort", "") if request else "")


@register.simple_tag(takes_context=True)
def sort_link(context, key, label, first=""):
    """A link in a table head that sorts by ``key``, and the other way round when it already does."""
    current = _sorted_by(context)
    other = f"-{key}" if current == key else key
    query = context["request"].GET.copy()
    query["sort"] = other if current.lstrip("-") == key else f"{first}{key}"
    query.pop("page", None)
    arrow = {key: "arrow-up", f"-{key}": "arrow-down"}.get(current, "sort")
    return format_html('<a class="sort" href="?{}">{}{}</a>', query.urlencode(), label, icon(arrow))


@register.simple_tag(takes_context=True)
def aria_sort(context, key):
    """The attribute for ``<th>``: only the column the table is sorted by carries it."""
    order = {key: "ascending", f"-{key}": "descending"}.get(_sorted_by(context))
    return format_html(' aria-sort="{}"', order) if order else ""


# --- dates, in the active time zone -------------------------------------------------------------------


def _here(value):
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _day_of(value):
    value = _here(value)
    return value.date() if isinstance(value, datetime) else value


def _time(value, text):
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def when(value, now=None):
    """Today 4:00 PM; Thu 8:00 AM; Thu, Sep 24, 10:00 AM"""
    if not value:
        return ""
    at = _here(value)
    return _time(at, dates.when(at, now=_here(now) if now else timezone.localtime()))


@register.filter
def clock(value):
    return _time(_here(value), dates.clock(_here(value))) if value else ""


@register.filter
def day(value, today=None):
    """Thu, Sep 24"""
    return (
        _time(_day_of(value), dates.day(_day_of(value), today=today or timezone.localdate())) if value else ""
    )


@register.filter
def short_day(value, today=None):
    """Sep 24"""
    return (
        _time(_day_of(value), dates.short_day(_day_of(value), today=today or timezone.localdate()))
        if value
        else ""
    )


@register.filter
def time_range(value, minutes):
    """Thu, Sep 24, 10:00–10:45 AM"""
    if not value:
        return ""
    end = _here(value + timedelta(minutes=int(minutes)))
    return _time(_here(value), dates.time_range(_here(value), end, now=timezone.localtime()))


@register.filter
def clock_range(value, minutes):
    """10:00–10:45 AM"""
    if not value:
        return ""
    return _time(
        _here(value), dates.clock_range(_here(value), _here(value + timedelta(minutes=int(minutes))))
    )


@register.filter
def date_range(first, last):
    """Sep 21 – Oct 2"""
    if not first or not last:
        return ""
    return dates.date_range(_day_of(first), _day_of(last), today=timezone.localdate())


# --- text people wrote --------------------------------------------------------------------------------

# no headings: the page's outline is ours; no pictures: they would tell a stranger who reads what
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["heading", "lheading", "image"]
)
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre", "hr"}


@register.filter
def markdown(text):
    """Text with a little Markdown as safe HTML."""
    html = _markdown.render(str(text or ""))
    return mark_safe(  # noqa: S308 - cleaned in the same breath
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noreferrer noopener",
        )
    )
