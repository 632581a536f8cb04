"""The questionnaire of an application: what is asked, and answers that keep their wording (A2, A3).

A question's new wording is a new row with the old one's code (`questions`). What is sent stays with the row
that was read. A draft is asked the new wording; its answer comes along when it still fits.
"""

from .models import Application, ApplicationAnswer, Question

Kind, Sheet = Question.Kind, Question.Sheet
SHEETS = {
    Application.Side.MENTOR: [Sheet.MENTOR_APPLICATION],
    Application.Side.MENTEE: [Sheet.NEEDS, Sheet.MENTEE_ENROLMENT],
}
EMPTY = (None, "", [])


def asked_of(side, program):
    """The questions that a side is asked today, in order."""
    found = Question.objects.in_force().filter(program=program, sheet__in=SHEETS[side])
    sheets = SHEETS[side]
    return sorted(found, key=lambda each: (sheets.index(each.sheet), each.number, each.pk))


def fits(question, value):
    """Whether an answer given to another wording is one to this."""
    if question.kind in (Kind.SHORT, Kind.LONG):
        return isinstance(value, str) and (question.kind == Kind.LONG or "\n" not in value)
    if question.kind == Kind.YES_NO:
        return isinstance(value, bool)
    if question.kind == Kind.SCALE:
        return type(value) is int and 1 <= value <= len(question.choices)
    if question.kind == Kind.CHOICE:
        return value in question.choices
    return isinstance(value, list) and set(value) <= set(question.choices)


def carried(application, questions):
    """``{question pk: value}``: what a draft says to each question, in whatever wording it was asked."""
    latest = {}
    for answer in application.answers.order_by("question__created_at", "question"):
        latest[answer.question.sheet, answer.question.code] = answer.value
    return {
        question.pk: latest[question.sheet, question.code]
        for question in questions
        if (question.sheet, question.code) in latest and fits(question, latest[question.sheet, question.code])
    }


def keep(application, values):
    """Make ``{question: value}`` the answers of a draft, one for everything that is asked.

    An answer that does not fit the new wording stays beside it until the draft is sent: it is shown there.
    """
    asked = {(question.sheet, question.code): question for question in values}
    ApplicationAnswer.objects.filter(
        pk__in=[
            answer.pk
            for answer in application.answers.all()
            if (question := asked.get((answer.question.sheet, answer.question.code)))
            and fits(question, answer.value)
        ]
    ).delete()
    ApplicationAnswer.objects.bulk_create(
        ApplicationAnswer(application=application, question=question, value=value)
        for question, value in values.items()
        if value not in EMPTY
    )


def outgrown(application, questions):
    """``{question pk: words}``: what a draft said to an earlier wording that cannot answer today's."""
    asked = {(question.sheet, question.code): question for question in questions}
    return {
        question.pk: answer.said
        for answer in application.answers.all()
        if (question := asked.get((answer.question.sheet, answer.question.code)))
        and not fits(question, answer.value)
    }


def settle(application):
    """When a draft is sent: only what was asked to the end has been answered."""
    application.answers.exclude(question__retired_at=None).delete()
