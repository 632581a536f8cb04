"""The forms of applicants as their owners fill them in, and what these need on the stage."""

from programs.tests.factories import make_question


def add_to(stage):
    """Something to answer on both sides; in a program of their own all kinds are asked elsewhere."""
    program = stage.things["program"]
    stage.things["asked_mentor"] = make_question(program, code="motive", text="Why you?")
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
    return [
        form(name, ("open_wave",), "colleague", data)
        for name, data in (
            ("apply", mentor),
            ("apply_draft", mentor),
            ("enrol", mentee),
            ("enrol_draft", mentee),
        )
    ]
