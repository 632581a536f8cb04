"""The forms of what a program's people share, as their owners fill them in."""


def filled(stage, Filled):
    resource = {
        "title": "A claim",
        "topic": "Social media",
        "url": "https://example.com",
        "text": "",
        "minutes": 5,
    }
    event = {"kind": "other", "title": "A meeting", "date": "2026-10-01", "begins": "15:00", "ends": "16:00"}
    event |= {"place": "Hall 2", "text": ""}
    finding = {
        "finding": "Notes come late.",
        "figure": "launch",
        "decision": "change",
        "what": "Remind twice.",
    }
    finding |= {"owner": stage.people["coordinator"].pk, "due_on": "2026-12-01"}
    return [
        Filled("training_module", ("module",), "mentor", {"path": ""}),
        Filled("wave_training", ("wave",), "coordinator"),
        Filled("resource_new", ("program",), "coordinator", resource),
        Filled("resource_edit", ("resource",), "coordinator", resource),
        Filled("resource_removal", ("resource",), "coordinator"),
        Filled(
            "announcement_new",
            ("program",),
            "coordinator",
            {"title": "Rooms", "text": "They have moved.", "wave": stage.key("wave"), "publish": 1},
        ),
        Filled("announcement_reading", ("announcement",), "mentor"),
        Filled("announcement_withdrawal", ("announcement",), "coordinator"),
        Filled("discussion_new", ("program",), "mentee", {"title": "Who begins?", "text": "I wonder."}),
        Filled("discussion", ("discussion",), "mentee", {"text": "I do, mostly."}),
        Filled("discussion_closure", ("discussion",), "coordinator"),
        Filled("post_edit", ("fresh_post",), "mentor", {"text": "Without a phone."}),
        Filled("post_removal", ("post",), "mentor"),
        Filled(
            "post_report_new",
            ("fresh_post",),
            "mentee",
            {"passage": stage.things["fresh_post"].text, "reason": "Not here."},
        ),
        Filled("post_report", ("report",), "coordinator"),
        Filled("event_new", ("wave",), "coordinator", {**event, "kind": "closing"}),
        Filled("event_edit", ("event",), "coordinator", event),
        Filled("event_answer", ("event",), "mentee", {"answer": "coming"}),
        Filled("event_attendance", ("past_event",), "coordinator", {"present": stage.people["mentee"].pk}),
        Filled("event_cancellation", ("event",), "coordinator"),
        Filled("finding_new", ("wave",), "coordinator", finding),
        Filled("finding_edit", ("finding",), "steering", {**finding, "opened": ""}),
        Filled("finding_removal", ("finding",), "coordinator"),
        Filled("review_closing", ("wave",), "coordinator", {"reopen": 1}),
        Filled("steering_offers", ("pilot",), "coordinator", {"person": stage.people["steering"].pk}),
        Filled("steering_offer", ("offer",), "mentor", {"decline": 1}),
        Filled("alumni", ("program",), "steering", {"volunteers": "on"}),
        Filled("wave_volunteers", ("open_wave",), "coordinator"),
    ]
