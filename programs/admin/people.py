"""The directory and its files, as HR gave them: looked up here, changed by the next file."""

from django.contrib import admin

from ..access import can_import_people
from ..models import DirectoryImport, User
from .scoped import Scoped

DIRECTORY_FACTS = (
    *("given_name", "family_name", "email", "employee_number", "job_title", "grade"),
    *(
        "line_of_business",
        "function",
        "department",
        "location",
        "time_zone",
        "manager",
        "hired_on",
        "is_active",
    ),
)


class KnownValues(admin.AllValuesFieldListFilter):
    """The values that occur; one that is empty has a name to press on."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or self.empty_value_display}


@admin.register(User)
class UserAdmin(Scoped):
    """Everybody whom the reader finds on the People page, with the facts that it shows."""

    for_administrators = True
    fields = (*DIRECTORY_FACTS, "is_superuser", "joined_at")
    list_display = ("full_name", "email", "job_title", "grade", "line_of_business", "department", "is_active")
    list_filter = ("is_active", ("line_of_business", KnownValues), "is_superuser")
    list_select_related = ("manager",)
    search_fields = ("given_name", "family_name", "email", "job_title", "department")

    def of_my_programs(self, request, rows):
        return rows.filter(pk__in=User.objects.visible_to(request.user).values("pk"))

    def get_search_results(self, request, queryset, search_term):
        """Somebody who is chosen for something is employed."""
        if request.resolver_match.url_name == "autocomplete":
            queryset = queryset.employed()
        return super().get_search_results(request, queryset, search_term)


@admin.register(DirectoryImport)
class DirectoryImportAdmin(Scoped):
    """Files that were read, without their content; for those who may import."""

    for_administrators = True
    fields = (
        *(
            "filename",
            "sha256",
            "status",
            "by",
            "started_at",
            "finished_at",
            "dry_run",
            "rows_total",
            "created",
        ),
        *("updated", "unchanged", "left", "problem_count", "refusal"),
    )
    list_display = ("filename", "status", "by", "started_at", "rows_total", "created", "updated", "left")
    list_filter = ("status", "dry_run")
    list_select_related = ("by",)
    search_fields = ("filename",)

    def of_my_programs(self, request, rows):
        return rows.none()  # the directory is of no program

    def reads(self, request):
        return can_import_people(request.user)
