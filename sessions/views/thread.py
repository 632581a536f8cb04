"""The thread of a pair: its two members write and read; for everybody else it is closed."""

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pairing.models import Pair
from programs.access import require
from programs.lifecycle import NotAllowed
from programs.pages import is_htmx, page

from ..forms import MessageForm
from ..models import Message, MessageFile
from ..threads import mark_read, may_write, take_back_message, unread, write_message

TO_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def thread(request, pk):
    """Read, the latest on top, and write."""
    pair = Pair.objects.visible_to(request.user).select_related("mentor", "mentee", "wave__program")
    pair = get_object_or_404(pair, pk=pk)
    require(pair.has_member(request.user))
    request.wave, now = pair.wave, timezone.now()
    if request.POST.get("do") == "read":
        mark_read(pair, request.user, now=now)
        return HttpResponse(status=204) if is_htmx(request) else redirect("thread", pair.pk)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            write_message(pair, by=request.user, **form.parts, now=now)
            return redirect("thread", pair.pk)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    files = Prefetch("files", MessageFile.objects.defer("content"))
    found = Message.objects.filter(pair=pair).select_related("by").prefetch_related(files)
    found = Paginator(found.order_by("-at", "-pk"), TO_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "is_new": unread(request.user).filter(pk=pair.pk).exists(),
        "pair": pair,
        "partner": pair.partner_of(request.user),
        "page_obj": found,
        "form": form if may_write(pair, request.user) else None,
    }
    return page(request, "sessions/thread", context)


def own_or_404(request, **what):
    """A file of a thread that the reader is in."""
    found = MessageFile.objects.select_related("message__pair").filter(**what).first()
    if found is None or not found.message.pair.has_member(request.user):
        raise Http404
    return found


@require_safe
def message_file(request, pk):
    """A file, always as a download: what somebody sends never opens on our pages."""
    found = own_or_404(request, pk=pk)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(found.content, content_type="application/octet-stream", headers=headers)


@require_POST
def message_removal(request, pk):
    """Take back what one wrote."""
    message = Message.objects.select_related("pair").filter(pk=pk).first()
    if message is None or not message.pair.has_member(request.user):
        raise Http404
    require(message.by_id == request.user.pk)
    try:
        take_back_message(message, by=request.user, now=timezone.now())
        toasts.success(request, "Taken back.")
    except NotAllowed as refusal:
        toasts.error(request, str(refusal))
    return redirect("thread", message.pair_id)
