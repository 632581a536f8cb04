"""A part of step 3: what the sessions of a wave are about."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ...access import require
from ...forms.waves import LessonForm
from ...models import CurriculumSession
from ...pages import page
from .pages import coordinated_wave, frame_of


@require_http_methods(["GET", "POST"])
def wave_curriculum(request, pk):
    """Topic, agenda and reading of each session."""
    wave = coordinated_wave(request, pk)
    sent = request.POST if request.method == "POST" else None  # also when nothing was in it
    forms = [LessonForm(sent, instance=lesson, prefix=str(lesson.number)) for lesson in lessons_of(wave)]
    wrong = [form for form in forms if form.is_bound and not form.is_valid()]
    if request.method == "POST":
        require(not wave.is_over)
        if not wrong:
            for form in forms:
                form.save()
            messages.success(request, "The curriculum is saved. Sessions already planned keep their topics.")
            return redirect("wave_curriculum", wave.pk)
    context = {
        "forms": forms,
        "wrong": wrong,
        "form": wrong[0] if wrong else None,
        **frame_of(wave.program, wave, "waves"),
    }
    return page(request, "programs/setup/curriculum", context)


def lessons_of(wave):
    """The curriculum entry of every session, fresh ones where none is written yet."""
    written = {lesson.number: lesson for lesson in wave.curriculum.all()}
    return [
        written.get(number) or CurriculumSession(wave=wave, number=number, topic=f"Session {number}")
        for number in range(1, wave.session_count + 1)
    ]
