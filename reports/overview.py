"""The coordinators' page of a wave: the news, where we are, and what needs somebody now (H3)."""

from programs import dates
from programs.models import Wave
from programs.upcoming import groups
from programs.waves import forecast, has_begun
from programs.words import spelled
from sessions.progress import WORST_FIRST

from .checklist import checklist
from .figures import Figures
from .funnel import funnel
from .needs import needs
from .panels import panel
from .plan_figures import measures
from .risks import risks
from .timeline import timeline

Status = Wave.Status
ON_PACE = 0.8  # of the pairs are through the session that is due
SHOWN, REMINDERS_SHOWN = 3, 6


def overview(wave, reader, now, today):
    """Everything the page of a wave shows, panel by panel; a number of statements that does not grow."""
    figures = Figures(wave, reader, now, today)
    lines = panel(headline, figures)
    return {
        "state": state_of(wave),
        "headline": lines.shows or f"Wave {wave.number}",
        "lede": panel(lede, figures).shows or "",
        "timeline": panel(picture, figures),
        "measures": panel(measures, figures) if has_begun(wave, Status.RUNNING) else None,
        "checklist": None if has_begun(wave, Status.RUNNING) else panel(checklist, figures),
        "needs": panel(needs, figures),
        "health": panel(health, figures),
        "risks": panel(risks, figures),
        "funnel": panel(funnel, wave),
        "clock": panel(clock, figures),
        "reminders": panel(reminders, figures),
    }


def state_of(wave):
    """What kind of page a wave has: before its sessions, while they run, in its review, over."""
    if wave.is_over:
        return "over"
    if wave.status == Status.REVIEWING:
        return "review"
    return "running" if wave.status == Status.RUNNING else "before"


def headline(figures):
    """The news in one sentence; the plain noun when there is none."""
    wave = figures.wave
    name = f"Wave {wave.number}"
    if wave.status == Status.RECRUITING:
        return f"{name} is open for applications"
    if wave.status == Status.REVIEWING:
        return f"{name} is under review"
    if wave.status != Status.RUNNING or not figures.running:
        return f"{name} is {wave.get_status_display().lower()}"
    due = figures.number - 1
    on_pace = due < 1 or figures.held.get(due, 0) >= ON_PACE * len(figures.running)
    pace = "is on pace" if on_pace else "is behind its plan"
    in_trouble = figures.tones["risk"]
    if in_trouble:
        return (
            f"{name} {pace}; {spelled(in_trouble)} {'pair needs' if in_trouble == 1 else 'pairs need'} help"
        )
    return f"{name} {pace}"


def lede(figures):
    """Where the wave is, in at most three short sentences."""
    wave, today = figures.wave, figures.today
    if wave.status in (Status.REVIEWING, Status.CLOSED):
        ended = dates.day(wave.sessions_end_on, today=today)
        return f"Its sessions ended on {ended}. The report says what came of them."
    if wave.status == Status.CANCELLED:
        return "It was called off; everybody who applied was told."
    if wave.status != Status.RUNNING:
        return f"Sessions start on {dates.day(wave.sessions_start_on, today=today)}."
    if not figures.running:
        return ""
    weeks = max(1, -(-((wave.sessions_end_on - wave.sessions_start_on).days + 1) // 7))
    week = min(weeks, (today - wave.sessions_start_on).days // 7 + 1)
    said, number = [f"Week {max(week, 1)} of {weeks}."], figures.number
    if number > 1:
        through = figures.held.get(number - 1, 0)
        said.append(f"{through} of {len(figures.running)} pairs are through session {number - 1}.")
    if open_now := next((window for window in figures.windows if window.holds(today)), None):
        closes = dates.day(open_now.last, today=today)
        said.append(f"The session {open_now.number} window closes {closes}.")
    return " ".join(said)


def picture(figures):
    """The timeline of the wave, with what its pairs have done in it."""
    return timeline(
        figures.wave,
        figures.windows,
        figures.held,
        figures.booked,
        len(figures.running),
        figures.today,
    )


def health(figures):
    """Pairs by tone, worst first, and the ones to name."""
    if has_begun(figures.wave, Status.REVIEWING):
        return how_it_ended(figures)
    progress = figures.progress
    by_tone = {
        tone: [pair for pair in figures.pairs if progress[pair.pk].tone == tone] for tone in WORST_FIRST
    }
    named = [
        {"pair": pair, "reason": progress[pair.pk].reason}
        for tone in ("risk", "watch")
        for pair in by_tone[tone]
    ]
    words = {"risk": "need help", "watch": "on watch", "ok": "on track", "ended": "concluded"}
    return {
        "count": len(figures.pairs),
        "rows": [
            {"tone": tone, "count": len(by_tone[tone]), "word": words[tone]}
            for tone in WORST_FIRST
            if by_tone[tone]
        ],
        "named": named[:SHOWN],
    }


def reminders(figures):
    """What leaves within days, what is held, and how many groups there are besides."""
    found = groups(figures.wave, figures.now)
    return {
        "groups": found[:REMINDERS_SHOWN],
        "more": max(0, len(found) - REMINDERS_SHOWN),
        "next": next_of(found),
    }


def next_of(found):
    """When the first reminder leaves that nobody holds."""
    return next((group.due_at for group in found if not group.is_held), None)


def how_it_ended(figures):
    """After the sessions: pairs that went to the end, and those that concluded early."""
    early = len(figures.pairs) - len(figures.running)
    rows = [
        {"tone": "ok", "count": len(figures.running), "word": "to the end"},
        {"tone": "ended", "count": early, "word": "concluded early"},
    ]
    return {"count": len(figures.pairs), "rows": [row for row in rows if row["count"]], "named": []}


def clock(figures):
    """What the clock does next, in a sentence."""
    wave = figures.wave
    if wave.next_status is None:
        return ""
    return forecast(wave, figures.blockers, today=figures.today)
