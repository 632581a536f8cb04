"""A session that ends while somebody writes costs nothing: what they sent waits for them (X2).

A cookie names, signed, who was signed in here last; it opens nothing. A form that comes without a session is
kept for that person alone. After signing in they are led to where it was sent, and shown what they typed
instead, with the button that sends it. Whoever else signs in on the same machine sees nothing of it.
"""

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.models import TypedForm, User
from programs.typed_forms import keep

COOKIE = "__Host-writer" if settings.SECURE_COOKIES else "writer"
REMEMBERED = 7 * 24 * 60 * 60  # seconds
HELD = "typed"
# passwords and codes are never kept; the admin signs in by itself
NEVER = ("/accounts/", "/admin/")
# what pages say to us, not people
OURS = {"csrfmiddlewaretoken", "version", "asked"}


class TypedFormMiddleware:
    """Stands between the check of the token and that of the sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.last_reader = writer_of(request)
        response = self.get_response(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.delete_cookie(COOKIE)
        elif request.user.is_authenticated and request.last_reader != request.user.pk:
            response.set_cookie(
                COOKIE,
                signing.dumps(request.user.pk, salt=COOKIE),
                max_age=REMEMBERED,
                httponly=True,
                secure=settings.SECURE_COOKIES,
                samesite="Lax",
            )
        return response

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated:
            return self.bring_back(request)
        if request.method == "POST" and getattr(view, "login_required", True) and is_by_hand(request):
            self.keep(request)
        return None

    def keep(self, request):
        person = request.last_reader
        if person is None or not User.objects.employed().filter(pk=person).exists():
            return
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        had_files = bool(request.FILES)
        path = request.get_full_path()
        kept = keep(person, path, fields, had_files=had_files, now=timezone.now())
        if kept:
            request.session[HELD] = [kept.pk, path]

    def bring_back(self, request):
        """Where the form was sent, show it; once it is sent again, let go of it."""
        pk, path = request.session.get(HELD, (None, None))
        if path != request.get_full_path():
            return None
        if request.method == "POST":
            TypedForm.objects.filter(pk=pk, person=request.user).delete()
        elif request.method == "GET" and TypedForm.objects.filter(pk=pk, person=request.user).exists():
            return redirect("typed_form", pk)
        if request.method in ("GET", "POST"):
            del request.session[HELD]
        return None


def is_by_hand(request):
    """Somebody pressed a button: not a script that saves or changes a part, which stays where it is."""
    by_script = request.headers.get("HX-Request") or "application/json" in request.headers.get("Accept", "")
    return not by_script and not request.path.startswith(NEVER)


def writer_of(request):
    """Whoever was signed in here last, by the cookie; None when it is missing, old or not ours."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=REMEMBERED)
    except signing.BadSignature:
        return None


@require_http_methods(["GET", "POST"])
def typed_form(request, pk):
    """What one typed before the session ended: send it, or let it go."""
    kept = get_object_or_404(TypedForm, pk=pk, person=request.user)
    if request.method == "POST":
        kept.delete()
        request.session.pop(HELD, None)
        messages.success(request, "What you had typed is gone.")
        return redirect("home")
    said = [
        (name.replace("_", " ").replace("-", " "), value)
        for name, value in kept.fields
        if name not in OURS and value not in ("", "on", "0", "1")
    ]
    return render(request, "mentoring/typed_form.html", {"kept": kept, "said": said})
