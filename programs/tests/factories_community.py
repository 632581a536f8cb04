"""Plain functions that make what the people of a program share."""

from datetime import UTC, datetime, timedelta
from itertools import count

from programs.models import Announcement, Discussion, Event, Post, PostReport, Resource, TrainingModule

from .factories import make_person

numbers = count(1)
AT = datetime(2026, 9, 7, 12, tzinfo=UTC)
CARDS = [
    {
        "key": "start",
        "text": "Your mentee opens the laptop and reads mail while you speak.",
        "answers": [
            {"text": "Go on as planned", "reply": "The hour passes. Nothing stays.", "to": "after"},
            {"text": "Stop and ask", "reply": "The laptop closes.", "to": ""},
        ],
    },
    {
        "key": "after",
        "text": "Next time the laptop is open again.",
        "answers": [{"text": "Name it", "reply": "It was needed.", "to": ""}],
    },
]


def make_module(program, **facts):
    number = next(numbers)
    return TrainingModule.objects.create(
        **{
            "program": program,
            "audience": "mentor",
            "code": f"module-{number}",
            "title": f"Module {number}",
            "text": "## Before you begin\n\nRead this.",
            **facts,
        }
    )


def make_resource(program, *, by=None, at=AT, **facts):
    return Resource.objects.create(
        **{
            "program": program,
            "topic": "Social media",
            "title": f"A claim, told in public {next(numbers)}",
            "url": "https://example.com/claim",
            "by": by,
            "added_at": at,
            **facts,
        }
    )


def make_announcement(program, **facts):
    return Announcement.objects.create(
        **{
            "program": program,
            "title": f"News {next(numbers)}",
            "text": "**Rooms** have moved.",
            "published_at": AT,
            **facts,
        }
    )


def make_discussion(program, *, by=None, at=AT, text="Mine wants to see it done first.", **facts):
    """A question with the contribution that opens it."""
    by = by or make_person()
    title = f"Where do you begin? {next(numbers)}"
    discussion = Discussion.objects.create(
        **{"program": program, "title": title, "by": by, "begun_at": at, "last_post_at": at, **facts}
    )
    make_post(discussion, by=by, at=at, text=text)
    return discussion


def make_post(discussion, *, by=None, at=AT, text="With a phone on the table.", **facts):
    return Post.objects.create(discussion=discussion, by=by or make_person(), at=at, text=text, **facts)


def make_report(post, *, by, told, at=AT, **facts):
    report = PostReport.objects.create(post=post, passage=post.text, by=by, at=at, **facts)
    report.told_to.set(told)
    return report


def make_event(wave, *, starts_at=AT, **facts):
    return Event.objects.create(
        **{
            "wave": wave,
            "title": f"A meeting {next(numbers)}",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "place": "Hall 2",
            **facts,
        }
    )
