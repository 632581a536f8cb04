"""Answering with a page, or for htmx with the part of it that changed."""

from django.shortcuts import render


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
