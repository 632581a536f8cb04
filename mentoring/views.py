"""The front door itself: where each role lands, help, health."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from programs import outbox
from programs.models import Notice, Wave

from .frame import current_part, current_wave
from .roles import parts_of


@require_GET
@login_not_required
def home(request):
    """Send everybody to the page that says what is asked of them now."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    parts = parts_of(request.user)
    part = current_part(request, parts)
    wave = current_wave(request, part)
    if part.key == "coordinator":
        return redirect(wave) if wave else redirect("programs")
    if part.key == "coach":
        return redirect("caseload")
    if part.key in ("mentor", "mentee"):
        return redirect("my_pair")
    if part.key in ("steering", "sponsor") and wave:
        return redirect("impact", wave.pk)
    if part.key == "assistant":
        return redirect("my_schedule")
    if part.key == "administrator":
        return redirect("directory_imports")
    return render(
        request,
        "mentoring/start.html",
        {"open_waves": Wave.objects.open_for_applications().select_related("program")},
    )


@require_POST
def switch_role(request):
    """Look at the program in another of one's own roles."""
    key = request.POST.get("role")
    if key in {part.key for part in parts_of(request.user)}:
        request.session["role"] = key
        request.session.pop("wave", None)
    else:
        messages.error(request, "You do not hold that role.")
    return redirect("home")


@require_GET
def help_page(request):
    """Whom to ask, and what the words mean."""
    waves = Wave.objects.visible_to(request.user).select_related("program__contact")
    contacts = {wave.program: wave.program.contact for wave in waves if wave.program.contact}
    return render(request, "mentoring/help.html", {"contacts": contacts})


@require_GET
@login_not_required
def health(request):
    """The process answers."""
    return JsonResponse({"ok": True})


@require_GET
@login_not_required
def ready(request):
    """Whether database and broker answer, and how old the oldest waiting message is. No personal data."""
    state = {"database": database_answers(), "broker": outbox.broker_answers()}
    if state["database"]:
        oldest = (
            Notice.objects.due(timezone.now()).order_by("due_at").values_list("due_at", flat=True).first()
        )
        state["oldest_waiting_seconds"] = int((timezone.now() - oldest).total_seconds()) if oldest else 0
        state["given_up"] = Notice.objects.filter(delivery=Notice.Delivery.GIVEN_UP).count()
    return JsonResponse(state, status=200 if state["database"] else 503)


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever keeps it from answering, the answer is no
        return False
    return True
