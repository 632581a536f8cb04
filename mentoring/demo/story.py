"""The story as a whole: one program, three waves."""

import random
from datetime import time, timedelta

from django.db import transaction

from programs.guidelines import publish
from programs.models import Application, BlockedDay, Notice, Program, ProgramRole, User, Wave
from programs.roles import take_on
from programs.starting import start_program

from . import cast
from .runs import Storyteller, backdate, confirm, put_off, sessions_of, working_day
from .waves import WEEK, Recruiter, make_wave, noon, pair_up, step

NAME = "Digital Fluency"
Accepted = Application.Status.ACCEPTED


@transaction.atomic
def load(today):
    """Bring the demo program; False when it is there already."""
    if Program.objects.filter(name=NAME).exists():
        return False
    cast.bring_people()
    by = User.objects.get(email=cast.COORDINATOR)
    program = begin_program(by, today)
    recruiter, teller = Recruiter(program, random.Random(11)), Storyteller(random.Random(23))
    monday = today - timedelta(days=today.weekday())
    mentors, mentees = cast.juniors(), cast.seniors()
    busy = [person for person in mentors[12:] if person.line_of_business in cast.BUSY_LINES]
    others = [person for person in mentors[12:] if person not in busy]
    first_wave(program, by, recruiter, teller, monday - 62 * WEEK, mentors[:12], mentees[:12])
    second_wave(program, by, recruiter, teller, monday - 11 * WEEK, today, busy[:33], mentees[12:35])
    third_wave(program, by, recruiter, monday + 11 * WEEK, others[:15], mentees[35:43])
    # what the story promised in the past is past: nobody is written to about it now
    Notice.objects.filter(delivery=Notice.Delivery.OWED).update(delivery=Notice.Delivery.DROPPED)
    return True


def begin_program(by, today):
    program = start_program(
        {
            "name": NAME,
            "purpose": "Leaders learn the digital tools our customers and colleagues use every day, "
            "from colleagues who grew up with them.",
        },
        by=by,
        template_key="digital_fluency",
        sponsor=User.objects.get(email=cast.SPONSOR),
    )
    for email in cast.COACHES:
        take_on(program, User.objects.get(email=email), ProgramRole.Role.COACH, capacity=8)
    take_on(program, User.objects.get(email=cast.STEERING), ProgramRole.Role.STEERING)
    for guidelines in program.guidelines.all():
        publish(guidelines, now=noon(today - 80 * WEEK))
    return program


def first_wave(program, by, recruiter, teller, start, mentors, mentees):
    """The pilot: closed, nine of twelve pairs through at least five sessions, eleven mentors promoted since."""
    wave = make_wave(program, sessions_start_on=start, capacity=12)
    applications = recruiter.apply(wave, mentors, "mentor", Accepted)
    recruiter.recommend(applications, received=3)
    recruiter.apply(wave, mentees, "mentee", Accepted)
    pair_up(wave, by)
    pairs = list(wave.pairs.select_related("mentor", "mentee", "coach").order_by("pk"))
    for place, pair in enumerate(pairs):
        teller.show_names(pair)
        live_through_the_pilot(teller, pair, held=(7, 7, 7, 6, 6, 6, 5, 5, 5, 4, 3, 1)[place])
    teller.conclude(pairs[-1], by, noon(start + 6 * WEEK))
    backdate(pairs)
    answer_the_pilots_surveys(teller, wave, pairs[:-1])
    step(wave, Wave.Status.REVIEWING, by)
    step(wave, Wave.Status.CLOSED, by)
    cast.promote([pair.mentor for pair in pairs[:11]], start + 40 * WEEK)


def live_through_the_pilot(teller, pair, *, held):
    for session in sessions_of(pair)[:held]:
        teller.hold(session)
    teller.check_in(pair, pair.wave.sessions_end_on)


def answer_the_pilots_surveys(teller, wave, pairs):
    """Ten leaders and eleven mentors answered: four in five call it effective for the business."""
    at = noon(wave.sessions_end_on)
    for survey in wave.surveys.all():
        if survey.audience == "mentee":
            teller.answer(
                survey,
                [pair.mentee for pair in pairs[:10]],
                at,
                business=(5, 5, 4, 4, 4, 4, 5, 4, 3, 2),
                personal=(5, 5, 5, 4, 5, 4, 5, 4, 5, 4),
                experience=(5, 5, 4, 5, 4, 4, 5, 4, 4, 3),
            )
        else:
            teller.answer(
                survey,
                [pair.mentor for pair in pairs],
                at,
                business=(5, 4, 4, 4, 5, 3, 4, 5, 4, 2, 4),
                personal=(5, 5, 5, 5, 4, 5, 5, 4, 5, 5, 4),
                experience=(5, 5, 5, 4, 5, 4, 4, 5, 5, 4, 5),
            )


def second_wave(program, by, recruiter, teller, start, today, mentors, mentees):
    """In its twelfth week: most pairs on track, some on watch, three in trouble, one concluded."""
    wave = make_wave(program, sessions_start_on=start, capacity=24)
    mentor, mentee = (User.objects.get(email=email) for email in (cast.MENTOR, cast.MENTEE))
    accepted = [mentor, *mentors[:23]]
    applications = recruiter.apply(wave, accepted, "mentor", Accepted)
    recruiter.recommend(applications, received=3)
    recruiter.recommend(
        recruiter.apply(wave, mentors[23:27], "mentor", Application.Status.WAITLISTED), received=2
    )
    recruiter.recommend(
        recruiter.apply(wave, mentors[27:31], "mentor", Application.Status.DECLINED), received=1
    )
    recruiter.apply(wave, mentors[31:33], "mentor", Application.Status.DRAFT)
    assistant = User.objects.get(email=cast.at("assistant"))
    recruiter.apply(wave, [mentee], "mentee", Accepted, assistant=assistant)
    recruiter.apply(wave, mentees, "mentee", Accepted)
    cast.feature(mentor, mentee, wave)
    BlockedDay.objects.create(
        wave=wave, day=working_day(start + 13 * WEEK + timedelta(days=3)), reason="Quarter close"
    )
    pair_up(wave, by, together=[(mentor, mentee)])
    pairs = sorted(
        wave.pairs.select_related("mentor", "mentee", "coach"),
        key=lambda pair: (pair.mentor != mentor, pair.pk),
    )
    for place, pair in enumerate(pairs):
        live_through_the_second_wave(teller, pair, place, today)
    teller.conclude(pairs[23], by, noon(start + 8 * WEEK))
    backdate(pairs)


def live_through_the_second_wave(teller, pair, place, today):
    """One of the fates that a coordinator meets in week twelve, by the pair's place in the list."""
    sessions = sessions_of(pair)
    if place not in (6, 11, 17, 20):
        teller.show_names(pair)
    teller.check_in(pair, today)
    if place == 23:  # will be concluded
        teller.hold(sessions[0])
        return
    if place in (20, 21, 22):  # in trouble: the third session never happened
        for session in sessions[:2]:
            teller.hold(session, note_after_days=4)
        put_off(sessions[3:], today + timedelta(days=9))
        return
    for session in sessions[:3]:
        late = place in (16, 17) and session.number == 3
        teller.hold(
            session,
            note_after_days=None if late else (0, 1, 2, 1, 6)[(place + session.number) % 5],
            outcome="cut_short" if place == 9 and session.number == 2 else "full",
            read=(place + session.number) % 4 != 0,
        )
    next_one = sessions[3]
    if 1 <= place <= 6:  # through session four already
        teller.hold(next_one, confirmed=place != 3)
    elif place in (18, 19):  # moved twice
        put_off(sessions[3:], today + timedelta(days=3), moves=2, by=pair.mentee)
    elif place == 7:
        put_off(sessions[3:], today, at=time(16))
    else:
        put_off(sessions[3:], today + timedelta(days=2 if place == 0 else place % 8 + 1), at=time(10))
        if place % 2 == 0:
            confirm(next_one)


def third_wave(program, by, recruiter, start, mentors, mentees):
    """Open for applications: some in, some with recommendations still on their way."""
    wave = make_wave(program, sessions_start_on=start, capacity=16)
    step(wave, Wave.Status.RECRUITING, by)
    wave.refresh_from_db()
    applicant = User.objects.get(email=cast.APPLICANT)
    sent = recruiter.apply(wave, [applicant, *mentors[:11]], "mentor", Application.Status.SUBMITTED)
    recruiter.recommend(sent[:5], received=3)
    recruiter.recommend(sent[5:], received=1)
    recruiter.apply(wave, mentors[11:14], "mentor", Application.Status.DRAFT)
    recruiter.apply(wave, mentees[:6], "mentee", Application.Status.SUBMITTED)
