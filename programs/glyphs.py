"""Small pictures made on the server: plain numbers in, SVG out.

Color comes from classes, so that both themes and print work.
"""

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CELL = 24  # one session in the strip, gap included
STEP = 40  # one pair in the mentee's row of progress
UNIT = 29  # one pair in a unit chart
UNITS_IN_A_ROW = 8
MOST_UNITS = 48  # beyond this nobody counts shapes; the number beside them must do

STRIP_WORDS = {
    "noted": gettext_lazy("held, notes in"),
    "held": gettext_lazy("held, notes due"),
    "booked": gettext_lazy("booked"),
    "late": gettext_lazy("window passed"),
    "todo": gettext_lazy("to come"),
    "ended": gettext_lazy("concluded"),
}


def strip_cell(state, x):
    """The shapes of one session, the cell starting at ``x``."""
    outline = f'<rect x="{x + 2.75}" y="2.75" width="18.5" height="18.5" rx="4.5" class="%s"/>'
    match state:
        case "noted" | "todo":
            kind = "k-held" if state == "noted" else "k-todo"
            return f'<rect x="{x + 2}" y="2" width="20" height="20" rx="5" class="{kind}"/>'
        case "held":
            return outline % "k-box" + f'<path d="M{x + 3} 21.2V2.8L{x + 21.2} 21.2z" class="k-half"/>'
        case "booked":
            return outline % "k-book" + f'<circle cx="{x + 12}" cy="12" r="3" class="k-dot"/>'
        case "late":
            return outline % "k-late" + f'<path d="M{x + 12} 7.2v5.6M{x + 12} 16.4v.1" class="k-bang"/>'
        case "ended":
            return outline % "k-end" + f'<path d="M{x + 8.5} 12h7" class="k-dash"/>'
    raise ValueError(f"A session strip knows {', '.join(STRIP_WORDS)}, not {state!r}.")


def strip(states, label=""):
    """One row of sessions with one text alternative for all of it."""
    states = list(states)
    width = len(states) * CELL + 2
    if not label:
        said = "; ".join(f"{number} {STRIP_WORDS[state]}" for number, state in enumerate(states, start=1))
        label = _("Sessions: %(list)s") % {"list": said}
    cells = "".join(strip_cell(state, index * CELL) for index, state in enumerate(states))
    return mark_safe(  # noqa: S308 - numbers and our own words; the label is escaped
        f'<svg class="strip" width="{width}" height="24" viewBox="0 0 {width} 24" role="img" '
        f'aria-label="{escape(label)}">{cells}</svg>'
    )


def strip_key():
    """Every state of the strip once, with its word, as list items."""
    frame = '<svg class="strip" width="22" height="24" viewBox="1 0 22 24" aria-hidden="true">'
    items = (
        f"<li>{frame}{strip_cell(state, 0)}</svg><span>{escape(capfirst(word))}</span></li>"
        for state, word in STRIP_WORDS.items()
    )
    return mark_safe("".join(items))  # noqa: S308


def seven(held, *, booked=False, total=7):
    """A mentee's progress: one mentor circle and one mentee square for each session."""
    width = total * STEP - 6
    shapes = []
    for index in range(total):
        state = "s7-held" if index < held else "s7-book" if booked and index == held else "s7-todo"
        x = index * STEP
        shapes.append(
            f'<circle cx="{x + 9}" cy="10" r="7.5" class="{state} s7-m"/>'
            f'<rect x="{x + 18}" y="2.5" width="15" height="15" rx="4" class="{state} s7-e"/>'
        )
    said = _("%(held)s of %(total)s sessions held") % {"held": held, "total": total}
    if booked and held < total:
        said = _("%(said)s, next one booked") % {"said": said}
    return mark_safe(  # noqa: S308
        f'<svg class="s7" viewBox="0 0 {width} 20" role="img" aria-label="{escape(said)}">'
        f"{''.join(shapes)}</svg>"
    )


def units(count, tone):
    """``count`` pairs as shapes, eight to a row. The number itself stands beside them as text."""
    if count > MOST_UNITS:
        return ""
    rows = []
    for first in range(0, count, UNITS_IN_A_ROW):
        many = min(UNITS_IN_A_ROW, count - first)
        shapes = "".join(
            f'<circle cx="{i * UNIT + 5.5}" cy="6" r="5" class="u-{tone}"/>'
            f'<rect x="{i * UNIT + 12.5}" y="1" width="10" height="10" rx="2.6" class="u-{tone}"/>'
            for i in range(many)
        )
        width = many * UNIT
        rows.append(
            f'<svg class="units" width="{width}" height="12" viewBox="0 0 {width} 12" aria-hidden="true">'
            f"{shapes}</svg>"
        )
    return mark_safe(f'<span class="uwrap">{"".join(rows)}</span>')  # noqa: S308


def bullet(value, most, *, mark=None, band_from=None, band_to=None, width=220):
    """A bar of ``value`` in ``most`` with a mark for the plan, or a band for the usual range."""

    def place(number):
        return round(width * min(max(number, 0), most) / most, 1) if most else 0

    parts = [f'<rect y="3" width="{width}" height="6" rx="3" class="f-b1"/>']
    if band_from is not None and band_to is not None:
        x = place(band_from)
        band = round(place(band_to) - x, 1)
        parts.append(f'<rect x="{x}" width="{band}" height="12" rx="2" class="f-b3"/>')
    if place(value):
        parts.append(f'<rect y="3" width="{place(value)}" height="6" rx="3" class="f-brand"/>')
    if mark is not None:
        parts.append(f'<rect x="{min(place(mark), width - 2)}" width="2" height="12" class="f-ink"/>')
    return mark_safe(  # noqa: S308
        f'<svg class="bullet" viewBox="0 0 {width} 12" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )
