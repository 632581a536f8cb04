"""What the form templates in ``templates/plain/`` need to know about a field."""

from django import forms, template

register = template.Library()

CONTROL_CLASSES = (
    (forms.Textarea, "ta"),
    ((forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple), ""),
    (forms.Select, "sel"),
    (forms.FileInput, "file"),
    (forms.Widget, "in"),
)


@register.filter
def layout(field):
    """How a field is laid out: ``check``, ``choices``, ``group`` (several inputs) or ``line``."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "group" if _is_group(widget) else "line"


def _is_group(widget):
    return widget.use_fieldset and not isinstance(widget, forms.FileInput)


@register.filter
def control(field):
    """The input itself, with the class of its family and whatever class the form gave it."""
    widget = field.field.widget
    family = next(name for types, name in CONTROL_CLASSES if isinstance(widget, types))
    classes = " ".join(filter(None, [family, widget.attrs.get("class")]))
    attrs = {"class": classes} if classes else {}
    if isinstance(widget, forms.FileInput) and field.aria_describedby:
        attrs["aria-describedby"] = (
            field.aria_describedby
        )  # Django leaves it out for what it takes for a fieldset
    return field.as_widget(attrs=attrs)


@register.filter
def choice_style(field):
    """How a group of choices looks; a class on the widget asks for ``tiles``, ``scale`` or ``pips``."""
    wanted = (field.field.widget.attrs.get("class") or "").split()
    return next((style for style in ("tiles", "scale", "pips") if style in wanted), "list")


@register.filter
def halves(label):
    """``Only me|Private working notes`` in two: what it is, and the words that explain it."""
    name, _, explanation = str(label).partition("|")
    return [name, explanation]


@register.filter
def anchor(field):
    """The id an error link leads to: the input, or the first one of a group."""
    return f"{field.auto_id}_0" if _is_group(field.field.widget) else field.id_for_label or field.auto_id


@register.filter
def problems(form):
    """Everything wrong with a form in page order, as ``(id or None, message)``."""
    found = [(None, message) for message in form.non_field_errors()]
    for field in form:
        found += [(None if field.is_hidden else anchor(field), message) for message in field.errors]
    return found
