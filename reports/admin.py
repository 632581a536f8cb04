"""The surveys of a program's waves and what they ask; what somebody answered is in no table."""

from django.contrib import admin

from programs.admin.scoped import Scoped

from .models import Survey, SurveyQuestion


@admin.register(Survey)
class SurveyAdmin(Scoped):
    program_path = "wave__program"
    for_administrators = True
    fields = ("wave", "kind", "title", "audience", "opens_on", "closes_on")
    list_display = ("title", "audience", "opens_on", "closes_on", "wave")
    list_filter = ("audience",)
    list_select_related = ("wave__program",)
    search_fields = ("title", "wave__program__name")


@admin.register(SurveyQuestion)
class SurveyQuestionAdmin(Scoped):
    program_path = "survey__wave__program"
    for_administrators = True
    fields = ("survey", "number", "code", "text", "kind", "choices", "is_optional")
    list_display = ("text", "number", "kind", "survey")
    list_filter = ("kind",)
    list_select_related = ("survey",)
    search_fields = ("text", "code")
