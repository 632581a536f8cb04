"""The forms of those who select, as their owners fill them in."""

from programs.forms.reviews import stand_of


def filled(stage, Filled):
    key = stage.key
    criteria = stage.things["program"].questions.filter(sheet="scorecard")
    marks = {f"mark-{criterion.pk}": "3" for criterion in criteria}
    version = str(stand_of(stage.things["card"]))
    confirmed = {"confirmed": 1, "noticed": ""}
    return [
        Filled(
            "application_decision",
            ("application",),
            "coordinator",
            {"decision": "accepted", "reason": "Good.", **confirmed},
        ),
        Filled(
            "application_decisions",
            ("recruiting",),
            "coordinator",
            {"application": key("application"), "decision": "shortlisted", "reason": "Good.", **confirmed},
        ),
        Filled(
            "scorecard",
            ("scored",),
            "steering",
            {**marks, "comment": "Clear.", "version": version, "submit": 1},
        ),
        Filled(
            "scorecard_draft", ("scored",), "steering", {**marks, "comment": "Clear.", "version": version}
        ),
        Filled("conflict", ("scored",), "steering"),
        Filled(
            "reviewers",
            ("selecting_wave",),
            "coordinator",
            {"reviewers": stage.people["coordinator"].pk, "each": 1},
        ),
        Filled(
            "application_reviewers",
            ("scored",),
            "coordinator",
            {"reviewer": stage.people["coordinator"].pk},
        ),
        Filled("application_reviewers", ("scored",), "coordinator", {"remove": key("card")}),
        Filled("decision_undoing", ("decision",), "coordinator"),
    ]
