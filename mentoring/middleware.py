"""What every request needs: the reader's time zone, and a page for steps that do not follow."""

import zoneinfo

from django.shortcuts import render
from django.utils import timezone

from programs.lifecycle import NotAllowed


class ReaderMiddleware:
    """Shows times in the reader's zone and keeps private pages out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.preferences = None
        if request.user.is_authenticated:
            request.preferences = getattr(request.user, "preferences", None)
            self.activate(request.user, request.preferences)
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def activate(self, user, preferences):
        try:
            timezone.activate(zoneinfo.ZoneInfo((preferences and preferences.time_zone) or user.time_zone))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):  # a directory's typing error must not hide pages
            timezone.deactivate()


class NotAllowedMiddleware:
    """Answers 409 with the sentence when a step does not follow from where things stand."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, NotAllowed):
            return render(request, "409.html", {"sentence": str(exception)}, status=409)
        return None
