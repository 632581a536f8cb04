"""Preparing a session: agenda, reading, and the mentor's hours."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from programs.access import require
from programs.lifecycle import NotAllowed

from .. import agenda as items
from ..access import can_confirm, can_write
from ..forms import AgendaItemForm, ReadingForm, TimeSpentForm
from ..models import Reading, Session, TimeSpent
from ..workspace import workspace_of
from .pages import back_to, complain, found_session


@require_POST
def agenda(request, pk):
    """Whatever button was pressed, the minutes typed beside the items are kept."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    refuse_when_over(session)
    items.change_minutes(session, typed_minutes(request, session))
    if "share" in request.POST:
        items.share(session, now=timezone.now())
        messages.success(request, f"{session.pair.mentee.given_name} now sees this agenda.")
    elif "recipe" in request.POST:
        items.use_recipe(session)
    elif "add" in request.POST:
        return add_item(request, session)
    else:
        press(session, request.POST)
    return back_to(session, "prepare")


def refuse_when_over(session):
    if session.status == Session.Status.HELD:
        raise NotAllowed("This session has been held; its agenda stays as it was.")


def typed_minutes(request, session):
    """The minutes typed beside each item; nonsense is left out."""
    found = {}
    for item in session.agenda.all():
        typed = request.POST.get(f"minutes-{item.pk}", "")
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= 240:
            found[item.pk] = int(typed[:4])
    return found


def press(session, data):
    """Move an item up or down, or take it away."""
    for name, deed in (
        ("up", lambda pk: items.shift(session, pk, by=-1)),
        ("down", lambda pk: items.shift(session, pk, by=1)),
        ("remove", lambda pk: items.remove(session, pk)),
    ):
        pressed = data.get(name, "")
        if pressed.isascii() and pressed.isdigit() and len(pressed) < 19:
            deed(int(pressed))


def add_item(request, session):
    form = AgendaItemForm(request.POST)
    if session.agenda.count() >= items.MOST_ITEMS:
        messages.error(request, f"An agenda has at most {items.MOST_ITEMS} items.")
    elif form.is_valid():
        items.add(session, **form.cleaned_data)
    else:
        return to_mend(request, session, item_form=form)
    return back_to(session, "prepare")


def to_mend(request, session, **forms):
    """The workspace again, with what was typed into one of its small forms still standing there."""
    for form in forms.values():
        complain(request, form)
    context = workspace_of(session, request.user, timezone.now()) | forms
    return render(request, "sessions/workspace.html", context, status=422)


@require_POST
def reading(request, pk):
    """Give the mentee something to read before the session."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    form = ReadingForm(request.POST, instance=Reading(session=session))
    if form.is_valid():
        form.save()
        messages.success(request, f"{session.pair.mentee.given_name} finds it on the home page.")
        return back_to(session, "reading")
    return to_mend(request, session, reading_form=form)


@require_POST
def reading_done(request, pk):
    """The mentee ticks a reading off."""
    sessions = Session.objects.visible_to(request.user)
    found = Reading.objects.filter(pk=pk, session__in=sessions).select_related("session__pair").first()
    if found is None:
        raise Http404
    require(can_confirm(request.user, found.session))
    Reading.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    messages.success(request, "Marked as read.")
    return redirect("my_pair")


@require_POST
def time_spent(request, pk):
    """The mentor's minutes for this session."""
    session = found_session(request, pk)
    require(can_write(request.user, session))
    spent = TimeSpent.objects.filter(session=session).first() or TimeSpent(session=session)
    form = TimeSpentForm(request.POST, instance=spent)
    if form.is_valid():
        TimeSpent.objects.update_or_create(session=session, defaults=form.cleaned_data)
    else:
        complain(request, form)
    return back_to(session, "hours")
