"""Changing what a program asks (A2, A3, A5): every sheet by its own rules, no answer ever loses its wording.

A question that somebody may have read is never rewritten: new words make a new row with the same ``code``
and retire the old one (`editing.reword`). Whoever writes holds the program's row, and nobody overwrites words
that they have not seen.
"""

from dataclasses import dataclass

from django.db import transaction

from . import editing
from .editing import ChangedMeanwhile
from .lifecycle import NotAllowed
from .models import Program, Question, Recommendation, Wave
from .program_templates.reading import MARKS, SCALE

Sheet, Kind = Question.Sheet, Question.Kind
WORDING = ("kind", "text", "hint", "choices", "is_required", "weight")
# the elements of readiness for change (P7), in the order in which one leads to the next
READINESS = ("awareness", "desire", "knowledge", "ability", "reinforcement")
WITH_CHOICES = (Kind.CHOICE, Kind.CHOICES, Kind.SCALE)
ANY = tuple(kind for kind in Kind if kind != Kind.HEADING)
# a wave in which nobody can have a form before them
AT_REST = (Wave.Status.DRAFT, Wave.Status.CLOSED, Wave.Status.CANCELLED)


@dataclass(frozen=True)
class Rules:
    """What may be done with one sheet, and how its page names things."""

    thing: str
    said: str
    most: int
    least: int = 0
    kinds: tuple = ANY
    words: tuple = ()  # the scale that comes with the sheet and cannot be changed
    steps: int | None = None  # how many words a scale has, where that is not free
    shares_scale: bool = False
    has_weights: bool = False
    stays: str = ""  # why nothing can be added or retired, where only the words can change
    readers: str = "mentees"

    @property
    def wording_only(self):
        return bool(self.stays)

    @property
    def kind(self):
        """The kind of all questions, where there is no choice."""
        return self.kinds[0] if len(self.kinds) == 1 else ""


RULES = {
    Sheet.MENTOR_APPLICATION: Rules(
        "question",
        "Mentors answer these when they apply, besides topics, hours and referees.",
        most=20,
        readers="mentors",
    ),
    Sheet.MENTEE_ENROLMENT: Rules(
        "question", "Mentees answer these on their one page, so keep them few.", most=8
    ),
    Sheet.NEEDS: Rules(
        "area",
        "Mentees say how familiar they are with each, before, midway and after.",
        most=10,
        kinds=(Kind.SCALE,),
        shares_scale=True,
    ),
    Sheet.SCORECARD: Rules(
        "criterion",
        "Reviewers mark each from 1, not shown, to 4, outstanding.",
        most=12,
        least=1,
        kinds=(Kind.SCALE,),
        words=MARKS,
        has_weights=True,
        readers="reviewers",
    ),
    Sheet.RECOMMENDATION: Rules(
        "question",
        "Referees answer each from 1 to 5, or that they cannot judge. Only the words can be changed.",
        most=len(Recommendation.CRITERIA),
        least=len(Recommendation.CRITERIA),
        kinds=(Kind.SCALE,),
        words=SCALE,
        stays="What referees are asked stays: only the words can change.",
        readers="referees",
    ),
    Sheet.READINESS: Rules(
        "statement",
        "Mentors and mentees say how far each is true, before they begin, midway and at the end. "
        "Only the words can be changed.",
        most=len(READINESS),
        least=len(READINESS),
        kinds=(Kind.SCALE,),
        words=SCALE,
        stays="The five elements of readiness stay: only the words can change.",
        readers="mentors and mentees",
    ),
    **{
        Sheet(f"{stage}_{side}"): Rules(
            "question",
            f"{side.capitalize()}s are asked {when}. A survey that is open keeps the words it opened with.",
            most=8,
            kinds=(Kind.SCALE, Kind.LONG),
            steps=5,
            readers=f"{side}s",
        )
        for stage, when in (
            ("after_one", "two weeks after sessions begin"),
            ("midway", "halfway through the sessions, with the five statements of readiness below"),
            ("end", "in the last week of sessions, with the five statements of readiness below"),
        )
        for side in ("mentor", "mentee")
    },
}
SURVEYS = (Sheet.READINESS, *(sheet for sheet, rules in RULES.items() if rules.steps))


def asked(program, sheet):
    """What is asked today, in order; a survey's heading comes first."""
    return Question.objects.of(program, sheet)


def numbered(program, sheet):
    """What is asked today without the heading, which can only be reworded."""
    return asked(program, sheet).exclude(kind=Kind.HEADING)


def retired(program, sheet):
    """What was asked once and is not any more: the last wording of each."""
    in_force = asked(program, sheet).values("code")
    rows = Question.objects.filter(program=program, sheet=sheet).exclude(code__in=in_force)
    return rows.order_by("code", "-retired_at", "-pk").distinct("code").select_related("by")


def history(question):
    """Every wording of a question, the newest first."""
    same = Question.objects.filter(program=question.program_id, sheet=question.sheet, code=question.code)
    return same.select_related("by").order_by("-created_at", "-pk")


def seal(question):
    return editing.seal(question, WORDING)


def is_read(question):
    """Whether somebody has answered it, or may have it before them at this moment."""
    return (
        Wave.objects.filter(program=question.program_id).exclude(status__in=AT_REST).exists()
        or question.answers.exists()
        or question.scores.exists()
        or (
            question.sheet == Sheet.RECOMMENDATION
            and Recommendation.objects.filter(
                application__wave__program=question.program_id, status=Recommendation.Status.RECEIVED
            ).exists()
        )
    )


def held(program):
    """Lock the program: one writer at a time."""
    return Program.objects.select_for_update().get(pk=program.pk)


@transaction.atomic
def add(program, sheet, facts, *, by):
    """Ask one more question at the end of a sheet."""
    held(program)
    rules, rows = RULES[sheet], list(numbered(program, sheet))
    refuse_more(rules, rows)
    codes = set(Question.objects.filter(program=program, sheet=sheet).values_list("code", flat=True))
    return Question.objects.create(
        program=program,
        sheet=sheet,
        code=editing.fresh_code(facts["text"], codes),
        number=rows[-1].number + 1 if rows else 1,
        by=by,
        **facts,
    )


def refuse_more(rules, rows):
    if rules.wording_only:
        raise NotAllowed(rules.stays)
    if len(rows) >= rules.most:
        raise NotAllowed(f"There are {rules.most} already, and more are not read. Retire one first.")


@transaction.atomic
def revise(question, facts, *, opened, by, now):
    """Put new words in the place of a question; ``opened`` is the seal of the words that the writer found."""
    held(question.program)
    current = asked(question.program, question.sheet).filter(code=question.code).first()
    if current is None:
        raise NotAllowed("This is not asked any more. Somebody retired it meanwhile.")
    if all(getattr(current, name) == value for name, value in facts.items()):
        return current
    if seal(current) != opened:
        raise ChangedMeanwhile(current)
    return editing.reword(current, facts, is_read=is_read(current), by=by, now=now)


@transaction.atomic
def rescale(program, sheet, words, *, opened, by, now):
    """Give all areas of a sheet the same words to choose from; ``opened`` is `scale_seal` of those found."""
    held(program)
    rows = list(asked(program, sheet))
    if scale_of(rows) == words:
        return
    if scale_seal(rows) != opened:
        raise ChangedMeanwhile("\n".join(scale_of(rows)))
    for row in rows:
        editing.reword(row, {"choices": words}, is_read=is_read(row), by=by, now=now)


def scale_of(rows):
    """The words that the areas of a sheet share; where there is no area yet, the usual ones."""
    return list(rows[0].choices if rows else SCALE)


def scale_seal(rows):
    return editing.fingerprint("\n".join(scale_of(rows)))


@transaction.atomic
def shift(program, sheet, pk, step):
    """Move a question up (-1) or down (1)."""
    held(program)
    editing.put_in_order(editing.moved(numbered(program, sheet), pk, step))


@transaction.atomic
def retire(question, *, by, now):
    """Stop asking; what was answered stays. Doing it twice changes nothing."""
    held(question.program)
    rules = RULES[question.sheet]
    if question.kind == Kind.HEADING:
        raise NotAllowed("A survey keeps its heading. Its words can be changed.")
    if numbered(question.program, question.sheet).count() <= rules.least:
        raise NotAllowed(
            rules.stays or f"Keep at least {rules.least}: without one there is nothing to judge by."
        )
    Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now, by=by)


@transaction.atomic
def ask_again(question):
    """Ask what was retired once more, at the end of its sheet, in its last words."""
    held(question.program)
    rows = list(numbered(question.program, question.sheet))
    if any(row.code == question.code for row in rows):
        return
    refuse_more(RULES[question.sheet], rows)
    facts = {"retired_at": None, "number": rows[-1].number + 1 if rows else 1}
    if RULES[question.sheet].shares_scale and rows and question.choices != scale_of(rows):
        raise NotAllowed("The scale has changed since. Add it as a new area.")
    Question.objects.filter(pk=question.pk).update(**facts)
