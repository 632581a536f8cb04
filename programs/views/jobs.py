"""The page of timed jobs, for administrators: the last run, the next one, and now (J4)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import jobs
from ..access import can_import_people, require
from ..outbox import broker_answers
from ..pages import page


@require_http_methods(["GET", "POST"])
def job_list(request):
    """Every job of the clock; a POST asks a worker to do one now."""
    require(can_import_people(request.user))
    if request.method == "POST":
        if jobs.ask_for(request.POST.get("job", "")):
            messages.success(request, "A worker is asked to do it now.")
        else:
            messages.error(request, "There is no such job.")
        return redirect("jobs")
    rows = jobs.jobs(timezone.now())
    context = {"jobs": rows, "late": sum(job.state[1] == "Late" for job in rows), "heard": broker_answers()}
    return page(request, "programs/people/jobs", context)
