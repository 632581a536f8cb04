"""Discussions: the list, one of them, writing and mending, and reporting a passage."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import discussions as rules
from ..access import can_coordinate, require
from ..forms.community import DiscussionForm, PostForm, ReportForm, readers_of
from ..lifecycle import NotAllowed
from ..models import Discussion, Post, PostReport
from ..pages import page, shared_program

ON_A_PAGE = 25


@require_GET
def discussions(request, pk):
    """What is talked about in a program, the latest first."""
    program = shared_program(request, pk)
    found = (
        program.discussions.visible_to(request.user)
        .select_related("by")
        .annotate(answers=Count("posts", filter=Q(posts__removed_at=None)) - 1)
    )
    found = found.order_by("-last_post_at", "-pk")
    context = {
        "program": program,
        "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "reports": PostReport.objects.visible_to(request.user)
        .open()
        .filter(post__discussion__program=program),
    }
    return page(request, "programs/community/discussions", context)


@require_http_methods(["GET", "POST"])
def discussion_new(request, pk):
    """Begin a discussion."""
    program = shared_program(request, pk)
    form = DiscussionForm(request.POST or None, in_circle=rules.in_circle(request.user, program))
    if form.is_valid():
        try:
            begun = rules.begin(program, by=request.user, **form.cleaned_data, now=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(begun)
    return page(request, "programs/community/discussion_form", {"form": form, "program": program})


def found_discussion(request, pk):
    found = Discussion.objects.visible_to(request.user).select_related("program", "by")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "POST"])
def discussion(request, pk):
    """A question and its answers, oldest first; below them, one's own."""
    found, now = found_discussion(request, pk), timezone.now()
    form = PostForm(request.POST or None, readers=readers_of(found))
    if form.is_valid():
        try:
            written = rules.answer(found, by=request.user, **form.cleaned_data, now=now)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{found.get_absolute_url()}?page=last#post-{written.pk}")
    pages = Paginator(found.posts.select_related("by").order_by("at", "pk"), ON_A_PAGE)
    wanted = request.GET.get("page")
    shown = pages.get_page(pages.num_pages if wanted == "last" or request.method == "POST" else wanted)
    for post in shown:
        post.discussion = found
        post.is_mine = post.by_id == request.user.pk
        post.is_mendable = rules.is_mendable(post, request.user, now)
    context = {
        "discussion": found,
        "page_obj": shown,
        "form": form,
        "may_coordinate": can_coordinate(request.user, found.program),
    }
    return page(request, "programs/community/discussion", context)


@require_POST
def discussion_closure(request, pk):
    """Close a discussion, or open it again."""
    found = found_discussion(request, pk)
    require(can_coordinate(request.user, found.program))
    if "reopen" in request.POST:
        rules.reopen(found)
        messages.success(request, "The discussion is open again.")
    else:
        rules.close(found, now=timezone.now())
        messages.success(request, "The discussion is closed: it can be read, and nobody adds to it.")
    return redirect(found)


def found_post(request, pk):
    found = Post.objects.visible_to(request.user).select_related("discussion__program__contact", "by")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "POST"])
def post_edit(request, pk):
    """Mend one's own words, within a quarter of an hour."""
    post, now = found_post(request, pk), timezone.now()
    require(post.by_id == request.user.pk)
    form = PostForm(request.POST or None, initial={"text": post.text}, readers=readers_of(post.discussion))
    if not rules.is_mendable(post, request.user, now) and request.method == "GET":
        messages.error(request, "Others may have answered by now. Add a further contribution instead.")
        return redirect(post.discussion)
    if form.is_valid():
        try:
            rules.mend(post, by=request.user, **form.cleaned_data, now=now)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{post.discussion.get_absolute_url()}?page=last#post-{post.pk}")
    return page(request, "programs/community/post_form", {"form": form, "post": post})


@require_POST
def post_removal(request, pk):
    """Take a contribution away: one's own, or as a coordinator anybody's."""
    posts = Post.objects.removable_by(request.user).select_related("discussion__program")
    post = get_object_or_404(posts, pk=pk)
    require(post.by_id == request.user.pk or can_coordinate(request.user, post.discussion.program))
    rules.remove(post, now=timezone.now())
    messages.success(request, "The contribution is removed.")
    if Discussion.objects.visible_to(request.user).filter(pk=post.discussion_id).exists():
        return redirect(post.discussion)
    return redirect("discussions", post.discussion.program_id)


@require_http_methods(["GET", "POST"])
def post_report_new(request, pk):
    """Tell two named people of a passage that should not stand there."""
    post = found_post(request, pk)
    if post.removed_at or post.by_id == request.user.pk:
        raise NotAllowed("There is nothing here to report: it was removed, or it is your own.")
    form = ReportForm(request.POST or None, post=post)
    if form.is_valid():
        try:
            made = rules.report(post, by=request.user, **form.cleaned_data, now=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            names = " and ".join(str(person) for person in made.told_to.all())
            messages.success(request, f"{names} are told of the passage.")
            return redirect(post.discussion)
    context = {"form": form, "post": post, "told": rules.told_about(post, request.user)}
    return page(request, "programs/community/post_report_new", context)


@require_http_methods(["GET", "POST"])
def post_report(request, pk):
    """A reported passage, for the two people who were told."""
    reports = PostReport.objects.visible_to(request.user)
    found = get_object_or_404(reports.select_related("post__by", "post__discussion__program", "by"), pk=pk)
    if request.method == "POST":
        rules.settle(found, by=request.user, now=timezone.now())
        messages.success(request, "It is marked as dealt with.")
        return redirect(reverse("post_report", args=[found.pk]))
    program = found.post.discussion.program
    context = {
        "report": found,
        "program": program,
        "told": found.told_to.all(),
        "may_read": Discussion.objects.visible_to(request.user).filter(pk=found.post.discussion_id).exists(),
        "may_coordinate": can_coordinate(request.user, program),
    }
    return page(request, "programs/community/post_report", context)
