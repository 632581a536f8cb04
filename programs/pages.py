"""Finding the wave in an address; answering with a page, or for htmx with the part of it that changed."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from .access import can_coordinate
from .models import Wave
from .models.community import shared_with


def found_wave(request, pk):
    """A wave the reader may see, with its program, or 404. The sidebar then shows it."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("program"), pk=pk)
    request.wave = wave
    return wave


def shared_program(request, pk):
    """A program whose resources and discussions the reader shares, or 404."""
    return get_object_or_404(shared_with(request.user).select_related("contact"), pk=pk)


def wave_of_coordinator(request, pk):
    """A wave that the reader coordinates; to all others such a page is not there."""
    wave = found_wave(request, pk)
    if not can_coordinate(request.user, wave.program):
        raise Http404
    return wave


def searched(request, name="q", most=80):
    """The words somebody looks for, without the one character that no database stores."""
    return request.GET.get(name, "").replace("\0", "").strip()[:most]


def whole_number(text):
    """The whole number in an address or behind a button, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def is_htmx(request):
    return bool(request.htmx) and not request.htmx.history_restore_request


def page(request, name, context, status=200):
    """Render ``sessions/note.html``, or for htmx only the ``_note.html`` that it includes.

    A form with errors is answered with 422, so that scripts and tests can tell.
    """
    form = context.get("form")
    if status == 200 and form is not None and form.is_bound and form.errors:
        status = 422
    folder, _, leaf = name.rpartition("/")
    template = f"{folder}/_{leaf}.html" if is_htmx(request) else f"{name}.html"
    return render(request, template, context, status=status)
