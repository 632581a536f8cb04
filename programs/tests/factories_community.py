"""Plain functions that make what the people of a program share."""

from datetime import UTC, datetime
from itertools import count

from programs.models import Resource, TrainingModule

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
