"""Step 5: how long things are kept, who sees what, and what is never shown."""

from datetime import timedelta

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import readers, starting
from ...forms.setup import ConfidentialityForm
from ...pages import page
from .pages import frame_of, go_on, program_in_setup


@require_http_methods(["GET", "POST"])
def setup_confidentiality(request, pk):
    """Change what is kept how long; the table beneath says who reads what, by the rules in force."""
    program, wave = program_in_setup(request, pk)
    form = ConfidentialityForm(request.POST or None, instance=program, wave=wave)
    if form.is_valid():
        starting.change_confidentiality(program, wave, form.cleaned_data)
        messages.success(request, "Confidentiality is saved.")
        return go_on(program, wave, "confidentiality")
    if form.is_bound:
        program.refresh_from_db()
    context = {
        "form": form,
        "roles": readers.ROLES,
        "rows": readers.rows(),
        "promises": readers.promises(),
        "ends": ends_of(program, wave) if wave else None,
        **frame_of(program, wave, "confidentiality"),
    }
    return page(request, "programs/setup/confidentiality", context)


def ends_of(program, wave):
    """The days on which the things of a wave go."""
    return {
        "recommendations": wave.selection_ends_on + timedelta(days=program.recommendations_kept_days),
        "thinned": months_after(wave.review_ends_on, program.retention_months),
        "today": timezone.localdate(),
    }


def months_after(day, months):
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
