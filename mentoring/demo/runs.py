"""What the pairs did: sessions held, moved and missed, notes, readings, check-ins, survey answers."""

from datetime import date, timedelta

from pairing.lifecycle import agree_to_be_named, end_pair
from programs.lifecycle import move
from programs.models import StatusChange
from reports.models import Answer, Response
from sessions.lifecycle import hold_session
from sessions.models import CoachCheckin, Reading, Session, SessionMove, SessionNote, TimeSpent
from sessions.wall_clock import instant

from . import texts

DAY = timedelta(days=1)


def working_day(day):
    """``day``, or the Monday after it."""
    return day + DAY * (7 - day.weekday()) if day.weekday() > 4 else day


def rebook(session, on, *, at=None, moves=0, by=None):
    """Put a session on another day, with the moves that took it there."""
    previous = session.starts_at
    session.local_date = working_day(on)
    session.local_time = at or session.local_time
    session.starts_at = instant(session.local_date, session.local_time, session.time_zone)
    session.times_moved = moves
    session.sequence += moves
    session.save(update_fields=["local_date", "local_time", "starts_at", "times_moved", "sequence"])
    for number in range(moves):
        SessionMove.objects.create(
            session=session,
            previous_start=previous + number * 3 * DAY,
            new_start=previous + (number + 1) * 3 * DAY,
            by=by,
            moved_at=previous - DAY,
        )


def put_off(sessions, on, **how):
    """The first of these sessions takes place on ``on``, the ones after it three weeks apart as before."""
    rebook(sessions[0], on, **how)
    for weeks, session in enumerate(sessions[1:], start=1):
        rebook(session, sessions[0].local_date + 3 * weeks * 7 * DAY)


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

    def write_note(self, session, at):
        SessionNote.objects.create(
            session=session,
            author=session.pair.mentor,
            did=self.dice.choice(texts.DID),
            was_new=self.dice.choice(texts.WAS_NEW),
            aha=self.dice.choice(texts.AHA),
            actions=self.dice.choice(texts.ACTIONS),
            sharing=self.dice.choice(["pair", "pair", "pair", "coach"]),
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
        questions = {question.code: question for question in survey.questions.all()}
        for place, person in enumerate(people):
            response = Response.objects.create(survey=survey, person=person, answered_at=at)
            Answer.objects.bulk_create(
                Answer(response=response, question=questions[code], value=given[place])
                for code, given in values.items()
                if place < len(given)
            )


def sessions_of(pair):
    return list(pair.sessions.select_related("pair__mentor", "pair__mentee").order_by("number"))


def backdate(pairs):
    """The history of sessions carries the time of the session, not of loading."""
    for pk, held_at in Session.objects.held().filter(pair__in=pairs).values_list("pk", "starts_at"):
        StatusChange.objects.filter(
            subject_id=pk, subject_type__app_label="mentoring_sessions", current="held"
        ).update(at=held_at + timedelta(hours=1))


def confirm(session):
    move(session, Session.Status.CONFIRMED, by=session.pair.mentee)
