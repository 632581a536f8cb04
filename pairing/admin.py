"""The tables of this app: who is paired with whom, and how strictly a program keeps each rule."""

from django.contrib import admin

from programs.admin.scoped import Scoped

from .models import Pair, RuleSetting


@admin.register(Pair)
class PairAdmin(Scoped):
    """For coordinators, to look up; pairs are published, paused and concluded on their pages."""

    program_path = "wave__program"
    fields = ("wave", "team_name", "mentor", "mentee", "coach", "status", "published_at")
    list_display = ("team_name", "mentor", "mentee", "coach", "status", "wave")
    list_filter = ("status", ("wave", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("mentor", "mentee", "coach", "wave__program")
    search_fields = (
        "team_name",
        *(f"{side}__{name}" for side in ("mentor", "mentee") for name in ("given_name", "family_name")),
    )


@admin.register(RuleSetting)
class RuleSettingAdmin(Scoped):
    for_administrators = True
    fields = ("program", "rule", "strength", "value", "penalty")
    list_display = ("rule", "strength", "value", "penalty", "program")
    list_filter = ("strength",)
    list_select_related = ("program",)
    search_fields = ("rule", "program__name")
