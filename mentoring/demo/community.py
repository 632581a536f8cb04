"""What the people of the demo program share: training, news, talk, meetings, alumni, and the pilot's review."""

from datetime import timedelta

from programs import alumni, announcements, discussions, events, steering, wave_reviews
from programs.figures import figures_of
from programs.models import (
    Announcement,
    Attendance,
    Discussion,
    Event,
    Finding,
    Post,
    Resource,
    StatusChange,
    SteeringOffer,
    TrainingCompletion,
    TrainingModule,
    User,
)

from . import cast, community_texts
from .waves import WEEK, noon

DAY = timedelta(days=1)


def after_the_pilot(pilot, by):
    """Who came to its meetings, who stayed in touch, its review, and the seats offered to its people."""
    train(pilot)
    come(call(pilot, "launch", pilot.launch_on, "Hall 2, Hartford"), absent=4)
    come(call(pilot, "closing", pilot.sessions_end_on + DAY, "The Atrium, Hartford"), absent=5)
    stay_in_touch(pilot.program, pilot)
    review(pilot, community_texts.FINDINGS, by, on=pilot.review_ends_on - 10 * DAY)
    offer_seats(pilot, by)


def halfway(running, by, *, on):
    """The running wave so far: its launch, and a review closed early, from which the next wave begins."""
    train(running)
    come(call(running, "launch", running.launch_on, "Hall 2, Hartford"), absent=4)
    review(running, community_texts.HALFWAY, by, on=on - 2 * WEEK)


def share(program, by, today):
    """What goes on today, over all waves."""
    pilot, running, recruiting = program.waves.order_by("number")
    keep_resources(program, by, today)
    meet(running, recruiting, today)
    tell_news(program, running, by, today)
    talk(program, pilot, running, today)


def people_of(wave, side=None):
    found = wave.applications.accepted().select_related("person").order_by("pk")
    return [each.person for each in (found.filter(side=side) if side else found)]


def train(wave):
    """Everybody completed what is required; every other one looked into the rest too."""
    modules = list(TrainingModule.objects.in_force().filter(program=wave.program))
    TrainingCompletion.objects.bulk_create(
        TrainingCompletion(module=module, person=application.person, completed_at=noon(wave.launch_on))
        for place, application in enumerate(wave.applications.accepted().select_related("person"))
        for module in modules
        if module.audience == application.side and (module.is_required or place % 2)
    )


def keep_resources(program, by, today):
    """Beside those of the template, what the coordinators have collected."""
    known = program.topics or [""]
    Resource.objects.bulk_create(
        Resource(
            program=program,
            topic=known[place % len(known)],
            title=title,
            url=url,
            text=text,
            minutes=minutes,
            by=by,
            added_at=noon(today - (40 - 5 * place) * DAY),
        )
        for place, (title, url, text, minutes) in enumerate(community_texts.RESOURCES)
    )


# --- meetings ---------------------------------------------------------------------------------------------


def meet(running, recruiting, today):
    ahead = call(running, "other", next_weekday(today + 12 * DAY), "Online", title="Halfway: what works?")
    for place, person in enumerate(people_of(running)):
        if person.email != cast.MENTOR and (place % 3 or person.email == cast.MENTEE):
            said = Attendance.Answer.COMING if place % 7 else Attendance.Answer.NOT_COMING
            Attendance.objects.create(event=ahead, person=person, answer=said)
    circle = call(
        running,
        "other",
        next_weekday(today + 8 * DAY),
        "Online",
        title="Mentors among themselves",
        is_circle=True,
    )
    for person in people_of(running, "mentor")[1:8]:
        Attendance.objects.create(event=circle, person=person, answer=Attendance.Answer.COMING)
    call(recruiting, "launch", recruiting.launch_on, "Hall 2, Hartford")


def next_weekday(day):
    return day + max(0, 7 - day.weekday()) * DAY if day.weekday() > 4 else day


def call(wave, kind, on, place, *, title="", is_circle=False):
    event = Event(
        wave=wave,
        kind=kind,
        is_circle=is_circle,
        title=title or f"{Event.Kind(kind).label} of wave {wave.number}",
        starts_at=noon(on),
        ends_at=noon(on) + timedelta(minutes=90),
        place=place,
        text=community_texts.MEETINGS["circle" if is_circle else kind],
    )
    events.call(event, now=noon(on) - 6 * WEEK)
    return event


def come(event, *, absent):
    """Most came; a few had said so and did not."""
    Attendance.objects.bulk_create(
        Attendance(
            event=event,
            person=person,
            answer=Attendance.Answer.NOT_COMING if place % 11 == 3 else Attendance.Answer.COMING,
            was_there=place % 11 != 3 and place % absent != absent - 1,
        )
        for place, person in enumerate(people_of(event.wave))
    )


# --- news and talk ----------------------------------------------------------------------------------------


def tell_news(program, running, by, today):
    """Three pieces of news; the mentee on the phone has read them, the mentor not the last one."""
    readers = list(User.objects.filter(email__in=(cast.MENTEE, cast.MENTOR)).order_by("email"))
    for days, wave, title, text in community_texts.news(running):
        news = Announcement(
            program=program, wave=wave, title=title, text=text, by=by, published_at=noon(today - days * DAY)
        )
        announcements.publish(news)
        for person in readers:
            if person.email == cast.MENTEE or days > 2:
                announcements.put_away(news, person, now=noon(today - days * DAY))


def talk(program, pilot, running, today):
    """Three questions with their answers, over the last weeks."""
    mentors, mentees = people_of(running, "mentor"), people_of(running, "mentee")
    coach = User.objects.get(email=cast.COACHES[0])
    voices = {
        "mentor": mentors[0],
        "mentor2": mentors[1],
        "mentor3": mentors[2],
        "mentee": mentees[1],
        "alumnus": people_of(pilot, "mentor")[0],
        "coach": coach,
    }
    for days, title, posts, *circle in community_texts.DISCUSSIONS:
        at = noon(today - days * DAY)
        voice, text = posts[0]
        begun = discussions.begin(
            program, by=voices[voice], title=title, text=text, now=at, is_circle=bool(circle)
        )
        for number, (voice, text) in enumerate(posts[1:], start=1):
            discussions.answer(begun, by=voices[voice], text=text, now=at + number * timedelta(minutes=50))
    removed = Post.objects.filter(discussion__program=program, by=voices["mentor3"]).order_by("pk").first()
    if removed:
        discussions.remove(removed, now=removed.at + timedelta(hours=1))
    oldest = Discussion.objects.filter(program=program).order_by("begun_at").first()
    discussions.close(oldest, now=oldest.last_post_at + 3 * DAY)


# --- after the pilot --------------------------------------------------------------------------------------


def stay_in_touch(program, pilot):
    """Two in three stayed; some would take part again."""
    for place, person in enumerate(people_of(pilot)):
        if place % 3 != 2:
            at = noon(pilot.review_ends_on + (1 + place) * DAY)
            alumni.stay(program, person, volunteers=place % 4 == 0, now=at)


def review(wave, findings, by, *, on):
    """Findings on the wave's own figures, each decided, and the review closed."""
    said = {figure.key: figure.sentence for figure in figures_of(wave)}
    owners = [by, *User.objects.filter(email__in=(cast.COACHES[0], cast.STEERING)).order_by("email")]
    for place, (figure, finding, decision, what) in enumerate(findings):
        wave_reviews.record(
            Finding(
                wave=wave,
                finding=finding,
                figure=figure,
                figure_said=said[figure],
                decision=decision,
                what=what,
                owner=owners[place % len(owners)],
                due_on=on + (6 + place) * WEEK,
            ),
            by=by,
            now=noon(on) + place * timedelta(hours=1),
        )
    wave_reviews.close_review(wave, by=by, now=noon(on) + 4 * DAY)


def offer_seats(pilot, by):
    """Five were asked: two took the seat, one did not, two have not answered."""
    at = noon(pilot.review_ends_on + 2 * DAY)
    people = people_of(pilot, "mentee")[:2] + people_of(pilot, "mentor")[:3]
    steering.offer(pilot, [person.pk for person in people], by=by, now=at)
    offers = list(SteeringOffer.objects.filter(wave=pilot).select_related("wave__program", "person"))
    for offer in offers[:2]:
        steering.accept(offer)
    steering.decline(offers[2])
    StatusChange.objects.filter(
        subject_type__model="steeringoffer", subject_id__in=[offer.pk for offer in offers]
    ).update(at=at + 3 * DAY)
