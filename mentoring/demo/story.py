"""The story as a whole: one program, three waves."""

import random
from datetime import time, timedelta

from django.db import connection, transaction

from programs.guidelines import publish
from programs.models import Application, BlockedDay, Notice, Program, ProgramRole, User, Wave
from programs.roles import take_on
from programs.starting import start_program
from reports.occasions import END_OF_WAVE

from . import between, cast, community, dashboard, profiles, reviewing, taking_part, texts, words
from .runs import (
    DAY,
    Storyteller,
    backdate,
    confirm,
    keep_apart,
    move_about,
    open_days,
    quietest,
    rebook,
    sessions_of,
)
from .setup import measure
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
    pilot = first_wave(program, by, recruiter, teller, monday - 62 * WEEK, mentors[:12], mentees[:12])
    community.after_the_pilot(pilot, by)
    running = second_wave(
        program, by, recruiter, teller, monday - 11 * WEEK, today, busy[:33], mentees[12:35]
    )
    words.reword(program, by, today)
    community.halfway(running, by, on=monday - 2 * WEEK)
    recruiting = third_wave(program, by, recruiter, monday + 11 * WEEK, today, others[:15], mentees[35:43])
    taking_part.take_part(program, running, recruiting, by, today, late=others[15])
    community.share(program, by, today)
    measure(program, today)
    profiles.fill_in(today)
    # what the story promised in the past is past: nobody is written to about it now
    Notice.objects.filter(delivery=Notice.Delivery.OWED).update(delivery=Notice.Delivery.DROPPED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the first pages are planned for the empty tables of a minute ago
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
    reviewing.seat_panel(program)
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
    return wave


def live_through_the_pilot(teller, pair, *, held):
    for session in sessions_of(pair)[:held]:
        teller.hold(session)
    teller.check_in(pair, pair.wave.sessions_end_on)


def answer_the_pilots_surveys(teller, wave, pairs):
    """Ten leaders and eleven mentors answered: four in five call it effective for the business."""
    mentees, mentors = [pair.mentee for pair in pairs[:10]], [pair.mentor for pair in pairs]
    asked = {(survey.kind, survey.audience): survey for survey in wave.surveys.all()}
    for kind in ("start", "mid-wave"):
        for audience, people in (("mentee", mentees), ("mentor", mentors)):
            survey = asked[kind, audience]
            teller.answer(survey, people, noon(survey.opens_on), **texts.READINESS[kind, audience])
    at = noon(wave.sessions_end_on)
    teller.answer(
        asked[END_OF_WAVE, "mentee"],
        mentees,
        at,
        business=(5, 5, 4, 4, 4, 4, 5, 4, 3, 2),
        personal=(5, 5, 5, 4, 5, 4, 5, 4, 5, 4),
        experience=(5, 5, 4, 5, 4, 4, 5, 4, 4, 3),
        **texts.READINESS[END_OF_WAVE, "mentee"],
    )
    teller.answer(
        asked[END_OF_WAVE, "mentor"],
        mentors,
        at,
        business=(5, 4, 4, 4, 5, 3, 4, 5, 4, 2, 4),
        personal=(5, 5, 5, 5, 4, 5, 5, 4, 5, 5, 4),
        experience=(5, 5, 5, 4, 5, 4, 4, 5, 5, 4, 5),
        **texts.READINESS[END_OF_WAVE, "mentor"],
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
    reviewing.look_back(wave, by)
    assistant = User.objects.get(email=cast.at("assistant"))
    recruiter.apply(wave, [mentee], "mentee", Accepted, assistant=assistant)
    recruiter.apply(wave, mentees, "mentee", Accepted)
    cast.feature(mentor, mentee, wave)
    keep_free(wave)
    pair_up(wave, by, together=[(mentor, mentee)])
    pairs = sorted(
        wave.pairs.select_related("mentor", "mentee", "coach"),
        key=lambda pair: (pair.mentor != mentor, pair.pk),
    )
    for place, pair in enumerate(pairs):
        live_through_the_second_wave(teller, pair, place, today)
    teller.conclude(pairs[23], by, noon(start + 8 * WEEK))
    backdate(pairs)
    for survey in wave.surveys.filter(kind="start"):
        people = [getattr(pair, survey.audience) for pair in pairs[:10]]
        teller.answer(survey, people, noon(survey.opens_on), **texts.READINESS["start", survey.audience])
    dashboard.log_risks(wave, by, today)
    between.add_between(wave, pairs[:2], noon(today))
    return wave


def keep_free(wave):
    """The week of open enrolment, which moved the third window and all after it, and a quarter's close."""
    enrolment = wave.sessions_start_on + 6 * WEEK
    BlockedDay.objects.bulk_create(
        BlockedDay(wave=wave, day=enrolment + days * DAY, reason="Open enrolment") for days in range(5)
    )
    BlockedDay.objects.create(
        wave=wave, day=wave.sessions_start_on + 13 * WEEK + 3 * DAY, reason="Quarter close"
    )


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
        rebook(sessions[3], today + 9 * DAY)
        keep_apart(sessions[3:])
        teller.share_agenda(sessions[3], noon(today - DAY))
        return
    for session in sessions[:3]:
        late = place in (16, 17) and session.number == 3
        teller.hold(
            session,
            note_after_days=None if late else (0, 1, 2, 1, 6)[(place + session.number) % 5],
            outcome="cut_short" if place == 9 and session.number == 2 else "full",
            read=(place + session.number) % 4 != 0,
        )
    meet_for_the_fourth_time(teller, pair, place, sessions[3:], today)


def meet_for_the_fourth_time(teller, pair, place, sessions, today):
    """The fourth window is open: some pairs have met, one meets today, the others do within a week."""
    next_one = sessions[0]
    gone_by = open_days(pair, pair.wave.sessions_start_on + 10 * WEEK, today - DAY)
    ahead = open_days(pair, today + DAY, today + 2 * WEEK)[:5]
    if 1 <= place <= 6:  # through session four already
        if next_one.local_date >= today:
            rebook(next_one, gone_by[place % len(gone_by)])
        teller.hold(next_one, confirmed=place != 3)
        return
    if place in (18, 19):
        rebook(next_one, gone_by[0])
        move_about(next_one, [gone_by[0] + 3 * DAY, today + 3 * DAY], by=pair.mentee)
    elif place == 0:  # whom visitors meet first
        rebook(next_one, today + 2 * DAY, at=time(10))
    elif place == 7:
        rebook(next_one, today, at=time(16))
    elif next_one.local_date <= today:
        rebook(next_one, quietest(ahead, pair))
    keep_apart(sessions)
    teller.share_agenda(next_one, noon(today - DAY))
    if place % 2 == 0 and place != 18:
        confirm(next_one)


def third_wave(program, by, recruiter, start, today, mentors, mentees):
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
    reviewing.sit(wave, by, today)
    return wave
