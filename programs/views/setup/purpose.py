"""Step 1: what the program is for, and the objectives that say whether it gets there."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import objectives
from ...forms.programs import ProgramForm
from ...pages import page
from .pages import frame_of, go_on, program_in_setup


@require_http_methods(["GET", "POST"])
def setup_purpose(request, pk):
    """Change a program's aims, lens, topics and contact; its objectives stand below."""
    program, wave = program_in_setup(request, pk)
    form = ProgramForm(request.POST or None, instance=program)
    if form.is_valid():
        form.save()
        messages.success(request, "Purpose and goals are saved.")
        return go_on(program, wave, "purpose")
    if form.is_bound:
        program.refresh_from_db()  # a mistake in the form is not the program's name yet
    today = timezone.localdate()
    context = {
        "form": form,
        "objectives": objectives.standing_of(program, today),
        **frame_of(program, wave, "purpose"),
    }
    return page(request, "programs/setup/purpose", context)
