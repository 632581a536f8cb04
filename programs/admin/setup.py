"""What sets a program up: itself, who runs it, its waves and their plan, objectives, guidelines."""

from django.contrib import admin
from django.utils import timezone

from .. import roles, starting, waves
from ..forms.programs import ProgramForm
from ..forms.waves import LessonForm, WaveForm
from ..lifecycle import NotAllowed
from ..models import BlockedDay, CurriculumSession, Guidelines, Objective, Program, ProgramRole, Wave
from .forms import BlockedDayForm, RoleForm
from .scoped import Scoped


@admin.register(Program)
class ProgramAdmin(Scoped):
    """Programs begin on their own page, from a template."""

    program_path = ""
    for_administrators = may_change = True
    form = ProgramForm
    fields = (*ProgramForm.Meta.fields, "template", "created_at")
    readonly_fields = ("template", "created_at")
    list_display = ("name", "lens", "contact", "created_at")
    list_filter = ("lens",)
    list_select_related = ("contact",)
    search_fields = ("name", "purpose")


@admin.register(ProgramRole)
class ProgramRoleAdmin(Scoped):
    """Taking somebody on and letting them go keep the rules of the program's page."""

    for_administrators = may_add = may_change = may_delete = True
    form = RoleForm
    fields = ("program", "person", "role", "capacity")
    autocomplete_fields = ("program", "person")
    list_display = ("person", "role", "program", "capacity")
    list_filter = ("role",)
    list_select_related = ("person", "program")
    search_fields = ("person__given_name", "person__family_name", "person__email", "program__name")

    def get_readonly_fields(self, request, obj=None):
        return ("program", "person", "role") if obj else ()

    def save_model(self, request, obj, form, change):
        if change:
            obj.save(update_fields=["capacity"])
        else:
            obj.pk = roles.take_on(obj.program, obj.person, obj.role, capacity=obj.capacity).pk

    def delete_model(self, request, obj):
        roles.let_go(obj)


RECRUITING = ("applications_open_on", "applications_close_on", "selection_ends_on", "pairs_announced_on")
SESSIONS = (
    *("launch_on", "sessions_start_on", "sessions_end_on", "session_count", "cadence_days"),
    *("session_minutes", "preparation_minutes", "preparation_days_before", "coach_meetings"),
)


class PlannedForm(WaveForm):
    """The wave's own form, at the time of the reader."""

    def __init__(self, *args, **kwargs):
        wave = kwargs.get("instance")
        super().__init__(
            *args, today=timezone.localdate(), blocked=waves.blocked_in(wave) if wave else None, **kwargs
        )


@admin.register(Wave)
class WaveAdmin(Scoped):
    """Waves begin in the set-up. Their status changes by stepping, which asks what stands in the way."""

    for_administrators = may_change = True
    form = PlannedForm
    fieldsets = (
        (None, {"fields": ("program", "number", "status")}),
        ("Recruiting and pairing", {"fields": (*RECRUITING, "capacity")}),
        ("Sessions", {"fields": SESSIONS}),
        ("Afterwards", {"fields": ("review_ends_on", "has_leaderboard")}),
    )
    readonly_fields = ("program", "number", "status")
    list_display = (
        "__str__",
        "status",
        "applications_open_on",
        "sessions_start_on",
        "sessions_end_on",
        "capacity",
    )
    list_filter = ("status",)
    list_select_related = ("program",)
    search_fields = ("program__name", "=number")
    actions = ("step",)

    def is_open(self, obj):
        return not obj.is_over

    def save_model(self, request, obj, form, change):
        starting.change_plan(obj, form.changed_data)

    @admin.action(description="Step on, where nothing stands in the way", permissions=["change"])
    def step(self, request, queryset):
        now = timezone.now()

        def deed(wave):
            if not self.is_mine(request, wave):
                raise NotAllowed("You do not coordinate its program.")
            if wave.next_status is None:
                raise NotAllowed("There is no step after this one.")
            waves.step_wave(wave, to=wave.next_status, by=request.user, now=now)

        self.carry_out(request, queryset.select_related("program"), deed, "Stepped on")


@admin.register(CurriculumSession)
class CurriculumSessionAdmin(Scoped):
    program_path = "wave__program"
    for_administrators = may_change = True
    form = LessonForm
    fields = ("wave", "number", "topic", "summary", "reading_title", "reading_url", "reading_minutes")
    readonly_fields = ("wave", "number")
    list_display = ("topic", "number", "wave", "reading_title")
    list_select_related = ("wave__program",)
    search_fields = ("topic", "summary", "reading_title")

    def is_open(self, obj):
        return not obj.wave.is_over

    def get_fields(self, request, obj=None):
        """Those who may change it see the agenda as lines, as on the page."""
        may = obj is not None and self.has_change_permission(request, obj)
        return (*self.fields[:4], "agenda" if may else "recipe", *self.fields[4:])

    def get_readonly_fields(self, request, obj=None):
        may = obj is not None and self.has_change_permission(request, obj)
        return self.readonly_fields if may else (*self.readonly_fields, "recipe")


@admin.register(BlockedDay)
class BlockedDayAdmin(Scoped):
    program_path = "wave__program"
    for_administrators = may_add = may_change = may_delete = True
    form = BlockedDayForm
    fields = ("wave", "day", "reason")
    autocomplete_fields = ("wave",)
    list_display = ("day", "reason", "wave")
    list_select_related = ("wave__program",)
    search_fields = ("reason", "wave__program__name")

    def is_open(self, obj):
        return not obj.wave.is_over


@admin.register(Guidelines)
class GuidelinesAdmin(Scoped):
    """Written, published and accepted on their own page, which keeps two writers from each other's words."""

    for_administrators = True
    fields = ("program", "audience", "version", "published_at", "text")
    list_display = ("__str__", "published_at")
    list_filter = ("audience",)
    list_select_related = ("program",)
    search_fields = ("program__name", "text")


@admin.register(Objective)
class ObjectiveAdmin(Scoped):
    for_administrators = may_add = may_change = True
    fields = (
        *("program", "number", "name", "measure", "unit", "baseline", "target", "owner"),
        "review_every_weeks",
    )
    autocomplete_fields = ("program", "owner")
    list_display = ("name", "program", "baseline", "target", "unit", "owner")
    list_select_related = ("program", "owner")
    search_fields = ("name", "measure", "program__name")

    def get_readonly_fields(self, request, obj=None):
        return ("program",) if obj else ()
