"""What of a wave's figures waits for its coordinators; other duties are registered in `programs.needs`."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from programs import dates, undelivered
from programs.models import Wave
from programs.needs import Need, needs_of, oldest_first, register
from programs.words import counted


def needs(figures):
    """``{"items", "broken"}``: everything that waits, oldest first."""
    found, broken = needs_of(figures.wave, figures.reader, figures.now)
    found += [*blocked_step(figures), *pairs_in_trouble(figures), *pairs_unnamed(figures)]
    return {"items": oldest_first(found), "broken": broken}


def blocked_step(figures):
    """What stands before the next step of the wave; it waits since the day of that step."""
    wave = figures.wave
    if not figures.blockers:
        return
    due_on = wave.begins_on(wave.next_status)
    began = datetime.combine(due_on, time(0), timezone.get_default_timezone())
    is_late = began <= figures.now
    label = Wave.Status(wave.next_status).label.lower()
    for blocker in figures.blockers:
        yield Need(
            blocker.sentence.rstrip("."),
            f"Before the wave becomes “{label}”, {'which was due' if is_late else 'due'} "
            f"{dates.day(due_on, today=figures.today)}.",
            blocker.url,
            "Open",
            icon="flag",
            since=began if is_late else None,
        )


@register
def messages_given_up(wave, reader, now):
    """Messages of the program that the mail server refused, or of which nobody knows."""
    stuck = undelivered.stuck_in(wave.program)
    if not stuck:
        return []
    return [
        Need(
            f"{counted(len(stuck), 'message')} did not arrive",
            "The mail server refused them, or nobody knows whether they arrived.",
            reverse("undelivered", args=[wave.program_id]),
            "See",
            icon="mail",
            since=stuck[0].owed_at,
        )
    ]


def pairs_in_trouble(figures):
    """Pairs of a wave that runs; afterwards nobody can be helped any more."""
    if figures.wave.status != Wave.Status.RUNNING:
        return
    for pair in figures.running:
        progress = figures.progress[pair.pk]
        if progress.tone == "risk":
            yield Need(
                f"{pair.mentor.family_name} and {pair.mentee.family_name} need help",
                f"{progress.reason}. Coach: {pair.coach.full_name}.",
                pair.get_absolute_url(),
                "Look",
                since=progress.since,
                people=(pair.mentor, pair.mentee),
            )


def pairs_unnamed(figures):
    unnamed = [pair for pair in figures.running if pair.is_live and not pair.is_named]
    if unnamed:
        yield Need(
            f"{counted(len(unnamed), 'pair appears', 'pairs appear')} under a team name",
            "Names show once both people agree; nobody has to.",
            reverse("pairs", args=[figures.wave.pk]),
            "See",
            icon="eye-off",
        )
