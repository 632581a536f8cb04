"""The forms of applicants as their owners fill them in, and what these need on the stage."""

from django.utils import timezone

from programs.models import Application, Volunteered, Wave
from programs.tests.factories import make_application, make_attribute, make_question, make_wave


def add_to(stage):
    """Something to answer on both sides; in a program of their own all kinds are asked elsewhere."""
    program = stage.things["program"]
    stage.things["asked_mentor"] = make_question(program, code="motive", text="Why you?")
    stage.things["waiting"] = make_application(
        wave=make_wave(program=program, status=Wave.Status.CLOSED),
        person=stage.people["other_pair"],
        side="mentee",  # on the other side one may be in two waves at once
        status=Application.Status.WAITLISTED,
    )
    stage.things["said"] = make_attribute(program, name="Said before")
    about = {"attribute": stage.things["said"], "person": stage.people["mentor"]}
    Volunteered.objects.create(**about, value="That", figures_since=timezone.now())
    stage.things["asked_mentee"] = make_question(program, sheet="needs", code="devices", text="Devices")


def filled(stage, form):
    """Each form; ``form`` makes one of the address, its arguments, who sends it, and what stands in it."""
    colleague = stage.people["colleague"].pk
    part = {"commits_hours": "on", "will_challenge": "on", "suitable_hours": "tue-am", "topic_0": "2"}
    part |= {"no_go_people": "", "no_go_units": "", "version": f"{colleague}.0.0"}
    mentor = part | {"mentor_application_motive": "Gladly.", "capacity": 1, "manager": ""}
    mentor |= {"teammate_1": "", "teammate_2": "", "asked": stage.key("asked_mentor")}
    mentee = part | {"goals": "Learn.", "needs_devices": "2", "asked": stage.key("asked_mentee")}
    mentee |= {"assistant": ""}
    said = {"value": "This", "for_matching": "on"}
    late = {"person": stage.things["bystander"].email, "side": "mentor", "expires_on": "2026-10-01"}
    return [
        form("typed_form", ("typed",), "mentor"),
        form("late_invitations", ("wave",), "coordinator", late),
        form("late_invitation_withdrawal", ("invitation",), "coordinator"),
        form("application_carrying", ("waiting",), "other_pair"),
        form("attribute_answer", ("attribute",), "mentor", said),
        form("attribute_withdrawal", ("said",), "mentor"),
        form("apply", ("open_wave",), "colleague", mentor),
        form("apply_draft", ("open_wave",), "colleague", mentor),
        form("enrol", ("open_wave",), "colleague", mentee),
        form("enrol_draft", ("open_wave",), "colleague", mentee),
    ]
