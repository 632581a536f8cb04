"""What a running wave leaves around its sessions: pulses, messages, a summary released and one that waits."""

import random
from datetime import timedelta

from sessions.models import NoteVersion, Pulse, Session, SessionNote, SessionSummary
from sessions.threads import mark_read, write_message

SEED = 11
AN_HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MESSAGES = (
    ("mentor", "The article for Friday is with your reading. The last page is the one we will argue about."),
    ("mentee", "Read it on the train. I disagree with most of it, which I take is the point."),
    ("mentor", "It is. Bring one customer who would disagree with you."),
)
SUMMARY = (
    "We filed a practice claim on a phone, side by side, and timed it: eleven minutes where the advertisement says "
    "five. Two steps asked for the same document. The claims team has been told which."
)
WAITING = "We read a week of customers’ comments together and answered three of them in plain words."


def add_between(wave, talkative, now):
    """The ``talkative`` pairs write to each other; the first has released a summary, others are asked for one."""
    dice = random.Random(SEED)
    held = Session.objects.held().filter(pair__wave=wave).with_people().order_by("pair", "number")
    Pulse.objects.bulk_create(pulses_of(held, dice))
    NoteVersion.objects.bulk_create(
        NoteVersion(
            note=note, number=1, texts=note.texts, sharing=note.sharing, was_posted=True, at=note.posted_at
        )
        for note in SessionNote.objects.filter(session__pair__wave=wave).exclude(posted_at=None)
    )
    last = {session.pair_id: session for session in held}
    for place, pair in enumerate(talkative):
        summarize(last[pair.pk], released=not place)
        talk(pair, now)


def pulses_of(sessions, dice):
    """Nine in ten sides answer; most find it useful."""
    for session in sessions:
        for person in (session.pair.mentor, session.pair.mentee):
            if dice.random() < 0.9:
                yield Pulse(
                    session=session,
                    person=person,
                    useful=dice.choice([3, 4, 4, 5, 5]),
                    agenda_by=dice.choice(["mentor", "mentor", "both"]),
                    spoke_most=dice.choice(["mentor", "mentee", "both", "both"]),
                    challenge=dice.choice([2, 3, 4, 4, 5]),
                    answered_at=session.ends_at + AN_HOUR,
                )


def summarize(session, *, released):
    written_at = session.ends_at + DAY
    SessionSummary.objects.create(
        session=session,
        text=SUMMARY if released else WAITING,
        written_at=written_at,
        mentor_agreed_at=written_at,
        mentee_agreed_at=written_at + DAY if released else None,
    )


def talk(pair, now):
    """Three messages; the mentee has the last one still to read."""
    for hours, (side, text) in zip((50, 26, 3), MESSAGES, strict=True):
        write_message(pair, by=getattr(pair, side), text=text, now=now - hours * AN_HOUR)
    mark_read(pair, pair.mentee, now=now - 20 * AN_HOUR)
    mark_read(pair, pair.mentor, now=now)
