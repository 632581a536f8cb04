"""What coordinators watch: risks, and the messages that a wave owes, without what they say."""

from django.contrib import admin
from django.utils import timezone

from .. import holding, risks, upcoming
from ..models import Notice, Risk, Wave
from .forms import LoggedRiskForm
from .scoped import Scoped


@admin.register(Risk)
class RiskAdmin(Scoped):
    """Risks are logged on the page of their wave, and settled there."""

    program_path = "wave__program"
    may_change = True
    form = LoggedRiskForm
    fields = ("wave", "name", "detail", "level", "owner", "logged_at", "by", "settled_at")
    readonly_fields = ("wave", "logged_at", "by", "settled_at")
    list_display = ("name", "level", "owner", "wave", "logged_at", "settled_at")
    list_filter = ("level", ("settled_at", admin.EmptyFieldListFilter))
    list_select_related = ("owner", "wave__program", "by")
    search_fields = ("name", "detail")

    def is_open(self, obj):
        return obj.settled_at is None

    def save_model(self, request, obj, form, change):
        risks.change_risk(obj, form.changes(), by=request.user, now=timezone.now())


@admin.register(Notice)
class NoticeAdmin(Scoped):
    """The outbox as far as it is about a coordinator's waves: what, to whom, when, how it went.

    Reminders that would say who has not answered are left out.
    """

    fields = ("kind", "recipient", "occurrence", "delivery", "due_at", "owed_at", "sent_at", "attempts")
    list_display = ("kind", "recipient", "delivery", "due_at", "sent_at", "attempts")
    list_filter = ("delivery", "kind")
    list_select_related = ("recipient",)
    search_fields = ("kind", "recipient__given_name", "recipient__family_name", "recipient__email")
    actions = ("hold", "release")

    def of_my_programs(self, request, rows):
        return rows.filter(upcoming.about(Wave.objects.coordinated_by(request.user)))

    @admin.action(description="Hold what still waits")
    def hold(self, request, queryset):
        count = holding.hold_all(list(queryset.values_list("pk", flat=True)))
        self.message_user(request, f"Held: {count}.")

    @admin.action(description="Release what is held")
    def release(self, request, queryset):
        count = holding.release_all(list(queryset.values_list("pk", flat=True)), timezone.now())
        self.message_user(request, f"Released: {count}.")
