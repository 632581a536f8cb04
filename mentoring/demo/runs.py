"""What the pairs did: sessions held, moved and missed, notes, readings, check-ins, survey answers."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from pairing.lifecycle import agree_to_be_named, end_pair
from programs import calendar
from programs.lifecycle import move
from programs.models import StatusChange
from reports.models import Answer, Response
from reports.surveys import write_questions
from sessions.lifecycle import hold_session
from sessions.models import CoachCheckin, Reading, Session, SessionMove, SessionNote, TimeSpent
from sessions.schedule import days_off
from sessions.wall_clock import instant

from . import texts

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LEAST_APART = timedelta(days=10)


def open_days(pair, first, last):
    """The days between two dates on which a pair can meet."""
    off = days_off(pair, first, last)
    return [day for day in calendar.span(first, last) if calendar.is_open(day, off)]


def open_day(pair, day):
    """``day``, or the next on which the pair can meet."""
    return open_days(pair, day, day + 3 * WEEK)[0]


def quietest(days, pair):
    """The one of these days on which the fewest pairs of the wave meet."""
    booked = Session.objects.booked().filter(pair__wave=pair.wave_id, local_date__in=days)
    load = Counter(booked.values_list("local_date", flat=True))
    return min(days, key=lambda day: (load[day], day))


def rebook(session, on, *, at=None):
    """Put a session on another day, as if it had been planned for it."""
    session.local_date = open_day(session.pair, on)
    session.local_time = at or session.local_time
    session.starts_at = instant(session.local_date, session.local_time, session.time_zone)
    session.save(update_fields=["local_date", "local_time", "starts_at"])


def move_about(session, days, *, by):
    """Move a session from day to day, each time the day before it was to be."""
    for on in days:
        previous = session.starts_at
        rebook(session, on)
        session.times_moved += 1
        session.sequence += 1
        session.save(update_fields=["times_moved", "sequence"])
        SessionMove.objects.create(
            session=session,
            previous_start=previous,
            new_start=session.starts_at,
            by=by,
            moved_at=previous - DAY,
        )


def keep_apart(sessions):
    """Sessions that would follow too soon on the one before go two weeks after it."""
    for before, session in pairwise(sessions):
        if session.local_date - before.local_date < LEAST_APART:
            rebook(session, before.local_date + 2 * WEEK)


class Storyteller:
    """Lets pairs live through their sessions, drawn with one fixed seed."""

    def __init__(self, dice):
        self.dice = dice

    def show_names(self, pair):
        for person in (pair.mentor, pair.mentee):
            agree_to_be_named(pair, person)

    def hold(self, session, *, note_after_days=1, outcome="full", read=True, confirmed=True):
        """A session held at its time, with its note posted so many days later (None: not yet)."""
        ended = session.ends_at
        self.share_agenda(session, session.starts_at - 2 * DAY)
        hold_session(session, by=session.pair.mentor, outcome=outcome, now=ended)
        if confirmed:
            Session.objects.filter(pk=session.pk).update(mentee_confirmed_at=ended + timedelta(hours=3))
        if note_after_days is not None:
            self.write_note(session, ended + note_after_days * DAY)
        if read:
            Reading.objects.filter(session=session).update(read_at=session.starts_at - DAY)
        TimeSpent.objects.create(
            session=session,
            research=self.dice.choice([40, 50, 60, 75]),
            preparing=self.dice.choice([45, 60, 60, 80]),
            in_session=session.minutes,
            notes=self.dice.choice([30, 45, 60]),
        )

    def share_agenda(self, session, at):
        Session.objects.filter(pk=session.pk).update(agenda_shared_at=at)

    def write_note(self, session, at):
        sharing = self.dice.choice(["pair", "pair", "pair", "coach"])
        SessionNote.objects.create(
            session=session,
            author=session.pair.mentor,
            did=self.dice.choice(texts.DID),
            was_new=self.dice.choice(texts.WAS_NEW),
            aha=self.dice.choice(texts.AHA),
            actions=self.dice.choice(texts.ACTIONS),
            sharing=sharing,
            promised=sharing,
            posted_at=at,
        )

    def check_in(self, pair, until):
        """The coach kept the check-ins that were planned before ``until``."""
        CoachCheckin.objects.filter(pair=pair, planned_on__lt=until).update(
            held_on=date.min, case_note="Both are well; the next date stands."
        )
        for checkin in CoachCheckin.objects.filter(pair=pair, held_on=date.min):
            checkin.held_on = checkin.planned_on
            checkin.save(update_fields=["held_on"])

    def conclude(self, pair, by, at):
        end_pair(pair, by=by)
        StatusChange.objects.filter(subject_id=pair.pk, current="ended").update(at=at)

    def answer(self, survey, people, at, **values):
        """Responses to a survey; ``values`` give each question one value per person."""
        write_questions(survey)
        questions = {question.code: question for question in survey.questions.all()}
        for place, person in enumerate(people):
            response = Response.objects.create(survey=survey, person=person, answered_at=at)
            Answer.objects.bulk_create(
                Answer(response=response, question=questions[code], value=given[place])
                for code, given in values.items()
                if place < len(given)
            )


def sessions_of(pair):
    return list(pair.sessions.select_related("pair__mentor", "pair__mentee", "pair__wave").order_by("number"))


def backdate(pairs):
    """The history of sessions carries the time of the session, not of loading."""
    for pk, held_at in Session.objects.held().filter(pair__in=pairs).values_list("pk", "starts_at"):
        StatusChange.objects.filter(
            subject_id=pk, subject_type__app_label="mentoring_sessions", current="held"
        ).update(at=held_at + timedelta(hours=1))


def confirm(session):
    move(session, Session.Status.CONFIRMED, by=session.pair.mentee)
