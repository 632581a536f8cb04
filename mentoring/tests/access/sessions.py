from .rows import ROLES, Row, rows

EVERYBODY = dict.fromkeys(ROLES[1:], 200)
# a deed: looking at it is nothing, doing it is for those named; strangers never learn that the thing exists
DEED = {"otherwise": 405}
READING = {"post": {}, "post_otherwise": 405}
PARTICIPANTS = {"mentor": 200, "mentee": 200, "coach": 200, "coordinator": 200}
LOOK_AFTER_A_WAVE = {
    "coach": 200,
    "coordinator": 200,
    "mentor": 403,
    "mentee": 403,
    "other_pair": 403,
    "steering": 403,
    "sponsor": 403,
}
# an empty form is answered by the page it came from, with nothing written
MENTOR_ALONE = {"mentor": 302, "mentee": 403, "coach": 403, "coordinator": 403}
# None: what it answers depends on the clock or has an effect; the app's own tests show it
MENTEE_ALONE = {"mentor": 403, "mentee": None, "coach": 403, "coordinator": 403}

ROWS = rows(
    Row("my_pair", expect=EVERYBODY),
    Row("my_schedule", expect=EVERYBODY),
    Row("my_calendar", expect=EVERYBODY, post_otherwise=302),
    Row("calendar_feed", args=("token",), anonymous=404, post={"anonymous": 405}, post_otherwise=405),
    Row("caseload", expect=EVERYBODY),
    Row("session", args=("session",), expect=PARTICIPANTS, **READING),
    Row(
        "session_move",
        args=("planned",),
        expect={"mentor": 200, "mentee": 200, "assistant": 200, "coach": 403, "coordinator": 200},
    ),
    Row(
        "session_place",
        args=("unplaced",),
        expect={"mentor": 403, "mentee": 403, "coach": 403, "coordinator": 200},
    ),
    Row(
        "session_calendar",
        args=("planned",),
        expect={"mentor": 200, "mentee": 200, "assistant": 200, "coach": 200, "coordinator": 200},
        **READING,
    ),
    Row(
        "note",
        args=("session",),
        expect={"mentor": 200, "mentee": 403, "coach": 403, "coordinator": 403},
    ),
    Row("note_draft", args=("session",), **DEED, post={**MENTOR_ALONE, "mentor": 409}),
    Row(
        "note_versions",
        args=("session",),
        expect={"mentor": 200},
        otherwise=404,
        **READING,
    ),
    Row("note_readers", args=("session",), **DEED, post={**MENTEE_ALONE, "mentee": 302}),
    Row(
        "summary",
        args=("session",),
        expect={"mentor": 200, "mentee": 200, "coach": 403, "coordinator": 403},
    ),
    Row(
        "summaries",
        args=("wave",),
        expect=LOOK_AFTER_A_WAVE,
        **READING,
    ),
    Row(
        "schedule",
        args=("wave",),
        expect=LOOK_AFTER_A_WAVE,
        **READING,
    ),
    Row("session_outcome", args=("planned",), **DEED, post=MENTOR_ALONE),
    Row("session_confirmation", args=("planned",), **DEED, post=MENTEE_ALONE),
    Row("agenda", args=("planned",), **DEED, post=MENTOR_ALONE),
    Row("reading", args=("session",), **DEED, post={**MENTOR_ALONE, "mentor": 422}),
    Row("reading_done", args=("reading",), **DEED, post=MENTEE_ALONE),
    Row("time_spent", args=("session",), **DEED, post=MENTOR_ALONE),
    Row(
        "checkin",
        args=("pair",),
        **DEED,
        post={"coach": 422, "mentor": 403, "mentee": 403, "coordinator": 403},
    ),
    # by link, without signing in: a token that nobody minted is answered the same to all
    Row(
        "follow_up",
        args=("session",),
        expect={"mentor": 200, "mentee": 403, "coach": 403, "coordinator": 403},
    ),
    Row(
        "thread",
        args=("pair",),
        expect={"mentor": 200, "mentee": 200, "coach": 403, "coordinator": 403},
        post={"mentor": 200, "mentee": 200, "coach": 403, "coordinator": 403},
    ),
    Row("message_file", args=("file",), expect={"mentor": 200, "mentee": 200}, **READING),
    Row("message_removal", args=("message",), **DEED, post={"mentor": None, "mentee": 403}),
    Row("pulse", args=("session",), expect={"mentor": 200, "mentee": 200}),
    Row("pulse_link", args=("token",), anonymous=404, post={"anonymous": 405}, post_otherwise=405),
    Row("pulse_by_link", anonymous=404, post={"anonymous": 404}),
    Row("confirm_link", args=("token",), anonymous=404, post={"anonymous": 405}, post_otherwise=405),
    Row("confirm_session", anonymous=404, post={"anonymous": 404}),
)
