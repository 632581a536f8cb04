"""Plain functions that make what reviewing needs: criteria, scorecards, scores."""

from datetime import UTC, datetime

from programs.models import Question, Score, Scorecard

AT = datetime(2026, 8, 3, 12, tzinfo=UTC)
NAMES = ("Technical fluency", "Communication", "Poise", "Discretion", "Motivation")


def make_criteria(program, number=2, **facts):
    """The criteria of a program's scorecard."""
    return [
        Question.objects.create(
            program=program,
            sheet=Question.Sheet.SCORECARD,
            code=name.split()[0].lower(),
            number=place,
            kind=Question.Kind.SCALE,
            text=name,
            **facts,
        )
        for place, name in enumerate(NAMES[:number], 1)
    ]


def make_card(application, reviewer, *marks, comment="", at=AT, **facts):
    """A scorecard; with marks, one that has been submitted."""
    status = Scorecard.Status.SUBMITTED if marks else Scorecard.Status.ASSIGNED
    card = Scorecard.objects.create(
        **{
            "application": application,
            "reviewer": reviewer,
            "status": status,
            "comment": comment,
            "assigned_at": at,
            "submitted_at": at if marks else None,
            "saved_at": at if marks else None,
            **facts,
        }
    )
    criteria = Question.objects.of(application.wave.program, Question.Sheet.SCORECARD)
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=criterion, mark=mark)
        for criterion, mark in zip(criteria, marks, strict=False)
    )
    return card
