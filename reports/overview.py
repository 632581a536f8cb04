"""The coordinators' page of a wave: the news, where we are, and what needs somebody now (H3)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, F, Q
from django.urls import reverse
from django.utils import timezone

from pairing.models import Pair
from programs.blockers import blockers
from programs.models import Notice, ProgramRole, Wave
from programs.waves import windows_of
from programs.words import counted, spelled
from sessions.models import Session, TimeSpent
from sessions.progress import WORST_FIRST, current_number, progress_of

from .plan_figures import funnel, measures
from .timeline import timeline

HOURS_PLANNED = 4


@dataclass(frozen=True)
class Need:
    """Something that waits for the coordinator, with the verb beside it."""

    sentence: str
    detail: str
    url: str
    verb: str
    icon: str = "inbox"
    pair: Pair | None = None


def overview(wave, now, today):
    """Everything the page of a wave shows; a constant number of statements."""
    pairs = list(Pair.objects.published().filter(wave=wave).select_related("mentor", "mentee", "coach"))
    for pair in pairs:
        pair.wave = wave
    progress = progress_of(pairs, now)
    running = [pair for pair in pairs if pair.status != Pair.Status.ENDED]
    tones = Counter(progress[pair.pk].tone for pair in pairs)
    held, booked = session_counts(wave)
    windows = windows_of(wave)
    number = current_number(windows, today)
    return {
        "headline": headline(wave, len(running), tones, held, number),
        "lede": lede(wave, len(running), held, number, today),
        "timeline": timeline(wave, windows, held, booked, len(running), today) if running else None,
        "measures": measures(wave, pairs, running, held, number, today) if running else [],
        "needs": needs(wave, pairs, progress, now),
        "health": health(pairs, progress),
        "risks": risks(wave),
        "funnel": funnel(wave),
        "ahead": ahead(wave, now, today),
        "pairs": pairs,
    }


def session_counts(wave):
    """``({number: held}, {number: booked})`` over the pairs that are not concluded."""
    rows = (
        Session.objects.filter(pair__wave=wave)
        .exclude(pair__status__in=(Pair.Status.ENDED, Pair.Status.PROPOSED))
        .values("number")
        .annotate(
            held=Count("pk", filter=Q(status=Session.Status.HELD)),
            booked=Count("pk", filter=Q(status__in=Session.BOOKED)),
        )
        .order_by()
        .values_list("number", "held", "booked")
    )
    rows = list(rows)
    return {number: held for number, held, _ in rows}, {number: booked for number, _, booked in rows}


def headline(wave, running, tones, held, number):
    """The news in one sentence; the plain noun when there is none."""
    name = f"Wave {wave.number}"
    if wave.status == Wave.Status.RECRUITING:
        return f"{name} is open for applications"
    if wave.status != Wave.Status.RUNNING or not running:
        return f"{name} is {wave.get_status_display().lower()}"
    due = number - 1
    on_pace = due < 1 or held.get(due, 0) >= 0.8 * running
    pace = "is on pace" if on_pace else "is behind its plan"
    if tones["risk"]:
        need = "pair needs" if tones["risk"] == 1 else "pairs need"
        return f"{name} {pace}; {spelled(tones['risk'])} {need} help"
    return f"{name} {pace}"


def lede(wave, running, held, number, today):
    if wave.status != Wave.Status.RUNNING or not running:
        return ""
    weeks = max(1, -(-((wave.sessions_end_on - wave.sessions_start_on).days + 1) // 7))
    week = min(weeks, (today - wave.sessions_start_on).days // 7 + 1)
    text = f"Week {max(week, 1)} of {weeks}."
    if number > 1:
        text += f" {held.get(number - 1, 0)} of {running} pairs are through session {number - 1}."
    return text


def needs(wave, pairs, progress, now):
    """What waits for a person: blockers of the next step, pairs in trouble, messages given up."""
    found = []
    if wave.next_status and not wave.is_over:
        found += [
            Need(
                blocker.sentence,
                f"It stands before “{Wave.Status(wave.next_status).label.lower()}”.",
                blocker.url,
                "Open",
            )
            for blocker in blockers(wave, wave.next_status, now)
        ]
    for pair in pairs:
        if progress[pair.pk].tone == "risk":
            found.append(
                Need(
                    f"{pair.mentor.family_name} and {pair.mentee.family_name} need help",
                    f"{progress[pair.pk].reason}. Coach: {pair.coach.full_name}.",
                    pair.get_absolute_url(),
                    "Look",
                    pair=pair,
                )
            )
    unnamed = [pair for pair in pairs if pair.is_live and not pair.is_named]
    if unnamed:
        found.append(
            Need(
                f"{counted(len(unnamed), 'pair appears', 'pairs appear')} under a team name",
                "Names show once both people agree; nobody has to.",
                reverse("pairs", args=[wave.pk]),
                "See",
                icon="eye-off",
            )
        )
    stuck = Notice.objects.filter(
        delivery__in=(Notice.Delivery.GIVEN_UP, Notice.Delivery.UNKNOWN),
        recipient__applications__wave=wave,
    ).count()
    if stuck:
        found.append(
            Need(
                f"{counted(stuck, 'message')} could not be delivered",
                "The mail server refused them, or nobody knows whether they arrived.",
                reverse("applications", args=[wave.pk]),
                "See",
                icon="mail",
            )
        )
    return found


def health(pairs, progress):
    """Pairs by tone, worst first, and the ones to name."""
    by_tone = {tone: [pair for pair in pairs if progress[pair.pk].tone == tone] for tone in WORST_FIRST}
    named = [
        {"pair": pair, "reason": progress[pair.pk].reason}
        for tone in ("risk", "watch")
        for pair in by_tone[tone]
    ]
    words = {"risk": "need help", "watch": "on watch", "ok": "on track", "ended": "concluded"}
    return {
        "rows": [
            {
                "tone": tone,
                "count": len(by_tone[tone]),
                "word": f"{len(by_tone[tone])} {words[tone]}",
            }
            for tone in WORST_FIRST
            if by_tone[tone]
        ],
        "named": named[:3],
    }


def risks(wave):
    """What could go wrong for the program as a whole: hours over plan, coaches over their limit."""
    found = []
    spent = TimeSpent.objects.filter(session__pair__wave=wave, session__status=Session.Status.HELD).aggregate(
        mean=Avg(F("research") + F("preparing") + F("in_session") + F("notes"))
    )["mean"]
    if spent and spent > 60 * HOURS_PLANNED * 1.1:
        found.append(
            {
                "tone": "watch",
                "sentence": "Mentor hours are running over",
                "detail": f"Average {spent / 60:.1f} of {HOURS_PLANNED} hours per session.",
            }
        )
    loads = (
        ProgramRole.objects.filter(program=wave.program_id, role=ProgramRole.Role.COACH)
        .annotate(
            load=Count(
                "person__pairs_coached",
                filter=Q(person__pairs_coached__wave=wave, person__pairs_coached__status__in=Pair.LIVE),
            )
        )
        .select_related("person")
    )
    for role in loads:
        if role.load > role.capacity:
            found.append(
                {
                    "tone": "watch",
                    "sentence": f"{role.person.full_name} is over the limit of {role.capacity} pairs",
                    "detail": f"{role.load} pairs now.",
                }
            )
    return found


def ahead(wave, now, today):
    """What happens by itself next: the wave's own step, the sessions of the coming week."""
    found = []
    if wave.next_status and not wave.is_over:
        found.append(
            {
                "on": wave.begins_on(wave.next_status),
                "sentence": f"The wave becomes “{Wave.Status(wave.next_status).label.lower()}”",
                "detail": "By the clock, when nothing blocks it.",
            }
        )
    coming = Session.objects.ahead(now).filter(pair__wave=wave).order_by("starts_at")
    first = coming.values_list("starts_at", flat=True).first()
    if first:
        found.append(
            {
                "on": first,
                "sentence": booked_said(coming.count()),
                "detail": "Both people are reminded the day before.",
            }
        )
    for survey in wave.surveys.filter(closes_on__gte=today):
        found.append(
            {
                "on": survey.opens_on,
                "sentence": f"Survey to {survey.get_audience_display().lower()}",
                "detail": survey.title,
            }
        )
    return sorted(found, key=lambda each: day_of(each["on"]))


def booked_said(number):
    return f"{counted(number, 'session')} {'is' if number == 1 else 'are'} booked"


def day_of(moment):
    """The local day of a time; a date as it is."""
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment
