"""What the demo's applicants tell: answers to the program's questions."""

from programs.answers import asked_of
from programs.models import ApplicationAnswer, Question

from . import texts

Kind = Question.Kind


def answer_questions(program, applications, dice):
    """Every question answered by everybody, but one optional one in three; a draft stops halfway."""
    answers = []
    for application in applications:
        asked = asked_of(application.side, program)
        if application.status == "draft":
            asked = asked[: len(asked) // 2]
        answers += [
            ApplicationAnswer(application=application, question=question, value=said_to(question, dice))
            for question in asked
            if question.is_required or dice.random() > 1 / 3
        ]
    ApplicationAnswer.objects.bulk_create(answers)


def said_to(question, dice):
    """An answer of the kind that is asked for; words that suit the model case where we know the question."""
    if question.kind == Kind.YES_NO:
        return dice.random() > 0.2
    if question.kind == Kind.SCALE:
        return dice.randint(1, len(question.choices))
    if question.kind == Kind.CHOICE:
        return dice.choice(question.choices)
    if question.kind == Kind.CHOICES:
        return [word for word in question.choices if dice.random() > 0.5] or question.choices[:1]
    pool = texts.ANSWERS.get(question.code)
    return dice.choice(pool or (texts.SHORT_ANSWERS if question.kind == Kind.SHORT else texts.MOTIVATIONS))
