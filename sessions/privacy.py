"""The data class of every field of this app (C0 public … C5 anonymous; `mentoring/tests/test_privacy.py`)."""

TIMES = dict.fromkeys(
    ("status", "local_date", "local_time", "time_zone", "starts_at", "minutes", "place", "sequence"), "C2"
)

DATA_CLASSES = {
    "Session": TIMES
    | dict.fromkeys(
        (
            "pair",
            "number",
            "topic",
            "times_moved",
            "outcome",
            "held_at",
            "mentee_confirmed_at",
            "agenda_shared_at",
        ),
        "C2",
    ),
    "SessionMove": dict.fromkeys(("session", "previous_start", "new_start", "by", "moved_at"), "C2"),
    "UnplacedSession": dict.fromkeys(("pair", "number", "reason"), "C2"),
    "AgendaItem": {"session": "C2", "position": "C2", "minutes": "C2", "title": "C3", "detail": "C3"},
    "Reading": {
        "session": "C2",
        "title": "C2",
        "url": "C2",
        "minutes": "C2",
        "word": "C3",
        "read_at": "C2",
    },
    "TimeSpent": dict.fromkeys(("session", "research", "preparing", "in_session", "notes"), "C2"),
    "SessionNote": dict.fromkeys(("did", "was_new", "aha", "actions", "unposted"), "C3")
    | dict.fromkeys(("session", "author", "sharing", "version", "posted_at", "updated_at"), "C2")
    | dict.fromkeys(("promised", "widening_asked_at"), "C2")
    | {"saved_from": "C0"},
    "NoteVersion": {"texts": "C3"} | dict.fromkeys(("note", "number", "sharing", "was_posted", "at"), "C2"),
    "SessionSummary": {"text": "C3"}
    | dict.fromkeys(("session", "version", "written_at", "mentor_agreed_at", "mentee_agreed_at"), "C2"),
    "CalendarFeed": {"person": "C2", "nonce": "C2", "made_at": "C2"},
    "Message": {"text": "C3"} | dict.fromkeys(("pair", "by", "at", "removed_at"), "C2"),
    "MessageFile": {"name": "C3", "content": "C3", "message": "C2", "size": "C2"},
    "ThreadReading": dict.fromkeys(("pair", "person", "read_to"), "C2"),
    "FollowUp": {"text": "C3"} | dict.fromkeys(("session", "version", "written_at", "sent_at"), "C2"),
    "Pulse": dict.fromkeys(("useful", "agenda_by", "spoke_most", "challenge"), "C4")
    | dict.fromkeys(("session", "person", "answered_at"), "C3"),
    "CoachCheckin": dict.fromkeys(("pair", "coach", "planned_on", "held_on", "minutes", "form"), "C2")
    | {"case_note": "C3"},
}
