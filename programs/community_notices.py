"""What the people of a program are written about what they share (`notices.py` imports it)."""

from django.utils import timezone

from . import alumni, dates, events, invitations
from .announcements import concerned
from .links import absolute
from .mail import register
from .models import Alumnus, Discussion, Wave
from .training import modules_for


@register("training", app="programs", says="Training to complete before your first session", optional=False)
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
        "wave": wave,
        "count": len(missing),
        "minutes": sum(module.minutes for module in missing),
        "link": absolute("training") if len(missing) > 1 else absolute("training_module", missing[0].pk),
    }


@register("announcement", app="programs", says="News of your program")
def announcement(notice, news, now):
    """Not what was withdrawn, and only to whom it still concerns."""
    if news.withdrawn_at or not concerned(news.program, news.wave).filter(pk=notice.recipient_id).exists():
        return None
    return {"news": news, "contact": news.program.contact, "link": absolute("announcement", news.pk)}


# --- discussions ------------------------------------------------------------------------------------------


@register("discussion-answer", app="programs", says="New answers where you have written", daily=True)
def discussion_answer(notice, discussion, now):
    """Once a day and discussion, without a word of it: while there is something of others to read."""
    if not Discussion.objects.visible_to(notice.recipient).filter(pk=discussion.pk).exists():
        return None
    of_others = discussion.posts.standing().exclude(by=notice.recipient)
    if not of_others.filter(at__date__gte=notice.occurrence).exists():
        return None
    return {"program": discussion.program, "link": f"{absolute('discussion', discussion.pk)}?page=last"}


@register(
    "passage-reported",
    app="programs",
    says="For the two who are named: somebody reports a passage",
    optional=False,
)
def passage_reported(notice, report, now):
    """That there is something to look at. The passage itself stands on a page for the two."""
    if report.settled_at or not report.told_to.filter(pk=notice.recipient_id).exists():
        return None
    return {"program": report.post.discussion.program, "link": absolute("post_report", report.pk)}


# --- meetings ---------------------------------------------------------------------------------------------


def about(event, now):
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    return {
        "event": event,
        "wave": event.wave,
        "when": f"{dates.time_range(start, end, now=timezone.localtime(now))} ({start:%Z})",
        "link": absolute("event", event.pk),
        "now": now,
    }


def invite(mail, notice, event, context):
    content = events.entry_of(event, notice.recipient, now=context["now"], method="REQUEST")
    invitations.attach(mail, content, method="REQUEST", filename="event.ics")


def uninvite(mail, notice, event, context):
    content = events.entry_of(event, notice.recipient, now=context["now"], method="CANCEL")
    invitations.attach(mail, content, method="CANCEL", filename="event.ics")


@register(
    "event-invitation",
    app="programs",
    says="A meeting of your wave, with its calendar entry",
    optional=False,
    attach=invite,
)
def event_invitation(notice, event, now):
    """The meeting as it stands; an earlier wording of it has gone when a later one is owed."""
    if event.cancelled_at or event.starts_at <= now or notice.occurrence != str(event.sequence):
        return None
    if not events.is_invited(notice.recipient, event):
        return None
    return about(event, now)


@register(
    "event-cancelled",
    app="programs",
    says="A meeting of your wave is off",
    optional=False,
    urgent=True,
    attach=uninvite,
)
def event_cancelled(notice, event, now):
    if not event.cancelled_at or event.starts_at <= now or notice.occurrence != str(event.sequence):
        return None
    return about(event, now)


# --- alumni -----------------------------------------------------------------------------------------------


@register("alumni-invitation", app="programs", says="Your wave is closed: stay in touch?")
def alumni_invitation(notice, wave, now):
    """To those who took part, until they are listed."""
    program = wave.program
    if not alumni.may_stay(notice.recipient, program):
        return None
    if Alumnus.objects.filter(program=program, person=notice.recipient).exists():
        return None
    return {"wave": wave, "program": program, "link": absolute("alumni", program.pk)}


@register("alumni-wanted", app="programs", says="For alumni: a wave takes applications")
def alumni_wanted(notice, wave, now):
    """While the wave takes applications, and this alumnus would take part and has not applied."""
    if wave.status != Wave.Status.RECRUITING:
        return None
    if not alumni.volunteers(wave).filter(person=notice.recipient).exists():
        return None
    return {"wave": wave, "program": wave.program, "link": absolute("program", wave.program_id)}
