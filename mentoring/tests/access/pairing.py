from .rows import Row, rows

# people of the wave learn that pairing is not theirs; who has no part in the wave learns nothing
OF_THE_WAVE = ("mentor", "mentee", "coach", "steering", "sponsor", "other_pair")
FORBIDDEN = dict.fromkeys(OF_THE_WAVE, 403)
COORDINATORS = {**FORBIDDEN, "coordinator": 200}
# None: these do change something, which the tests of the pages try
THE_TWO = {"mentor": None, "mentee": None, "coach": 403, "coordinator": 403}
THOSE_WHO_LOOK_AFTER = {"mentor": 403, "mentee": 403, "coach": None, "coordinator": None}

ROWS = rows(
    Row("pairing", args=("wave",), expect=COORDINATORS, post={}, post_otherwise=405),
    # the wave of the stage is running: its coordinator may ask, and is told that pairing is over
    Row("proposal_new", args=("wave",), otherwise=405, post={**FORBIDDEN, "coordinator": 409}),
    Row("pairing_coaches", args=("wave",), otherwise=405, post={**FORBIDDEN, "coordinator": 302}),
    Row("pairing_mark", args=("wave",), otherwise=405, post={**FORBIDDEN, "coordinator": 302}),
    # of a wave that runs already there is nothing to weigh
    Row(
        "pairing_alternatives",
        args=("wave", "mentee"),
        expect={**FORBIDDEN, "coordinator": 302},
        post={},
        post_otherwise=405,
    ),
    Row("pairing_swap", args=("wave",), otherwise=405, post={**FORBIDDEN, "coordinator": 302}),
    Row(
        "pairing_scenarios",
        args=("wave",),
        expect={**FORBIDDEN, "coordinator": 302},
        post={**FORBIDDEN, "coordinator": 302},
    ),
    Row("pairing_history", args=("wave",), expect=COORDINATORS, post={}, post_otherwise=405),
    # no search is under way: there is only the list to look at
    Row(
        "pairing_run",
        args=("wave",),
        expect={**FORBIDDEN, "coordinator": 302},
        post={**FORBIDDEN, "coordinator": 302},
    ),
    Row("pairing_undo", args=("wave",), otherwise=405, post={**FORBIDDEN, "coordinator": 302}),
    Row("scenario_adopt", args=("proposal",), otherwise=405, post={"coordinator": 409}),
    Row("scenario_drop", args=("proposal",), otherwise=405, post={"coordinator": 302}),
    # that a proposal exists is for coordinators alone
    Row("publication", args=("proposal",), expect={"coordinator": 200}, post={"coordinator": 409}),
    Row("pairs", args=("wave",), expect=COORDINATORS, post={}, post_otherwise=405),
    Row(
        "pair",
        args=("pair",),
        expect=dict.fromkeys(("mentor", "mentee", "coach", "coordinator"), 200),
        post={},
        post_otherwise=405,
    ),
    Row("pair_naming", args=("pair",), otherwise=405, post=THE_TWO),
    Row("pair_pause", args=("pair",), otherwise=405, post=THOSE_WHO_LOOK_AFTER),
    # a suggestion is there for the one who is asked, and for nobody who could coordinate
    Row("suggestion", args=("suggestion",), expect={"mentee": 200}, post={"mentee": 200}),
    Row("consultation", args=("proposal",), expect={"coordinator": 200}, post={}, post_otherwise=405),
    Row("consultation_begin", args=("proposal",), otherwise=405, post={"coordinator": 409}),
    Row("consultation_end", args=("proposal",), otherwise=405, post={"coordinator": 302}),
    Row(
        "pair_coach",
        args=("pair",),
        expect={"mentor": 403, "mentee": 403, "coach": 403, "coordinator": 200},
        post={"mentor": 403, "mentee": 403, "coach": 403, "coordinator": 409},
    ),
    Row("pair_word", args=("pair",), otherwise=405, post=THE_TWO),
    # what the two agree on is not there for coordinators
    Row(
        "agreement",
        args=("pair",),
        expect=dict.fromkeys(("mentor", "mentee", "coach"), 200),
        post={"mentor": 422, "mentee": 422, "coach": 403},
    ),
    Row("word_settle", args=("word",), otherwise=405, post={"coach": None}),
    Row("concern_settle", args=("concern",), otherwise=405, post=THOSE_WHO_LOOK_AFTER),
    Row("rematch", args=("wave",), expect=COORDINATORS, post={**FORBIDDEN, "coordinator": 302}),
    Row(
        "pair_ending",
        args=("pair",),
        expect={"mentor": 403, "mentee": 403, "coach": 200, "coordinator": 200},
        post=THOSE_WHO_LOOK_AFTER,
    ),
)
