"""Applications: who applied, where it stands, and deciding; what somebody wrote is read on the page."""

from django.contrib import admin
from django.utils import timezone

from .. import decisions
from ..access import can_decide
from ..lifecycle import NotAllowed
from ..models import Application
from .scoped import Scoped

Status = Application.Status


@admin.register(Application)
class ApplicationAdmin(Scoped):
    """For coordinators. A draft is its writer's own, and what was typed into it is never even read."""

    program_path = "wave__program"
    fields = (
        *("wave", "person", "side", "status", "submitted_at", "commits_hours", "will_challenge", "capacity"),
        *("carried_from", "created_at"),
    )
    list_display = ("person", "side", "status", "wave", "submitted_at")
    list_filter = ("side", "status", ("wave", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "wave__program")
    search_fields = ("person__given_name", "person__family_name", "person__email", "person__department")
    actions = ("accept", "shortlist", "put_on_the_waiting_list", "decline")

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(status=Status.DRAFT).defer("unfinished")

    def decide(self, request, queryset, to, done):
        now = timezone.now()

        def deed(application):
            if not can_decide(request.user, application):
                raise NotAllowed("Nobody decides on their own application, or on somebody in their line.")
            decisions.decide(application.wave, [application], to, by=request.user, now=now)

        self.carry_out(request, queryset, deed, done)

    @admin.action(description="Accept, and tell them")
    def accept(self, request, queryset):
        self.decide(request, queryset, Status.ACCEPTED, "Accepted")

    @admin.action(description="Shortlist, and tell them")
    def shortlist(self, request, queryset):
        self.decide(request, queryset, Status.SHORTLISTED, "Shortlisted")

    @admin.action(description="Put on the waiting list, and tell them")
    def put_on_the_waiting_list(self, request, queryset):
        self.decide(request, queryset, Status.WAITLISTED, "On the waiting list")

    @admin.action(description="Decline, and tell them")
    def decline(self, request, queryset):
        self.decide(request, queryset, Status.DECLINED, "Declined")
