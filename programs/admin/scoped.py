"""What every table keeps: only rows of the reader's programs, no status to edit, no words in the history.

Coordinators see the rows of the programs they coordinate. Administrators see what sets a program up and the
directory, never who takes part. Deeds are the same functions that the pages call, with the same refusals.
"""

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.forms import ModelForm

from ..access import Role
from ..lifecycle import NotAllowed
from ..models import Program, ProgramRole, User, Wave
from ..words import counted


def coordinates(request):
    """Whether the reader coordinates any program; asked once per request."""
    if not hasattr(request, "_coordinates"):
        held = ProgramRole.objects.filter(person=request.user, role=Role.COORDINATOR)
        request._coordinates = held.exists()
    return request._coordinates


class Scoped(admin.ModelAdmin):
    """A table whose rows belong to programs; read only unless its class says otherwise.

    ``program_path`` leads from a row to its program. ``for_administrators`` opens the table to those who run
    the installation, ``may_add`` and its like to coordinators.
    """

    program_path = "program"
    for_administrators = False
    may_add = may_change = may_delete = False
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False

    # --- who sees which rows

    def reads(self, request):
        return coordinates(request) or (self.for_administrators and request.user.is_superuser)

    def of_my_programs(self, request, rows):
        path = "pk" if self.program_path == "" else self.program_path
        return rows.filter(**{f"{path}__in": Program.objects.coordinated_by(request.user)})

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if self.for_administrators and request.user.is_superuser:
            return rows
        return self.of_my_programs(request, rows)

    def is_mine(self, request, obj):
        rows = self.model._default_manager.filter(pk=obj.pk)
        return self.of_my_programs(request, rows).exists()

    def has_module_permission(self, request):
        return self.reads(request)

    def has_view_permission(self, request, obj=None):
        return self.reads(request)

    def has_add_permission(self, request):
        return self.may_add and coordinates(request)

    def has_change_permission(self, request, obj=None):
        return self.may_change and self.may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_delete and self.may(request, obj)

    def may(self, request, obj):
        return coordinates(request) and (obj is None or (self.is_mine(request, obj) and self.is_open(obj)))

    def is_open(self, obj):
        """Whether a row may still change at all."""
        return True

    # --- forms

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The project's own form for those who may change a row; a plain one shows it to the others."""
        if change and not self.has_change_permission(request, obj):
            kwargs["form"] = ModelForm
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only what the reader may see is offered, and accepted."""
        choices = {
            Program: Program.objects.coordinated_by(request.user),
            Wave: Wave.objects.coordinated_by(request.user),
            User: User.objects.visible_to(request.user).employed(),
        }
        if db_field.related_model in choices:
            kwargs["queryset"] = choices[db_field.related_model]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- pages

    def get_view_on_site_url(self, obj=None):
        """Straight to the row's own page, where it has one."""
        there = obj and self.view_on_site and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if there else None

    def render_change_form(self, request, context, *args, **kwargs):
        answer = super().render_change_form(request, context, *args, **kwargs)
        # administrators are not shown the way to pages that are not there for them
        answer.context_data["has_absolute_url"] &= coordinates(request)
        return answer

    # --- the history: that something happened to a row, never what it is called or says

    def log_addition(self, request, obj, message):
        return self.write_down(request, obj, ADDITION, message)

    def log_change(self, request, obj, message):
        return self.write_down(request, obj, CHANGE, message)

    def log_deletions(self, request, queryset):
        return [self.write_down(request, obj, DELETION, []) for obj in queryset]

    def write_down(self, request, obj, flag, message):
        entry = LogEntry(
            user=request.user,
            content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False),
            object_id=obj.pk,
            object_repr=f"{obj._meta.verbose_name} {obj.pk}",
            action_flag=flag,
        )
        entry.change_message = message if isinstance(message, str) else as_text(message)
        entry.save()
        return entry

    # --- deeds

    def carry_out(self, request, rows, deed, done):
        """Do something to each row; refusals are told one by one, in the words of the pages."""
        count = 0
        for row in rows:
            try:
                deed(row)
            except NotAllowed as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                count += 1
                self.log_change(request, row, done)
        if count:
            self.message_user(request, f"{done}: {counted(count, 'row')}.", messages.SUCCESS)


def as_text(message):
    """Which fields changed, by their labels."""
    named = [name for part in message for name in next(iter(part.values()), {}).get("fields", ())]
    return f"Changed {', '.join(named)}." if named else ""
