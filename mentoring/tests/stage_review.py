"""What the pages of those who select need on the stage: a panel at work, a decision to undo."""

from datetime import timedelta

from django.utils import timezone

from programs.decisions import decide
from programs.models import Wave
from programs.tests.factories import make_application, make_mentor_person, make_wave
from programs.tests.review_factories import make_card, make_criteria


def add_review(stage):
    """A wave that selects: one application for the steering member to score, one just shortlisted."""
    people, things = stage.people, stage.things
    wave = make_wave(program=things["program"], status=Wave.Status.SELECTING)
    make_criteria(things["program"])
    people["scored_applicant"] = make_mentor_person(department="Intake")
    scored = make_application(wave=wave, person=people["scored_applicant"])
    for role in ("blind", "seen", "given_up"):
        people[role] = make_mentor_person(department=f"Intake, {role}")
        application = make_application(wave=wave, person=people[role])
        make_card(application, people["coordinator"], 4, 4, comment="Clear.")
        if role == "blind":
            make_card(application, people["steering"])
        elif role == "seen":
            make_card(application, people["steering"], 2, 3, comment="Some.")
        else:
            make_card(application, people["steering"], 2, 3, comment="Some.", status="conflicted")
    decided = make_application(wave=wave, person=make_mentor_person(department="Fraud"))
    now = timezone.now()
    things |= {
        "selecting_wave": wave,
        "scored": scored,
        "card": make_card(scored, people["steering"], at=now - timedelta(days=1)),
        "decided": decided,
        "decision": decide(wave, [decided], "shortlisted", by=people["coordinator"], now=now),
    }
