"""What a program says and asks: questions, training, mail texts, resources, news, events, attributes.

Most of it is kept in revisions, or reaches people when it changes: it is written on its own pages and looked
up here.
"""

from django.contrib import admin
from django.utils import timezone

from ..models import Announcement, Attribute, Event, ProgramText, Question, Resource, TrainingModule
from .forms import ResourceForm
from .scoped import Scoped


class LookedUp(Scoped):
    """A table to look things up in; administrators too."""

    for_administrators = True


@admin.register(Question)
class QuestionAdmin(LookedUp):
    fields = (
        *("program", "sheet", "code", "number", "kind", "text", "hint", "choices", "is_required", "weight"),
        *("created_at", "retired_at"),
    )
    list_display = ("text", "sheet", "number", "kind", "is_required", "program", "retired_at")
    list_filter = ("sheet", "kind", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("program",)
    search_fields = ("text", "code", "program__name")


@admin.register(TrainingModule)
class TrainingModuleAdmin(LookedUp):
    fields = (
        *("program", "audience", "code", "number", "kind", "title", "minutes", "text", "url", "cards"),
        *("is_required", "created_at", "retired_at"),
    )
    list_display = ("title", "audience", "kind", "minutes", "is_required", "program", "retired_at")
    list_filter = ("audience", "kind", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("program",)
    search_fields = ("title", "code", "program__name")


@admin.register(ProgramText)
class ProgramTextAdmin(LookedUp):
    fields = ("program", "kind", "version", "subject", "body", "by", "at")
    list_display = ("kind", "version", "subject", "program", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("program", "by")
    search_fields = ("kind", "subject", "program__name")


@admin.register(Announcement)
class AnnouncementAdmin(LookedUp):
    view_on_site = False
    fields = ("program", "wave", "audience", "title", "text", "by", "published_at", "withdrawn_at")
    list_display = ("title", "program", "wave", "published_at", "withdrawn_at")
    list_select_related = ("program", "wave__program")
    search_fields = ("title", "program__name")


@admin.register(Event)
class EventAdmin(LookedUp):
    view_on_site = False
    program_path = "wave__program"
    fields = ("wave", "kind", "title", "starts_at", "ends_at", "place", "text", "cancelled_at")
    list_display = ("title", "kind", "starts_at", "place", "wave", "cancelled_at")
    list_filter = ("kind",)
    list_select_related = ("wave__program",)
    search_fields = ("title", "place")


@admin.register(Attribute)
class AttributeAdmin(LookedUp):
    """What people are invited to say of themselves; what they said is in no table."""

    fields = ("program", "code", "number", "name", "why", "choices")
    list_display = ("name", "number", "program")
    list_select_related = ("program",)
    search_fields = ("name", "program__name")


@admin.register(Resource)
class ResourceAdmin(Scoped):
    for_administrators = may_add = may_change = may_delete = True
    form = ResourceForm
    fields = ("program", "topic", "title", "url", "text", "minutes")
    autocomplete_fields = ("program",)
    list_display = ("title", "topic", "minutes", "program", "added_at")
    list_select_related = ("program",)
    search_fields = ("title", "topic", "program__name")

    def get_readonly_fields(self, request, obj=None):
        return ("program",) if obj else ()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.by, obj.added_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
