"""What somebody volunteers of themself in a program. Nobody else opens it, whatever their role."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from programs.attributes import invited, take_back, volunteer
from programs.forms.attributes import VolunteerForm
from programs.models import Attribute, Program
from programs.pages import page


@require_GET
def volunteered(request, pk):
    """Everything that a program invites one to say, with what one has said."""
    program = get_object_or_404(Program.objects.visible_to(request.user).distinct(), pk=pk)
    return volunteered_page(request, program)


def volunteered_page(request, program, mended=None):
    """``mended`` is the one form that needs mending."""
    forms = [
        mended if mended and mended.attribute == attribute else VolunteerForm(attribute=attribute, said=said)
        for attribute, said in invited(request.user, program)
    ]
    return page(request, "programs/volunteered", {"program": program, "forms": forms, "form": mended})


def found_attribute(request, pk):
    visible = Program.objects.visible_to(request.user)
    return get_object_or_404(Attribute.objects.select_related("program"), pk=pk, program__in=visible)


@require_POST
def attribute_answer(request, pk):
    """Say it, or change what it may be used for."""
    attribute = found_attribute(request, pk)
    said = attribute.volunteered.filter(person=request.user).first()
    form = VolunteerForm(request.POST, attribute=attribute, said=said)
    if not form.is_valid():
        return volunteered_page(request, attribute.program, form)
    volunteer(attribute, request.user, **form.cleaned_data, now=timezone.now())
    messages.success(request, f"{attribute}: kept. You can take it back at any time.")
    return redirect("volunteered", attribute.program_id)


@require_POST
def attribute_withdrawal(request, pk):
    """Take it back: it is deleted at once."""
    attribute = found_attribute(request, pk)
    if take_back(attribute, request.user):
        messages.success(request, f"{attribute}: deleted.")
    return redirect("volunteered", attribute.program_id)
