"""One's own calendar address: make it, renew it, take it down; and the file behind it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from programs.pages import page

from ..feeds import feed_of, owner_of, renew, take_down, token_of
from ..models import CalendarFeed


@require_http_methods(["GET", "POST"])
def my_calendar(request):
    """The address that a calendar program subscribes to."""
    if request.method == "POST":
        if request.POST.get("do") == "take_down":
            take_down(request.user)
            messages.success(request, "The address answers nothing any more.")
        elif request.POST.get("do") == "renew":
            renew(request.user, now=timezone.now())
            messages.success(request, "This is your new address. Any former one answers nothing any more.")
        return redirect("my_calendar")
    feed = CalendarFeed.objects.filter(person=request.user).first()
    address = f"{settings.SITE_URL}{reverse('calendar_feed', args=[token_of(feed)])}" if feed else ""
    return page(request, "sessions/my_calendar", {"feed": feed, "address": address})


@require_safe
@login_not_required
def calendar_feed(request, token):
    """The calendar file of whoever the address belongs to."""
    person = owner_of(token)
    if person is None:
        raise Http404
    content = feed_of(person, now=timezone.now())
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="verso.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
