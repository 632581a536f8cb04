"""Plain functions that each make one valid thing; a test names only what matters to it."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.utils import timezone

from programs.models import (
    Application,
    Attribute,
    Guidelines,
    Objective,
    Program,
    ProgramRole,
    ProgramText,
    Question,
    Recommendation,
    Resource,
    TalentProfile,
    TopicChoice,
    TrainingModule,
    User,
    Wave,
)

numbers = count(1)
places = count(1)  # of waves, questions and the like: fewer than people, and kept in small columns
PASSWORD = "a long quiet river"


def make_person(**facts):
    """Somebody of the company who can sign in with PASSWORD."""
    number = next(numbers)
    facts = {
        "email": f"person{number}@northmoor.example",
        "employee_number": f"F{number:06}",
        "given_name": "Robin",
        "family_name": f"Number{number}",
        "job_title": "Analyst",
        "grade": 3,
        "line_of_business": "Claims",
        "function": "Service",
        "department": f"Department {number}",
        "location": "Hartford, CT",
        "time_zone": "America/New_York",
        "hired_on": date(2020, 1, 6),
        **facts,
    }
    person = User.objects.create_user(password=PASSWORD, **facts)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def make_mentor_person(**facts):
    return make_person(**{"grade": 3, "line_of_business": "Claims", "function": "Service", **facts})


def make_mentee_person(**facts):
    return make_person(
        **{
            "grade": 10,
            "line_of_business": "Law",
            "function": "Counsel",
            "job_title": "Vice President",
            **facts,
        }
    )


def make_program(*, coordinator=None, **facts):
    number = next(numbers)
    program = Program.objects.create(
        **{
            "name": f"Digital Fluency {number}",
            "purpose": "Learn the tools our customers use.",
            "topics": ["Social media", "Phone and tablet", "Online search"],
            **facts,
        }
    )
    if coordinator:
        make_role(program, coordinator, ProgramRole.Role.COORDINATOR)
    return program


def make_role(program, person, role, **facts):
    return ProgramRole.objects.create(program=program, person=person, role=role, **facts)


def make_guidelines(program, audience="mentor", **facts):
    return Guidelines.objects.create(
        **{"program": program, "audience": audience, "text": "Listen first.", "version": 1, **facts}
    )


def make_question(program, sheet="mentor_application", **facts):
    """A question of one of the program's forms; of a scale, the words that kind needs."""
    number = next(numbers)
    scale = ["Not at all", "A little", "Fairly", "Well", "Very well"]
    is_scale = facts.get("kind", "") == "scale" or sheet in ("needs", "recommendation")
    if sheet == "scorecard":
        is_scale, scale = True, ["Not shown", "Some", "Clear", "Outstanding"]
    return Question.objects.create(
        **{
            "program": program,
            "sheet": sheet,
            "code": f"question-{number}",
            "number": next(places),
            "kind": "scale" if is_scale else "long",
            "text": f"What is question {number}?",
            "choices": scale if is_scale else [],
            **facts,
        }
    )


def make_survey_sheets(program):
    """What the surveys of the standard templates ask, without the rest that they bring."""
    from programs.program_templates import template
    from programs.questions import SURVEYS
    from programs.starting import number_of, rows_of

    sheets = {}
    Question.objects.bulk_create(
        Question(program=program, number=number_of(asked, sheets), **rows_of(asked))
        for asked in template("digital_fluency").questions
        if asked.sheet in SURVEYS
    )


def make_module(program, audience="mentor", **facts):
    """A training module: a text, unless its kind says otherwise."""
    number = next(numbers)
    return TrainingModule.objects.create(
        **{
            "program": program,
            "audience": audience,
            "number": next(places),
            "code": f"module-{number}",
            "kind": "text",
            "title": f"Module {number}",
            "text": "Read this first.",
            **facts,
        }
    )


def make_attribute(program, **facts):
    number = next(numbers)
    return Attribute.objects.create(
        **{
            "program": program,
            "code": f"attribute-{number}",
            "number": next(places),
            "name": f"Attribute {number}",
            "why": "So that pairs bridge what divides us.",
            "choices": ["This", "That"],
            **facts,
        }
    )


def make_ready(program):
    """Give a program all that a wave needs before it opens: guidelines in force, an objective, a coach."""
    for audience in Guidelines.Audience:
        make_guidelines(program, audience, published_at=datetime(2026, 1, 5, tzinfo=UTC))
    make_objective(program)
    make_role(program, make_person(), ProgramRole.Role.COACH)
    return program


def make_objective(program, **facts):
    number = next(numbers)
    return Objective.objects.create(
        **{
            "program": program,
            "number": next(places),
            "name": f"Objective {number}",
            "measure": "Counted at the end.",
            "target": 70,
            **facts,
        }
    )


def make_resource(program, **facts):
    return Resource.objects.create(
        **{
            "program": program,
            "title": f"Reading {next(numbers)}",
            "text": "Two minutes.",
            "added_at": timezone.now(),
            **facts,
        }
    )


def make_text(program, kind="application-accepted", **facts):
    """A program's own words in one of its mails."""
    return ProgramText.objects.create(
        **{
            "program": program,
            "kind": kind,
            "subject": "Our own words",
            "body": "{{ given_name }}, ours. {{ link }}",
            "at": timezone.now(),
            **facts,
        }
    )


def make_wave(*, program=None, today=date(2026, 9, 7), **facts):
    """A wave whose sessions started today."""
    days = {
        "applications_open_on": -90,
        "applications_close_on": -60,
        "selection_ends_on": -40,
        "pairs_announced_on": -20,
        "launch_on": -7,
        "sessions_start_on": 0,
        "sessions_end_on": 168,
        "review_ends_on": 196,
    }
    dates = {name: today + timedelta(days=offset) for name, offset in days.items()}
    return Wave.objects.create(
        **{"program": program or make_program(), "number": next(places), "capacity": 12, **dates, **facts}
    )


def make_draft_wave(*, today=date(2026, 9, 7), **facts):
    """A draft with nothing in its way, to open for applications today."""
    program = facts.pop("program", None) or make_program(coordinator=make_person())
    make_ready(program)
    return make_wave(
        program=program, **{"status": Wave.Status.DRAFT, "today": today + timedelta(days=90), **facts}
    )


def make_application(*, wave=None, person=None, side="mentor", topics=("Social media",), **facts):
    person = person or (make_mentor_person() if side == "mentor" else make_mentee_person())
    application = Application.objects.create(
        **{
            "wave": wave or make_wave(status=Wave.Status.RECRUITING),
            "person": person,
            "side": side,
            "status": Application.Status.SUBMITTED,
            "commits_hours": True,
            "suitable_hours": ["tue-am", "wed-am", "thu-pm"],
            **facts,
        }
    )
    TopicChoice.objects.bulk_create(
        TopicChoice(application=application, topic=topic, level=2) for topic in topics
    )
    return application


def make_profile(person, **facts):
    return TalentProfile.objects.create(
        **{"person": person, "headline": "Explains gladly", "pitch": "Five years in claims.", **facts}
    )


def make_recommendation(*, application=None, referee=None, **facts):
    return Recommendation.objects.create(
        **{
            "application": application or make_application(),
            "referee": referee or make_person(),
            "relation": Recommendation.Relation.TEAMMATE,
            **facts,
        }
    )
