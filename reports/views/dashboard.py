"""The coordinators' page of a wave."""

from django.utils import timezone
from django.views.decorators.http import require_GET

from programs.pages import page

from .. import access
from ..overview import overview
from .figures import wave_for


@require_GET
def wave_overview(request, pk):
    """Where a wave stands, and what needs somebody now."""
    wave = wave_for(request, pk, access.can_read_overview)
    now = timezone.now()
    context = {"wave": wave, "now": now, **overview(wave, request.user, now, timezone.localdate(now))}
    return page(request, "reports/wave", context)
