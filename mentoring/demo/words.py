"""What the core team changed in the program's words: one mail, and one question that mentors misread."""

from datetime import timedelta

from programs import mail, own_words, questions
from programs.models import Question, TrainingModule

from .waves import noon

WELCOME = "application-accepted"
SUBJECT = "Welcome to {{ program }}"
BODY = """{{ given_name }},

You are in: {{ side }} in wave {{ wave_number }}. We had more good applications than places, and yours was one we did not want to miss.

Until {{ pairs_announced_on }}, when pairs are announced, two things help: finish your talent profile, and keep the first weeks after {{ sessions_start_on }} free of travel.

{{ link }}

{{ questions_go_to }}

{{ product_name }}"""
BAD_NEWS = "Tell us about a time when you said something unwelcome to somebody senior."
HINT = "Two or three sentences: what you said, how, and what came of it. A small thing is fine, and so is one that went wrong."


def reword(program, by, today):
    """After the pilot: a warmer welcome, and a question asked so that people answer it."""
    begun, changed = noon(today - timedelta(weeks=80)), noon(today - timedelta(weeks=30))
    for model in (Question, TrainingModule):
        model.objects.filter(program=program).update(created_at=begun)
    standard = mail.kinds[WELCOME].standard
    own_words.rewrite(
        program,
        WELCOME,
        SUBJECT,
        BODY,
        opened=own_words.seal(*standard),
        standard=standard,
        by=by,
        now=changed,
    )
    question = questions.asked(program, Question.Sheet.MENTOR_APPLICATION).get(code="bad-news")
    facts = {name: getattr(question, name) for name in questions.WORDING}
    new = questions.revise(
        question,
        facts | {"text": BAD_NEWS, "hint": HINT},
        opened=questions.seal(question),
        by=by,
        now=changed,
    )
    Question.objects.filter(pk=new.pk).update(created_at=changed)
