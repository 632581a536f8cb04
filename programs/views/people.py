"""The directory: finding people, one person's facts and their history, one's own settings."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from programs.access import can_import_people, can_see_people, require
from programs.directory.history import told
from programs.forms.people import PreferencesForm
from programs.mail import kinds
from programs.models import Preferences, User
from programs.pages import page, searched

PER_PAGE = 25
REPORTS_SHOWN = 25
CHANGES_SHOWN = 100
ORDERS = {
    "name": ("family_name", "given_name", "pk"),
    "title": ("job_title", "family_name", "pk"),
    "grade": ("grade", "family_name", "pk"),
    "line": ("line_of_business", "department", "family_name", "pk"),
    "place": ("location", "family_name", "pk"),
}
STATES = (("", "Employed"), ("left", "Left"), ("all", "All"))


@require_GET
def people(request):
    """Everybody in the directory, 25 to a page."""
    require(can_see_people(request.user))
    words, line = searched(request, most=100), request.GET.get("line", "")
    state = request.GET.get("state", "")
    everybody = User.objects.visible_to(request.user)
    lines = everybody.exclude(line_of_business="").order_by("line_of_business")
    lines = list(lines.values_list("line_of_business", flat=True).distinct())
    found = everybody.matching(words)
    if line in lines:
        found = found.filter(line_of_business=line)
    if state != "all":
        found = found.filter(is_active=state != "left")
    sort = request.GET.get("sort", "name")
    context = {
        "page_obj": Paginator(found.order_by(*order_of(sort)), PER_PAGE).get_page(request.GET.get("page")),
        "lines": lines,
        "line": line if line in lines else "",
        "words": words,
        "state": state,
        "states": STATES,
        "sort": sort,
        "filtered": bool(words or line or state),
        "can_import": can_import_people(request.user),
    }
    return page(request, "programs/people/people", context)


def order_of(sort):
    """The columns to sort by; a leading minus turns the first one round."""
    first, *others = ORDERS.get(sort.lstrip("-"), ORDERS["name"])
    return [f"-{first}" if sort.startswith("-") else first, *others]


@require_GET
def person(request, pk):
    """What the directory says about one person, and how it changed."""
    seen = User.objects.visible_to(request.user)
    someone = get_object_or_404(seen.select_related("manager"), pk=pk)
    reports = seen.filter(manager=someone).employed()
    context = {
        "someone": someone,
        "reports": reports[:REPORTS_SHOWN],
        "reports_more": max(0, reports.count() - REPORTS_SHOWN),
        "changes": told(
            someone.changes.standing().exclude(field__in=("email", "employee_number"))[:CHANGES_SHOWN]
        ),
        "sees_people": can_see_people(request.user),
    }
    return page(request, "programs/people/person", context)


@require_http_methods(["GET", "POST"])
def settings(request):
    """How one wants to be told, and how pages look for one."""
    preferences = request.preferences or Preferences(person=request.user)
    preferences.person = request.user
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=preferences)
    if form.is_valid():
        form.save()
        messages.success(request, "Your settings are saved.")
        return redirect("settings")
    context = {
        "form": form,
        "always_told": kinds.sayings(optional=False),
        "can_turn_off": kinds.sayings(optional=True),
    }
    return page(request, "programs/people/settings", context)
