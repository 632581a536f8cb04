"""The note's page: writing, posting, and what happens when two windows wrote."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.pages import page

from ..access import can_write
from ..forms import NoteForm
from ..models import SessionNote
from ..notes import Conflict, save_note
from ..workspace import note_context
from .pages import back_to, found_session


@require_http_methods(["GET", "POST"])
def note(request, pk):
    """Write a note, keep it as a draft, or post it to the readers that the button names."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    stored = SessionNote.objects.filter(session=session).first()
    if request.method == "GET":
        return page(request, "sessions/note", note_context(session, stored))
    form = NoteForm(request.POST, instance=SessionNote(session=session, author=request.user))
    if not form.is_valid():
        return page(request, "sessions/note", note_context(session, stored, form))
    try:
        saved = save_note(
            session,
            author=request.user,
            version=form.cleaned_data["version"],
            texts=form.texts,
            sharing=form.cleaned_data["sharing"],
            post=bool(form.cleaned_data["post"]),
            now=timezone.now(),
        )
    except Conflict as conflict:
        return conflicting(request, session, conflict.stored, form)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return page(request, "sessions/note", note_context(session, stored, form))
    messages.success(request, told(session, saved))
    return back_to(session, "notes")


def told(session, note):
    """What became of the note, naming its readers."""
    if note.posted_at is None:
        return "Your draft is saved. Only you can read it."
    mentee, coach = session.pair.mentee.given_name, session.pair.coach.given_name
    if note.sharing == SessionNote.Sharing.COACH:
        return f"Posted to {mentee}, {coach} and you."
    return f"Posted to {mentee} and you."


def conflicting(request, session, stored, form):
    """Both texts side by side; the author chooses, and saving then starts from what stands there now."""
    data = form.data.copy()
    data["version"] = stored.version
    context = note_context(session, stored, NoteForm(data, instance=form.instance))
    pairs = [(form.fields[name].label, getattr(stored, name), name) for name in SessionNote.TEXTS]
    context["stored_texts"] = pairs
    return render(request, "sessions/note_conflict.html", context, status=409)
