"""News of a program: the list, one piece of it, writing with a preview, withdrawing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import announcements as rules
from ..access import can_coordinate, require
from ..forms.community import AnnouncementForm
from ..models import Announcement, AnnouncementReading
from ..pages import page, shared_program, whole_number
from ..words import counted

ON_A_PAGE = 25


@require_GET
def announcements(request, pk):
    """The news of a program that concern the reader, latest first."""
    program = shared_program(request, pk)
    found = Announcement.objects.visible_to(request.user).filter(program=program).select_related("wave")
    context = {
        "program": program,
        "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "fresh": set(rules.fresh_for(request.user, timezone.now()).values_list("pk", flat=True)),
        "may_write": can_coordinate(request.user, program),
    }
    return page(request, "programs/community/announcements", context)


def found_announcement(request, pk):
    found = Announcement.objects.visible_to(request.user).select_related("program", "wave", "by")
    return get_object_or_404(found, pk=pk)


@require_GET
def announcement(request, pk):
    """One piece of news; a button puts it away from one's home page."""
    found = found_announcement(request, pk)
    read = AnnouncementReading.objects.filter(announcement=found, person=request.user).first()
    context = {
        "announcement": found,
        "reading": read,
        "may_put_away": read is None and found.by_id != request.user.pk and not found.withdrawn_at,
        "may_write": can_coordinate(request.user, found.program),
    }
    return page(request, "programs/community/announcement", context)


@require_POST
def announcement_reading(request, pk):
    """Put news away from one's home page."""
    rules.put_away(found_announcement(request, pk), request.user, now=timezone.now())
    return redirect("home")


@require_http_methods(["GET", "POST"])
def announcement_new(request, pk):
    """Write news; the first press shows how it reads and how many it reaches, the second publishes it."""
    program = shared_program(request, pk)
    require(can_coordinate(request.user, program))
    news = Announcement(program=program, by=request.user, published_at=timezone.now())
    form = AnnouncementForm(request.POST or None, instance=news, initial=anew(request, program))
    preview = form.is_valid()
    if preview and "publish" in request.POST:
        people = rules.publish(news)
        messages.success(request, f"It is published; a mail goes to {counted(people, 'person', 'people')}.")
        return redirect(news)
    context = {"form": form, "program": program, "preview": news if preview else None}
    if preview:
        context["people"] = rules.addressed(news).count()
    return page(request, "programs/community/announcement_form", context)


def anew(request, program):
    """What the form begins with: a withdrawn piece of news to write anew, or the wave it comes from."""
    former = whole_number(request.GET.get("from", ""))
    found = program.announcements.filter(pk=former).first() if former else None
    if found is None:
        return {"wave": whole_number(request.GET.get("wave", ""))}
    return {name: getattr(found, name) for name in ("title", "text", "wave", "audience")}


@require_POST
def announcement_withdrawal(request, pk):
    """Take news back."""
    found = found_announcement(request, pk)
    require(can_coordinate(request.user, found.program))
    rules.withdraw(found, now=timezone.now())
    messages.success(request, "It is withdrawn. Mails that have not left are not sent.")
    return redirect(reverse("announcements", args=[found.program_id]))
