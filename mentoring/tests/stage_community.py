"""What the people of the stage's program share."""

from datetime import UTC, datetime, timedelta

from programs.models import Alumnus, Attendance, Finding, SteeringOffer, Wave
from programs.tests.factories import make_application, make_wave
from programs.tests.factories_community import (
    make_announcement,
    make_discussion,
    make_event,
    make_module,
    make_post,
    make_report,
    make_resource,
)

AT = datetime(2026, 9, 14, 12, tzinfo=UTC)


def shared_things(program, wave, people):
    """What the rows of `access/programs_community.py` name."""
    discussion = make_discussion(program, by=people["mentor"], at=AT)
    return {
        "module": make_module(program, audience="mentor", is_required=True),
        "resource": make_resource(program, by=people["coordinator"], at=AT),
        "announcement": make_announcement(program, by=people["coordinator"], published_at=AT),
        "discussion": discussion,
        "post": discussion.posts.get(),
        "report": make_report(discussion.posts.get(), by=people["mentee"], told=[people["coordinator"]]),
        "finding": Finding.objects.create(
            wave=wave, finding="Notes come late.", figure="launch", figure_said="1 of 2 came", at=AT
        ),
        "offer": SteeringOffer.objects.create(wave=wave, person=people["mentor"], at=AT),
        "event": make_event(wave, starts_at=AT + timedelta(days=10)),
    }


def add_what_is_shared(stage, at):
    """What forms and mails need besides; call it at ``at``."""
    things, people = stage.things, stage.people
    program, wave = things["program"], things["wave"]
    things["fresh_post"] = make_post(things["discussion"], by=people["mentor"], at=at)
    things["past_event"] = make_event(wave, starts_at=at - timedelta(days=1))
    things["off_event"] = make_event(wave, starts_at=at + timedelta(days=1), cancelled_at=at, sequence=1)
    things["required"] = make_module(program, audience="mentor", is_required=True)
    # the wave has a figure, and a review that could be closed
    launch = make_event(wave, kind="launch", starts_at=at - timedelta(days=2))
    Attendance.objects.create(event=launch, person=people["mentor"], was_there=True)
    # who steers was in the pilot; a coach was a mentor elsewhere in it and would be one again
    things["pilot"] = pilot = make_wave(program=program, number=0, status=Wave.Status.CLOSED)
    make_application(wave=pilot, person=people["steering"], status="accepted")
    Alumnus.objects.create(program=program, person=people["coach"], joined_at=at, volunteers=True)
