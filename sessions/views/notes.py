"""The note's page: writing, posting, its versions, and what happens when two windows wrote."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs import drafts
from programs.access import require
from programs.lifecycle import NotAllowed
from programs.pages import page, whole_number

from ..access import can_confirm, can_write
from ..forms import NoteForm
from ..models import NoteVersion, SessionNote
from ..notes import Conflict, ask_to_widen, keep_note, save_note, settle_widening, typed_in
from ..workspace import note_context
from .pages import back_to, found_session


@require_http_methods(["GET", "POST"])
def note(request, pk):
    """Write a note, keep it as a draft, or post it to the readers that the button names."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    stored = SessionNote.objects.filter(session=session).first()
    if request.method == "GET":
        wanted = whole_number(request.GET.get("version", ""))
        older = NoteVersion.objects.filter(note__session=session, number=wanted).first() if wanted else None
        return page(request, "sessions/note", note_context(session, stored, older=older))
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
            page=form.cleaned_data["page"],
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
    texts = typed_in(stored)
    pairs = [(form.fields[name].label, texts.get(name, ""), name) for name in SessionNote.TEXTS]
    context["stored_texts"] = pairs
    return render(request, "sessions/note_conflict.html", context, status=409)


@require_POST
def note_draft(request, pk):
    """Keep a note while it is being written: nobody reads it, and no version is made of it."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    form = NoteForm(request.POST, instance=SessionNote(session=session, author=request.user))
    if not form.is_valid():
        return drafts.refused(" ".join(message for found in form.errors.values() for message in found))
    facts = form.cleaned_data
    try:
        kept = keep_note(
            session, author=request.user, version=facts["version"], texts=form.texts, page=facts["page"]
        )
    except Conflict as conflict:
        stored = typed_in(conflict.stored)
        texts = [
            drafts.Difference(form.fields[name].label, stored.get(name, ""), typed)
            for name, typed in form.texts.items()
            if stored.get(name, "") != typed
        ]
        return drafts.clash(conflict.stored.version, conflict.stored.updated_at, texts)
    except NotAllowed as refusal:
        return drafts.refused(str(refusal))
    return drafts.saved(kept.version, kept.updated_at)


@require_GET
def note_versions(request, pk):
    """What the note said each time its author pressed a button, and who could read it; the author's alone."""
    session = found_session(request, pk)
    stored = SessionNote.objects.filter(session=session, author=request.user).first()
    if stored is None:
        raise Http404
    labels = NoteForm._meta.labels
    versions = [
        {"version": each, "texts": [(labels[name], text) for name, text in each.texts.items() if text]}
        for each in stored.versions.all()
    ]
    context = {"session": session, "pair": session.pair, "note": stored, "versions": versions}
    return page(request, "sessions/note_versions", context)


@require_POST
def note_readers(request, pk):
    """Ask for one more reader, take that back, or answer it."""
    session = found_session(request, pk)
    deed, now = request.POST.get("do"), timezone.now()
    require(
        can_write(request.user, session)
        if deed in ("ask", "withdraw")
        else can_confirm(request.user, session)
    )
    coach, mentee = session.pair.coach.given_name, session.pair.mentee.given_name
    try:
        if deed == "ask":
            ask_to_widen(session, now=now)
            messages.success(request, f"{mentee} is asked. Until then nobody else reads it.")
        elif deed in ("withdraw", "agree", "decline"):
            seen = whole_number(request.POST.get("version", ""))
            settle_widening(session, agreed=deed == "agree", seen=seen, now=now)
            said = {
                "agree": f"{coach} can read these notes now.",
                "decline": "They stay between the two of you.",
            }
            messages.success(request, said.get(deed, "You are not asking any more."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return back_to(session, "notes")
