"""Discussions among the people of a program: writing, mending, removing, reporting (P6)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from .dates import clock
from .lifecycle import NotAllowed
from .models import Discussion, Post, PostReport, ProgramRole, User
from .models.community import mentored_by
from .outbox import owe_all, owe_many

MENDABLE = timedelta(minutes=15)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_IN_AN_HOUR = 12  # contributions of one person
MOST_REPORTS_IN_A_DAY = 5
SAME_WITHIN = timedelta(minutes=2)  # the same words again are a second press of the button
REMOVED = "A removed question"


class TooMuch(NotAllowed):
    """Somebody has written more than anybody reads; says from when they may go on."""


@transaction.atomic
def begin(program, *, by, title, text, now, is_circle=False):
    """A new discussion with its first contribution; pressed twice, it is begun once.

    In the circle, by one of its mentors, for them alone.
    """
    if is_circle and not in_circle(by, program):
        raise NotAllowed("The circle belongs to those who mentor in a wave that is under way.")
    make_room(by, now)
    same = Discussion.objects.filter(program=program, by=by, title=title, is_circle=is_circle)
    if begun := same.filter(begun_at__gt=now - SAME_WITHIN).first():
        return begun
    begun = Discussion.objects.create(
        program=program, by=by, title=title, is_circle=is_circle, begun_at=now, last_post_at=now
    )
    Post.objects.create(discussion=begun, by=by, text=text, at=now)
    return begun


def in_circle(person, program):
    return program.waves.filter(pk__in=mentored_by(person)).exists()


@transaction.atomic
def answer(discussion, *, by, text, now):
    """Add to a discussion, and owe a word to those who wrote in it before."""
    make_room(by, now)
    locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
    if locked.closed_at:
        raise NotAllowed("This discussion is closed. Begin a new one if there is more to say.")
    same = locked.posts.filter(by=by, text=text, at__gt=now - SAME_WITHIN)
    if written := same.first():
        return written
    written = Post.objects.create(discussion=locked, by=by, text=text, at=now)
    Discussion.objects.filter(pk=locked.pk).update(last_post_at=now)
    writers = locked.posts.exclude(by=None).exclude(by=by).values_list("by", flat=True).order_by().distinct()
    day = timezone.localdate(now).isoformat()
    owe_all("discussion-answer", [(person_id, locked) for person_id in writers], occurrence=day)
    return written


def make_room(person, now):
    """Let one person write so much in an hour. Their row is locked, so that ten tabs count as one."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    recent = Post.objects.filter(by=person, at__gt=now - AN_HOUR).order_by("-at")
    times = list(recent.values_list("at", flat=True)[:MOST_IN_AN_HOUR])
    if len(times) == MOST_IN_AN_HOUR:
        again = clock(timezone.localtime(times[-1] + AN_HOUR))
        raise TooMuch(f"That is {MOST_IN_AN_HOUR} contributions within an hour. You can go on at {again}.")


def is_mendable(post, person, now):
    """Whether somebody may still change their words: for a quarter of an hour."""
    return (
        post.by_id == person.pk
        and post.removed_at is None
        and post.discussion.closed_at is None
        and now - post.at < MENDABLE
    )


def mend(post, *, by, text, now):
    """Change one's own words within a quarter of an hour."""
    mendable = Post.objects.standing().filter(
        pk=post.pk, by=by, at__gt=now - MENDABLE, discussion__closed_at=None
    )
    if not mendable.update(text=text, edited_at=now):
        raise NotAllowed("Others may have answered by now. Add a further contribution instead.")


@transaction.atomic
def remove(post, *, now):
    """Take a contribution back: a gap stays that says so, and not a word of it.

    The question goes with the contribution that opened the discussion.
    """
    removed = Post.objects.standing().filter(pk=post.pk).update(text="", removed_at=now)
    opening = post.discussion.posts.order_by("at", "pk").values_list("pk", flat=True).first()
    if removed and opening == post.pk:
        Discussion.objects.filter(pk=post.discussion_id).update(title=REMOVED)


def close(discussion, *, now):
    Discussion.objects.filter(pk=discussion.pk, closed_at=None).update(closed_at=now)


def reopen(discussion):
    Discussion.objects.filter(pk=discussion.pk).update(closed_at=None)


# --- reporting a passage ----------------------------------------------------------------------------------


def told_about(post, reporter):
    """The two people to whom a passage is reported: the program's contact and a coordinator.

    Neither who wrote it nor who reports it; another coordinator takes their place, or an HR coach.
    """
    program, aside = post.discussion.program, {post.by_id, reporter.pk}
    people = [program.contact] if program.contact and program.contact.is_active else []
    for name in (ProgramRole.Role.COORDINATOR, ProgramRole.Role.COACH):
        roles = program.roles.filter(role=name, person__is_active=True)
        people += [role.person for role in roles.select_related("person").order_by("pk")]
    return [person for person in dict.fromkeys(people) if person.pk not in aside][:2]


@transaction.atomic
def report(post, *, by, passage, reason, now):
    """Tell two named people of a passage, and of nothing but the passage."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if PostReport.objects.filter(by=by, at__gt=now - A_DAY).count() >= MOST_REPORTS_IN_A_DAY:
        raise TooMuch("You have reported five passages today. Write to the people named below directly.")
    people = told_about(post, by)
    if not people:
        raise NotAllowed("Nobody is left to whom this could be reported. Write to your HR coach.")
    try:
        with transaction.atomic():
            made = PostReport.objects.create(post=post, by=by, passage=passage, reason=reason, at=now)
    except IntegrityError:
        raise NotAllowed("You have reported this contribution already; it is being looked at.") from None
    made.told_to.set(people)
    owe_many(people, "passage-reported", about=made)
    return made


def settle(made, *, by, now):
    """Note that somebody has dealt with a report; the first time counts."""
    PostReport.objects.open().filter(pk=made.pk).update(settled_at=now, settled_by=by)
