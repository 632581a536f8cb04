"""What the people of a program are written about what they share (`notices.py` imports it)."""

from django.utils import timezone

from . import alumni, dates, events, invitations
from .announcements import addressed
from .links import absolute
from .mail import register
from .models import Alumnus, Discussion, SteeringOffer, Wave
from .placeholders import OF_A_WAVE, QUESTIONS, link_to, long_day, of_wave, questions_go_to
from .training import modules_for
from .wording import Placeholder
from .words import counted

PROGRAM = OF_A_WAVE[0]
PARTICIPANTS = "Everybody who takes part in the wave"
ALUMNI = "Alumni who would take part again and have not applied"


@register(
    "training",
    app="programs",
    program="program",
    says="Training to complete before your first session",
    optional=False,
    to=PARTICIPANTS,
    when="When the wave starts preparing, and when a coordinator reminds",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("things", "How much is left to learn", "2 things"),
        Placeholder("minutes", "How many minutes it takes in all", "25"),
        link_to("the training, or of the one module that is left"),
    ),
)
def training_to_complete(notice, wave, now):
    """Only while something required is left, and while there is a session to come."""
    if wave.status not in wave.WITH_ITS_PEOPLE:
        return None
    missing = [
        module
        for module in modules_for(notice.recipient)
        if module.is_required and not module.is_done and module.program_id == wave.program_id
    ]
    if not missing:
        return None
    return {
        **of_wave(wave),
        "things": counted(len(missing), "thing"),
        "minutes": str(sum(module.minutes for module in missing)),
        "link": absolute("training") if len(missing) > 1 else absolute("training_module", missing[0].pk),
    }


@register(
    "announcement",
    app="programs",
    program="program",
    says="News of your program",
    to="Everybody whom the news concerns, but its author",
    when="When a coordinator publishes news",
    placeholders=(
        PROGRAM,
        Placeholder("title", "The title of the news", "Rooms have moved", in_subject=True),
        Placeholder("text", "The news itself", "From Monday on we meet in Hall 2.", required=True),
        QUESTIONS,
        link_to("its page, where it can be put away"),
    ),
)
def announcement(notice, news, now):
    """Not what was withdrawn, and only to whom it still concerns."""
    if news.withdrawn_at or not addressed(news).filter(pk=notice.recipient_id).exists():
        return None
    return {
        "program": news.program.name,
        "title": news.title,
        "text": news.text,
        "questions_go_to": questions_go_to(news.program),
        "link": absolute("announcement", news.pk),
    }


# --- discussions ------------------------------------------------------------------------------------------


@register(
    "discussion-answer",
    app="programs",
    program="program",
    says="New answers where you have written",
    daily=True,
    to="Those who have written in the discussion",
    when="Once a day, with the daily mail",
    placeholders=(PROGRAM, link_to("the discussion")),
)
def discussion_answer(notice, discussion, now):
    """Once a day and discussion, without a word of it: while there is something of others to read."""
    if not Discussion.objects.visible_to(notice.recipient).filter(pk=discussion.pk).exists():
        return None
    of_others = discussion.posts.standing().exclude(by=notice.recipient)
    if not of_others.filter(at__date__gte=notice.occurrence).exists():
        return None
    link = f"{absolute('discussion', discussion.pk)}?page=last"
    return {"program": discussion.program.name, "link": link}


@register(
    "passage-reported",
    app="programs",
    program="post.discussion.program",
    says="For the two who are named: somebody reports a passage",
    optional=False,
    to="The program’s contact and a coordinator, named to whoever reports",
    when="When a reader reports a passage of a discussion",
    placeholders=(PROGRAM, link_to("the page with the passage, which only the two can open")),
)
def passage_reported(notice, report, now):
    """That there is something to look at. The passage itself stands on a page for the two."""
    if report.settled_at or not report.told_to.filter(pk=notice.recipient_id).exists():
        return None
    return {"program": report.post.discussion.program.name, "link": absolute("post_report", report.pk)}


# --- meetings ---------------------------------------------------------------------------------------------

OF_A_MEETING = (
    *OF_A_WAVE,
    Placeholder("title", "What the meeting is called", "Launch of wave 2", in_subject=True),
    Placeholder("when", "Day and time, in the reader’s zone", "Mon, Aug 31, 10:00–11:30 AM (EDT)"),
    link_to("the meeting’s page"),
)


def about(event, now):
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    return {
        **of_wave(event.wave),
        "title": event.title,
        "when": f"{dates.time_range(start, end, now=timezone.localtime(now))} ({start:%Z})",
        "link": absolute("event", event.pk),
    }


def invite(mail, notice, event, now):
    content = events.entry_of(event, notice.recipient, now=now, method="REQUEST")
    invitations.attach(mail, content, method="REQUEST", filename="event.ics")


def uninvite(mail, notice, event, now):
    content = events.entry_of(event, notice.recipient, now=now, method="CANCEL")
    invitations.attach(mail, content, method="CANCEL", filename="event.ics")


@register(
    "event-invitation",
    app="programs",
    program="wave.program",
    says="A meeting of your wave, with its calendar entry",
    optional=False,
    attach=invite,
    to="Everybody who takes part in the wave or serves the program",
    when="When a meeting is called, and again when its time, place or title change",
    placeholders=(
        *OF_A_MEETING,
        Placeholder(
            "changed",
            "What stands before the title once it was changed; else nothing",
            "Changed: ",
            in_subject=True,
        ),
        Placeholder("place", "Where it is, after a comma; nothing while it has no place", ", Hall 2"),
    ),
)
def event_invitation(notice, event, now):
    """The meeting as it stands; an earlier wording of it has gone when a later one is owed."""
    if event.cancelled_at or event.starts_at <= now or notice.occurrence != str(event.sequence):
        return None
    if not events.is_invited(notice.recipient, event):
        return None
    return {
        **about(event, now),
        "changed": "Changed: " if event.sequence else "",
        "place": f", {event.place}" if event.place else "",
    }


@register(
    "event-cancelled",
    app="programs",
    program="wave.program",
    says="A meeting of your wave is off",
    optional=False,
    urgent=True,
    attach=uninvite,
    to="Everybody who was invited",
    when="When a meeting is called off",
    placeholders=OF_A_MEETING,
)
def event_cancelled(notice, event, now):
    if not event.cancelled_at or event.starts_at <= now or notice.occurrence != str(event.sequence):
        return None
    return about(event, now)


# --- after a wave -----------------------------------------------------------------------------------------


@register(
    "alumni-invitation",
    app="programs",
    program="program",
    says="Your wave is closed: stay in touch?",
    to=PARTICIPANTS,
    when="When the wave is closed",
    placeholders=(*OF_A_WAVE, link_to("the page of the alumni")),
)
def alumni_invitation(notice, wave, now):
    """To those who took part, until they are listed."""
    program = wave.program
    if not alumni.may_stay(notice.recipient, program):
        return None
    if Alumnus.objects.filter(program=program, person=notice.recipient).exists():
        return None
    return {**of_wave(wave), "link": absolute("alumni", program.pk)}


@register(
    "alumni-wanted",
    app="programs",
    program="program",
    says="For alumni: a wave takes applications",
    to=ALUMNI,
    when="When a coordinator asks them, while a wave takes applications",
    placeholders=(
        *OF_A_WAVE,
        Placeholder("until", "The last day for applications", "Friday, October 16"),
        link_to("the program’s page"),
    ),
)
def alumni_wanted(notice, wave, now):
    """While the wave takes applications, and this alumnus would take part and has not applied."""
    if wave.status != Wave.Status.RECRUITING:
        return None
    if not alumni.volunteers(wave).filter(person=notice.recipient).exists():
        return None
    return {
        **of_wave(wave),
        "until": long_day(wave.applications_close_on),
        "link": absolute("program", wave.program_id),
    }


@register(
    "steering-offer",
    app="programs",
    program="wave.program",
    says="A seat among the steering members is offered to you",
    optional=False,
    to="Those of the first wave to whom a coordinator offers a seat",
    when="When the seat is offered",
    placeholders=(*OF_A_WAVE, QUESTIONS, link_to("the offer, to take it or not")),
)
def steering_offered(notice, offer, now):
    """While the offer waits for its answer."""
    if offer.status != SteeringOffer.Status.OFFERED or offer.person_id != notice.recipient_id:
        return None
    return {
        **of_wave(offer.wave),
        "questions_go_to": questions_go_to(offer.wave.program),
        "link": absolute("steering_offer", offer.pk),
    }
