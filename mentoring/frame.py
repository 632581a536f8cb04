"""The frame around every page: chrome in proportion to the role."""

from django.conf import settings
from django.db.models import Count, IntegerField, Value
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from programs.access import can_share_in
from programs.models import Application, PostReport, Scorecard, Wave
from reports.access import can_read_leaderboard

from .roles import LABELS, parts_of

KINDS = {"coordinator": "side", "coach": "side", "mentor": "top", "mentee": "bare", "assistant": "bare"}


def frame(request):
    """Context processor: the frame, worked out only for pages that draw one."""
    return {"product_name": settings.PRODUCT_NAME, "frame": SimpleLazyObject(lambda: build(request))}


def build(request):
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"kind": "public", "theme": "", "nav": [], "roles": [], "person": None}
    parts = parts_of(request.user)
    part = current_part(request, parts)
    wave = current_wave(request, part)
    theme = request.preferences.theme if request.preferences else "system"
    return {
        "kind": KINDS.get(part.key, "top"),
        "shortcuts": request.preferences.has_shortcuts if request.preferences else True,
        "theme": "" if theme == "system" else theme,
        "person": request.user,
        "role": part.label,
        "may_open_admin": any(each.key in ("coordinator", "administrator") for each in parts),
        "role_key": part.key,
        "roles": [
            {"key": each.key, "label": LABELS[each.key], "current": each.key == part.key} for each in parts
        ],
        "wave": wave,
        "wave_switch": wave_switch(request.user, part, wave),
        "shares": SimpleLazyObject(lambda: mark_shared(request, shares(request.user, wave))),
        "nav": mark_current(request, NAVIGATION.get(part.key, nav_of_others)(request.user, part, wave)),
    }


def current_part(request, parts):
    """The role the person chose last, else their first."""
    chosen = request.session.get("role")
    return next((part for part in parts if part.key == chosen), parts[0])


def current_wave(request, part):
    """The wave of the page in front of the reader, else the one last opened, else the best."""
    if wave := getattr(request, "wave", None):
        return wave
    pk = getattr(request, "wave_id", None) or request.session.get("wave") or part.wave_id
    waves = Wave.objects.visible_to(request.user).select_related("program")
    found = waves.filter(pk=pk).first() if pk else None
    return found or (waves.filter(pk=part.wave_id).first() if part.wave_id else None)


def wave_switch(user, part, wave):
    """The wave in front and the others one may change to; only where there is a sidebar."""
    if wave is None or KINDS.get(part.key) != "side":
        return None
    others = Wave.objects.served_by(user, part.key).select_related("program").order_by("program", "-number")
    return {
        "current": described(wave, part),
        "items": [described(other, part) for other in others if other.pk != wave.pk],
    }


def described(wave, part):
    return {
        "label": f"Wave {wave.number}",
        "meta": f"{wave.program.name} · {wave.get_status_display().lower()}",
        "url": reverse("schedule" if part.key == "coach" else "wave", args=[wave.pk]),
    }


# what is pressed after g to go there (`static/js/shortcuts.js`)
LETTERS = {"wave": "o", "pairs": "p", "schedule": "s", "my_schedule": "s", "leaderboard": "l"}


def item(label, icon, name, *args, count=None, now=False):
    return {
        "label": label,
        "icon": icon,
        "url": reverse(name, args=args),
        "name": name,
        "count": count,
        "now": now,
        "go": LETTERS.get(name, ""),
    }


def group(label, *items):
    return {"label": label, "items": list(items)}


def leaderboard(user, wave):
    """The entry of a leaderboard that is kept and that the reader may open, or none."""
    if wave.has_leaderboard and can_read_leaderboard(user, wave):
        return [item("Leaderboard", "podium", "leaderboard", wave.pk)]
    return []


def shares(user, wave):
    """What the people of a program share, for whoever shares it: also the links below a mentee's home."""
    if wave is None or not can_share_in(user, wave.program):
        return []
    return [
        item("Training", "check", "training"),
        item("Resources", "book", "resources", wave.program_id),
        item("Discussions", "message", "discussions", wave.program_id),
        item("News", "mail", "announcements", wave.program_id),
        item("Meetings", "calendar", "events", wave.pk),
        item("Alumni", "users", "alumni", wave.program_id),
    ]


def community(user, wave):
    """One entry for all that is shared, where there is a bar and no room for each."""
    if wave is None or not can_share_in(user, wave.program):
        return []
    return [item("Community", "message", "announcements", wave.program_id)]


def reported_to(user, wave):
    """The passages that wait for this person, who is one of two that were told."""
    return PostReport.objects.visible_to(user).open().filter(post__discussion__program=wave.program_id)


def numbers_of(*querysets):
    """How many rows each of them has, in one statement."""
    counted = [
        rows.order_by()
        .annotate(place=Value(place, output_field=IntegerField()))
        .values("place")
        .annotate(number=Count("pk", distinct=True))
        .values_list("place", "number")
        for place, rows in enumerate(querysets)
    ]
    found = dict(counted[0].union(*counted[1:], all=True))
    return [found.get(place, 0) for place in range(len(counted))]


def nav_of_coordinator(user, part, wave):
    if wave is None:
        return [group("Build", item("Programs", "sliders", "programs"), item("People", "users", "people"))]
    waiting, pairs, reported = numbers_of(
        Application.objects.filter(wave=wave).undecided(),
        wave.pairs.published().live(),
        reported_to(user, wave),
    )
    return [
        group(
            "Run",
            item("Overview", "home", "wave", wave.pk),
            item("Pairs", "pair", "pairs", wave.pk, count=pairs or None),
            item("Schedule", "calendar", "schedule", wave.pk),
            *leaderboard(user, wave),
            item("Surveys", "message", "surveys", wave.pk),
            item("Meetings", "users", "events", wave.pk),
            item("News", "mail", "announcements", wave.program_id),
        ),
        group(
            "Build",
            item("Applications", "inbox", "applications", wave.pk, count=waiting or None, now=True),
            item("Pairing", "swap", "pairing", wave.pk),
            item("People", "users", "people"),
            item("Set-up", "sliders", "wave_setup", wave.pk),
            item("Programs", "book", "programs"),
        ),
        group(
            "Learn",
            item("Impact report", "chart", "impact", wave.pk),
            item("Review", "flag", "wave_review", wave.pk),
            item("Training", "check", "wave_training", wave.pk),
            item("Resources", "book", "resources", wave.program_id),
            item(
                "Discussions",
                "message",
                "discussions",
                wave.program_id,
                count=reported or None,
                now=True,
            ),
        ),
    ]


def nav_of_coach(user, part, wave):
    items = [item("Caseload", "home", "caseload"), item("Schedule", "calendar", "my_schedule")]
    if wave is None:
        return [group("Run", *items)]
    return [group("Run", *items, *leaderboard(user, wave)), group("Learn", *shares(user, wave))]


def nav_of_mentor(user, part, wave):
    items = [item("My session", "home", "home")]
    if wave:
        items += [
            item("Schedule", "calendar", "my_schedule"),
            *leaderboard(user, wave),
            item("Guidelines", "book", "guidelines", wave.pk),
            *community(user, wave),
        ]
    items.append(item("Talent profile", "users", "profile"))
    return [group("Main", *items)]


def nav_of_others(user, part, wave):
    items = [item("Home", "home", "home")]
    if part.key in ("steering", "sponsor") and wave:
        items.append(item("Impact report", "chart", "impact", wave.pk))
    if part.key == "steering" and wave:
        mine = Scorecard.objects.waiting().filter(reviewer=user, application__wave=wave).count()
        items += [
            item("Applications", "inbox", "applications", wave.pk, count=mine or None, now=True),
            item("Review", "flag", "wave_review", wave.pk),
        ]
    if part.key in ("steering", "sponsor"):
        items += community(user, wave)
    if part.key == "administrator":
        items += [
            item("People", "users", "people"),
            item("Imports", "download", "directory_imports"),
            item("Jobs", "history", "jobs"),
        ]
    if part.key == "colleague":
        items.append(item("Talent profile", "users", "profile"))
    return [group("Main", *items)]


NAVIGATION = {
    "coordinator": nav_of_coordinator,
    "coach": nav_of_coach,
    "mentor": nav_of_mentor,
    "mentee": lambda user, part, wave: [],
    "assistant": lambda user, part, wave: [],
}


# pages that stand under an entry without having its address in front of theirs
UNDER = {
    "application": "applications",
    "application_decision": "applications",
    "application_decisions": "applications",
    "scorecard": "applications",
    "conflict": "applications",
    "board": "applications",
    "late_invitations": "applications",
    "scoring": "applications",
    "reviewers": "applications",
    "decision": "applications",
    "decisions": "applications",
    "pair": "pairs",
    "pair_ending": "pairs",
    "agreement": "pairs",
    "pair_coach": "pairs",
    "rematch": "pairs",
    "consultation": "pairing",
    "publication": "pairing",
    "pairing_alternatives": "pairing",
    "pairing_scenarios": "pairing",
    "pairing_history": "pairing",
    "pairing_run": "pairing",
    "survey_results": "surveys",
    "readiness": "surveys",
    "training_module": "training",
    "resource": "resources",
    "announcement": "announcements",
    "announcement_new": "announcements",
    "discussion": "discussions",
    "post_edit": "discussions",
    "post_report_new": "discussions",
    "post_report": "discussions",
    "finding_new": "wave_review",
    "finding_edit": "wave_review",
    "steering_offers": "wave_review",
    "event": "events",
    "event_edit": "events",
    "event_cancellation": "events",
    "resource_edit": "resources",
    "wave_curriculum": "wave_setup",
    "wave_new": "wave_setup",
    "wave_differences": "wave_setup",
    "setup_purpose": "wave_setup",
    "setup_roles": "wave_setup",
    "setup_rules": "wave_setup",
    "setup_confidentiality": "wave_setup",
    "setup_messages": "wave_setup",
    "program_differences": "wave_setup",
    "objective": "wave_setup",
    "objective_new": "wave_setup",
    "objective_edit": "wave_setup",
    "wave_step": "wave_setup",
    "wave_cancellation": "wave_setup",
    "program": "programs",
    "undelivered": "programs",
    "session_move": "schedule",
    "session_place": "schedule",
    "my_pair": "home",
    "session": "home",
    "note": "home",
    "note_versions": "home",
    "summary": "home",
    "pulse": "home",
    "thread": "home",
    "my_calendar": "schedule",
    "follow_up": "home",
    "summaries": "pairs",
}


# for whom one entry stands for all that is shared
SHARED = ("training", "resources", "discussions", "announcements", "events", "alumni")


def mark_shared(request, entries):
    """Mark the tab to which the page belongs."""
    name = request.resolver_match.url_name if request.resolver_match else None
    for entry in entries:
        entry["current"] = entry["name"] in (name, UNDER.get(name))
    return entries


def mark_current(request, groups):
    """Mark the entry to which the page belongs: by name, else by the longest beginning of its address."""
    entries = [entry for each in groups for entry in each["items"]]
    name = request.resolver_match.url_name if request.resolver_match else None
    found = [entry for entry in entries if entry["name"] in (name, UNDER.get(name))]
    if not found and (name in SHARED or UNDER.get(name) in SHARED):
        found = [entry for entry in entries if entry["name"] == "announcements"]
    if not found:
        under = [entry for entry in entries if entry["url"] != "/" and request.path.startswith(entry["url"])]
        found = sorted(under, key=lambda entry: len(entry["url"]))[-1:]
    for entry in entries:
        entry["current"] = entry in found[:1]
    return groups
