"""Resources by topic: everybody in a program reads them, its coordinators keep them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..access import can_coordinate, require
from ..forms.community import ResourceForm
from ..models import Resource
from ..pages import page, searched, shared_program

ON_A_PAGE = 25


@require_GET
def resources(request, pk):
    """What is worth reading, by topic; with a search."""
    program = shared_program(request, pk)
    words, topic = searched(request), searched(request, "topic")
    found = program.resources.matching(words).order_by("topic", "title", "pk")
    if topic:
        found = found.filter(topic=topic)
    topics = program.resources.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()
    context = {
        "program": program,
        "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "topics": topics,
        "topic": topic,
        "q": words,
        "may_keep": can_coordinate(request.user, program),
    }
    return page(request, "programs/community/resources", context)


def found_resource(request, pk):
    return get_object_or_404(Resource.objects.visible_to(request.user).select_related("program", "by"), pk=pk)


@require_GET
def resource(request, pk):
    """One resource: its text, or where it leads."""
    found = found_resource(request, pk)
    context = {"resource": found, "may_keep": can_coordinate(request.user, found.program)}
    return page(request, "programs/community/resource", context)


@require_http_methods(["GET", "POST"])
def resource_new(request, pk):
    """Add something worth reading."""
    program = shared_program(request, pk)
    require(can_coordinate(request.user, program))
    added = Resource(program=program, by=request.user, added_at=timezone.now())
    form = ResourceForm(request.POST or None, instance=added)
    if form.is_valid():
        form.save()
        messages.success(request, f"“{added.title}” is in the resources.")
        return redirect(in_list(added))
    return page(request, "programs/community/resource_form", {"form": form, "program": program})


@require_http_methods(["GET", "POST"])
def resource_edit(request, pk):
    """Change a resource."""
    found = found_resource(request, pk)
    require(can_coordinate(request.user, found.program))
    form = ResourceForm(request.POST or None, instance=found)
    if form.is_valid():
        form.save()
        messages.success(request, f"“{found.title}” is saved.")
        return redirect(in_list(found))
    context = {"form": form, "program": found.program, "resource": found}
    return page(request, "programs/community/resource_form", context)


@require_POST
def resource_removal(request, pk):
    """Take a resource away."""
    found = found_resource(request, pk)
    require(can_coordinate(request.user, found.program))
    there = in_list(found)
    found.delete()
    messages.success(request, f"“{found.title}” is removed.")
    return redirect(there)


def in_list(resource):
    return reverse("resources", args=[resource.program_id])
