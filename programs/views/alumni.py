"""Alumni: staying, leaving, who else stayed; and asking those who would take part again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from .. import alumni as rules
from ..access import can_coordinate, can_share_in, require
from ..models import Program, Wave
from ..pages import found_wave, page
from ..words import counted

ON_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def alumni(request, pk):
    """Staying in touch: alumni see each other; coordinators see those who would take part again."""
    program = get_object_or_404(Program, pk=pk)
    may_stay = rules.may_stay(request.user, program)
    if not may_stay and not can_share_in(request.user, program):
        raise Http404
    membership = program.alumni.filter(person=request.user).first()
    if request.method == "POST":
        require(may_stay)
        return answered(request, program)
    may_coordinate = can_coordinate(request.user, program)
    shown = rules.listed(program)
    if membership is None:
        shown = shown.filter(volunteers=True) if may_coordinate else shown.none()
    context = {
        "program": program,
        "may_stay": may_stay,
        "membership": membership,
        "may_coordinate": may_coordinate,
        "page_obj": Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
        "waves": rules.took_part(request.user).filter(program=program).order_by("number"),
        "recruiting": program.waves.filter(status=Wave.Status.RECRUITING) if may_coordinate else [],
    }
    return page(request, "programs/community/alumni", context)


def answered(request, program):
    """Somebody stays, says anew whether they would take part again, or leaves."""
    if "leave" in request.POST:
        rules.leave(program, request.user)
        messages.success(request, "You are off the list. You can come back at any time.")
    else:
        rules.stay(program, request.user, volunteers="volunteers" in request.POST, now=timezone.now())
        messages.success(request, "You are listed to the others who stayed.")
    return redirect(reverse("alumni", args=[program.pk]))


@require_POST
def wave_volunteers(request, pk):
    """Tell alumni who would take part again that a wave takes applications."""
    wave = found_wave(request, pk)
    require(can_coordinate(request.user, wave.program))
    if wave.status != Wave.Status.RECRUITING:
        messages.error(request, f"Wave {wave.number} takes no applications at the moment.")
    else:
        people = rules.call_volunteers(wave)
        messages.success(request, f"A mail goes to {counted(people, 'person', 'people')}.")
    return redirect(reverse("alumni", args=[wave.program_id]))
