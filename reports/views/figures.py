"""Pages of figures: leaderboard, surveys, results."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from programs.pages import found_wave, page, whole_number

from .. import access, leaderboard, measures, readiness, surveys
from ..forms import SurveyForm
from ..models import Response, Survey

PAGE = 25


def wave_for(request, pk, may_read):
    """The wave in the address, if the reader may open this page of it; else it is not there."""
    wave = found_wave(request, pk)
    if not may_read(request.user, wave):
        raise Http404
    if request.session.get("wave") != wave.pk:  # else the session would be written for every page
        request.session["wave"] = wave.pk
    return wave


@require_GET
def board(request, pk):
    """The leaderboard, by pair, by department or by session."""
    wave = wave_for(request, pk, access.can_read_leaderboard)
    if not wave.has_leaderboard:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    context = {"wave": wave, "by": request.GET.get("by", "pair"), "formula": leaderboard.FORMULA}
    context["totals"] = leaderboard.totals(wave)
    if context["by"] == "session":
        context["sessions"] = list(leaderboard.by_session(wave, now, today))
    elif context["by"] == "department":
        context["departments"] = leaderboard.departments(wave)
    else:
        context |= board_by_pair(request, wave, now, today)
    return page(request, "reports/leaderboard", context)


def board_by_pair(request, wave, now, today):
    sort = request.GET.get("sort", "rank")
    number = whole_number(sort)
    number = number if number in range(1, wave.session_count + 1) else None
    found = leaderboard.sorted_standings(wave, now, today, sort, number)
    page_obj = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {
        "sort": sort,
        "page_obj": page_obj,
        "lines": leaderboard.lines(page_obj.object_list, now, request.user, wave),
        "departments": leaderboard.departments(wave),
        "numbers": range(1, wave.session_count + 1),
    }


@require_GET
def survey_list(request, pk):
    """The surveys of a wave with their dates and how many replied."""
    wave = wave_for(request, pk, access.can_read_figures)
    found = [
        {"survey": survey, "answered": answered, "asked": asked, "state": state(survey, timezone.localdate())}
        for survey, answered, asked in surveys.reply_counts(wave)
    ]
    is_coordinated = access.can_read_overview(request.user, wave)
    context = {"wave": wave, "surveys": found, "is_coordinated": is_coordinated}
    return page(request, "reports/surveys", context)


def state(survey, today):
    if today < survey.opens_on:
        return ("none", "Not open yet")
    return ("info", "Open") if today <= survey.closes_on else ("ended", "Closed")


@require_http_methods(["GET", "POST"])
def survey_answer(request, pk):
    """Two minutes of questions, for the side that is asked."""
    survey = get_object_or_404(Survey.objects.select_related("wave__program"), pk=pk)
    if not access.can_answer(request.user, survey):
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    response = Response.objects.filter(survey=survey, person=request.user).first()
    form = SurveyForm(request.POST or None, survey=survey, response=response)
    is_open = (
        survey.opens_on <= today <= survey.closes_on
        and bool(form.fields)  # its questions are written with the first invitations
        and surveys.may_change(response, now)
    )
    if request.method == "POST" and form.is_valid():
        surveys.answer(survey, request.user, form.answers(), now=now, today=today)
        messages.success(request, "Thank you. Your answers are kept.")
        return redirect("survey", survey.pk)
    context = {"survey": survey, "form": form, "response": response, "is_open": is_open}
    return page(request, "reports/survey", context)


@require_GET
def survey_results(request, pk):
    """Figures of a survey from five answers up."""
    survey = get_object_or_404(Survey.objects.select_related("wave__program"), pk=pk)
    wave = wave_for(request, survey.wave_id, access.can_read_figures)
    context = {
        "survey": survey,
        "wave": wave,
        "figures": surveys.figures(survey),
        "smallest": surveys.SMALLEST_GROUP,
    }
    return page(request, "reports/survey_results", context)


@require_GET
def wave_readiness(request, pk):
    """Readiness for change over the waves of the program, as a map with what to do next."""
    wave = wave_for(request, pk, access.can_read_figures)
    context = {
        "wave": wave,
        "sides": readiness.maps_of(wave.program, timezone.localdate()),
        "statements": readiness.statements_of(wave.program),
        "strong": readiness.STRONG,
        "smallest": surveys.SMALLEST_GROUP,
        "may_edit": access.can_read_overview(request.user, wave),
    }
    return page(request, "reports/readiness", context)


@require_GET
def impact(request, pk):
    """What came of a wave, for those who steer and sponsor."""
    wave = wave_for(request, pk, access.can_read_figures)
    found = measures.results(wave)
    context = {
        "wave": wave,
        "results": found,
        "highlights": measures.highlights(found),
        "headline": measures.headline(wave, found),
        "is_interim": not wave.is_over,
    }
    return page(request, "reports/impact", context)
