"""Pages: the workbench, publication, the list of pairs, one pair."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.access import require
from programs.lifecycle import NotAllowed
from programs.models import Wave
from programs.pages import found_wave, page, searched
from programs.words import counted

from . import workbench
from .access import can_look_after, can_pair, can_show_name
from .candidates import candidates_of
from .care import latest_agreement
from .deeds import mark_pair, propose_pairs, to_undo
from .evening import even_out
from .forms import EndingForm, MarkForm, NamingForm
from .lifecycle import (
    agree_to_be_named,
    end_pair,
    pause_pair,
    proposed_pairs,
    publish_proposal,
    resume_pair,
    take_back_name,
)
from .marks import CannotMark
from .matching import BadPool, BadSettings, NotOptimal
from .models import Mark, Pair, PairEnding, Proposal
from .previews import mail_previews
from .proposals import CannotPropose, candidates_now, changes_since, nobody_free, ready_to_pair
from .review import Check, problems, review
from .runs import begin_run, is_long, latest_run

TO_A_PAGE = 25
BEFORE_PAIRING = (Wave.Status.DRAFT, Wave.Status.RECRUITING, Wave.Status.SELECTING)
ORDERS = {
    "team": ["team_name"],
    "mentor": ["mentor__family_name", "mentor__given_name", "pk"],
    "mentee": ["mentee__family_name", "mentee__given_name", "pk"],
    "coach": ["coach__family_name", "coach__given_name", "team_name"],
    "status": ["status", "team_name"],
}


def wave_to_pair(request, pk):
    """The wave of a coordinator's page: 404 for strangers, 403 for its other people."""
    wave = found_wave(request, pk)
    require(can_pair(request.user, wave))
    return wave


def back_to(name, pk, request):
    """The page that a button stood on, with the filters it was seen through."""
    query = QueryDict(request.POST.get("seen_through", "")).urlencode()
    return redirect(reverse(name, args=[pk]) + (f"?{query}" if query else ""))


@require_GET
def pairing(request, pk):
    """The workbench: the draft in hand, the list published last, or what will stand here."""
    wave = wave_to_pair(request, pk)
    context = {"wave": wave, "is_pairing": wave.status == Wave.Status.PAIRING, "ready": ready_to_pair(wave)}
    if wave.status in BEFORE_PAIRING:
        return page(request, "pairing/before", context)
    if context["is_pairing"]:
        context |= people_today(wave)
    proposal = latest_proposal(wave)
    if proposal is None:
        return page(request, "pairing/nothing_yet", context)
    is_draft = context["is_pairing"] and proposal.status == Proposal.Status.DRAFT
    if is_draft and "candidates" in context:
        context["stale"] = changes_since(proposal, context["candidates"])
    return page(request, "pairing/pairing", context | contents(request, proposal) | {"is_draft": is_draft})


def latest_proposal(wave):
    """The draft in hand, or the list published last."""
    found = list(wave.proposals.in_hand().select_related("wave__program").order_by("-number"))
    drafts = [proposal for proposal in found if proposal.status == Proposal.Status.DRAFT]
    return (drafts or found or [None])[0]


def people_today(wave):
    """Who may be paired today; a directory or rule that makes no sense is told in its own words."""
    try:
        candidates = candidates_of(wave, today=timezone.localdate())
    except (BadPool, BadSettings) as trouble:
        return {"trouble": str(trouble)}
    pool = candidates.pool
    missing = "" if pool.mentors and pool.mentees else nobody_free(pool)
    return {
        "candidates": candidates,
        "missing": missing,
        "free_mentors": len(pool.mentors),
        "free_mentees": len(pool.mentees),
        "coaches": len(pool.coaches),
    }


def contents(request, proposal):
    """The list with its filters, and the cohort beside it."""
    pairs = list(proposal.pairs.select_related("mentor", "mentee", "coach"))
    marks = list(proposal.wave.pairing_marks.select_related("mentor", "mentee"))
    rows = workbench.rows_of(pairs, {(mark.mentor_id, mark.mentee_id): mark.kind for mark in marks})
    show, words = request.GET.get("show", ""), searched(request)
    sort = request.GET.get("sort", "")
    found = workbench.chosen(rows, show=show, words=words, sort=sort)
    page_obj = Paginator(found, TO_A_PAGE).get_page(request.GET.get("page"))
    loads = workbench.coach_loads(proposal, pairs)
    return {
        "proposal": proposal,
        "headline": workbench.headline(proposal, rows),
        "lede": workbench.lede(proposal, rows),
        "page_obj": page_obj,
        "rows": page_obj.object_list,
        "all_count": len(rows),
        "look_count": sum(row.needs_a_look for row in rows),
        "locked_count": sum(row.locked for row in rows),
        "show": show,
        "words": words,
        "sort": sort,
        "legend": workbench.key_of(pairs),
        "cohort": workbench.cohort(proposal, pairs),
        "loads": loads,
        "load_summary": workbench.load_summary(loads),
        "left_over": proposal.left_over.select_related("person"),
        "forbidden": [mark for mark in marks if mark.kind == Mark.Kind.FORBID],
        "pair_word": counted(len(rows), "pair"),
        "wished": [mark for mark in marks if mark.kind == Mark.Kind.WISH],
        "to_undo": to_undo(proposal.wave),
        "run": latest_run(proposal.wave),
        "tried_count": proposal.wave.proposals.filter(status=Proposal.Status.SCENARIO).count(),
    }


@require_POST
def proposal_new(request, pk):
    """Make the next draft."""
    wave = wave_to_pair(request, pk)
    now = timezone.now()
    try:
        if wave.status == Wave.Status.PAIRING and is_long(candidates_now(wave, now).pool):
            begin_run(wave, by=request.user, now=now)
            return redirect("pairing_run", wave.pk)
        proposal = propose_pairs(wave, by=request.user, now=now)
    except CannotPropose as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"{proposal} is ready. Nobody but the coordinators can see it.")
    return redirect("pairing", wave.pk)


@require_POST
def pairing_coaches(request, pk):
    """Choose the coaches of the draft's pairs anew."""
    wave = wave_to_pair(request, pk)
    try:
        changed = even_out(wave, by=request.user, now=timezone.now())
    except (CannotPropose, NotAllowed, NotOptimal) as trouble:
        messages.error(request, str(trouble))
    else:
        said = f"{counted(changed, 'pair')} got another coach. You can undo it."
        messages.success(request, said if changed else "They are as even as rules and limits let them be.")
    return redirect("pairing", wave.pk)


@require_POST
def pairing_mark(request, pk):
    """Lock two people, keep them apart, or let the matching decide again."""
    wave = wave_to_pair(request, pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is not a pair of this wave.")
        return back_to("pairing", wave.pk, request)
    two = {"mentor": form.cleaned_data["mentor"], "mentee": form.cleaned_data["mentee"]}
    kind = None if form.cleaned_data["kind"] == "clear" else form.cleaned_data["kind"]
    try:
        mark_pair(wave, **two, kind=kind, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
    except (CannotMark, NotAllowed, BadPool, BadSettings) as trouble:
        messages.error(request, str(trouble))
    return back_to("pairing", wave.pk, request)


@require_http_methods(["GET", "POST"])
def publication(request, pk):
    """Who gets what when a draft is published, and the button that does it."""
    proposals = Proposal.objects.visible_to(request.user).select_related("wave__program")
    proposal = get_object_or_404(proposals, pk=pk)
    request.wave = wave = proposal.wave
    require(can_pair(request.user, wave))

    if request.method == "POST":
        new = publish_proposal(proposal, by=request.user, now=timezone.now())
        number = counted(proposal.pairs.count(), "pair")
        messages.success(request, f"{number} published." if new else f"{number} were published already.")
        return redirect("pairs", wave.pk)
    pairs = list(proposed_pairs(proposal))
    checks = checks_of(wave, proposal, pairs)
    context = {
        "wave": wave,
        "proposal": proposal,
        "number": counted(len(pairs), "pair"),
        "mails": counted(3 * len(pairs), "mail"),
        "coaches": counted(len({pair.coach_id for pair in pairs if pair.coach_id}), "coach", "coaches"),
        "checks": checks,
        "may_publish": bool(pairs) and not problems(checks),
        "previews": mail_previews(wave, pairs),
        "left_over": proposal.left_over.count(),
    }
    return page(request, "pairing/publication", context)


def checks_of(wave, proposal, pairs):
    """The questions asked before publishing, or the one reason why they need not be asked."""
    if proposal.status == Proposal.Status.PUBLISHED:
        return [Check("", ["These pairs are published."])]
    if proposal.status == Proposal.Status.DISCARDED:
        return [Check("", ["A newer draft has taken the place of this one."])]
    if wave.status != Wave.Status.PAIRING:
        return [Check("", [f"Pairs are published while a wave is pairing; this one is {wave.status}."])]
    try:
        return review(proposal, pairs, candidates_of(wave, today=timezone.localdate()))
    except (BadPool, BadSettings) as trouble:
        return [Check("", [str(trouble)])]


@require_GET
def pairs(request, pk):
    """All pairs of a wave, for coordinators."""
    wave = wave_to_pair(request, pk)
    words, status = searched(request), request.GET.get("status", "")
    sort = request.GET.get("sort", "team")
    published = Pair.objects.filter(wave=wave).published()
    found = published.with_people().order_by(*order_of(sort))
    if status in Pair.Status.values:
        found = found.filter(status=status)
    for word in words.split()[:6]:
        found = found.filter(
            Q(team_name__icontains=word)
            | Q(mentor__given_name__icontains=word)
            | Q(mentor__family_name__icontains=word)
            | Q(mentee__given_name__icontains=word)
            | Q(mentee__family_name__icontains=word)
        )
    page_obj = Paginator(found, TO_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "wave": wave,
        "page_obj": page_obj,
        "words": words,
        "status": status,
        "sort": sort,
        "counts": status_counts(published),
        "may_rematch": wave.status in (Wave.Status.PREPARING, Wave.Status.RUNNING),
        "is_filtered": bool(words or status),
    }
    return page(request, "pairing/pairs", context)


def order_of(sort):
    columns = ORDERS.get(sort.lstrip("-"), ORDERS["team"])
    return [f"-{column}" for column in columns] if sort.startswith("-") else columns


def status_counts(published):
    """How many pairs stand in each status, in the order of a pair's life."""
    statuses = list(published.order_by().values_list("status", flat=True))
    counts = [(value, label, statuses.count(value)) for value, label in Pair.Status.choices]
    return {"all": len(statuses), "each": [entry for entry in counts if entry[2]]}


def pair_in_sight(request, pk):
    pair = get_object_or_404(Pair.objects.visible_to(request.user).with_people(), pk=pk)
    request.wave = pair.wave
    return pair


@require_GET
def pair(request, pk):
    """One pair: who, their coach, whose name may be shown."""
    pair = pair_in_sight(request, pk)
    is_member = can_show_name(request.user, pair)
    mine = pair.mentor_shows_name if request.user.pk == pair.mentor_id else pair.mentee_shows_name
    context = {
        "pair": pair,
        "wave": pair.wave,
        "is_member": is_member,
        "shows_my_name": is_member and mine,
        "partner": pair.partner_of(request.user) if is_member else None,
        "may_look_after": can_look_after(request.user, pair),
        "is_coordinated": can_pair(request.user, pair.wave),
        "history": pair.history.select_related("by")[:20],
        **cared_for(request.user, pair),
    }
    return page(request, "pairing/pair", context)


def cared_for(user, pair):
    """What stands on a pair's page for one of the two, for its coach, or for a coordinator."""
    is_coach = user.pk == pair.coach_id
    words = pair.quiet_words.filter(settled_at=None).select_related("by")
    looks_after = can_look_after(user, pair)
    return {
        "is_coach": is_coach,
        "words": list(words) if is_coach else [],
        "my_word": words.filter(by=user).first() if pair.has_member(user) else None,
        "ending": PairEnding.objects.filter(pair=pair).first() if is_coach else None,
        "concerns": list(pair.concerns.filter(settled_at=None)) if looks_after else [],
        "agreement": latest_agreement(pair) if is_coach or pair.has_member(user) else None,
    }


@require_POST
def pair_naming(request, pk):
    """Agree to be named, or take it back."""
    pair = pair_in_sight(request, pk)
    require(can_show_name(request.user, pair))
    form = NamingForm(request.POST)
    if form.is_valid() and form.cleaned_data["agrees"]:
        agree_to_be_named(pair, request.user)
        messages.success(request, "You have agreed to be named.")
    else:
        take_back_name(pair, request.user)
        messages.success(request, "Your name is private.")
    return redirect(pair)


@require_POST
def pair_pause(request, pk):
    """Let a pair rest, or take it up again."""
    pair = pair_in_sight(request, pk)
    require(can_look_after(request.user, pair))
    if request.POST.get("resume"):
        resume_pair(pair, by=request.user)
        messages.success(request, f"{pair} is active again.")
    else:
        pause_pair(pair, by=request.user)
        messages.success(request, f"{pair} is paused.")
    return redirect(pair)


@require_http_methods(["GET", "POST"])
def pair_ending(request, pk):
    """Conclude a pair early: the page shows the words that both will read, the press sends them."""
    pair = pair_in_sight(request, pk)
    require(can_look_after(request.user, pair))
    is_coach = request.user.pk == pair.coach_id
    form = EndingForm(request.POST if is_coach else None)
    if request.method == "POST" and (not is_coach or form.is_valid()):
        category = form.cleaned_data["category"] if is_coach else ""
        end_pair(pair, by=request.user, category=category, now=timezone.now())
        messages.success(request, f"{pair} has concluded. Both have been told in the same words.")
        return redirect(pair)
    may_end = Pair.Status.ENDED in Pair.STEPS[pair.status]
    context = {"pair": pair, "wave": pair.wave, "may_end": may_end, "form": form if is_coach else None}
    return page(request, "pairing/pair_ending", context)
