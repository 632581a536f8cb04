from .programs_applications import AROUND, POST_ONLY, READ_ONLY, SELECT
from .rows import Row, rows

# the application of the stage is scored by nobody; its wave is a draft, in which nothing is dealt out
COORDINATOR = AROUND | {"steering": 403, "coordinator": 200}
# the wave of these two knows nobody but those who serve the program
SERVE = dict.fromkeys(("coach", "sponsor"), 403)
DECIDES = {"coordinator": 400, "steering": 403, "applicant": 403}

ROWS = rows(
    Row("applications", ("wave",), SELECT | AROUND, **READ_ONLY),
    Row("board", ("wave",), SELECT | AROUND, **READ_ONLY),
    Row("application_decisions", ("wave",), **POST_ONLY, post=AROUND | {"coordinator": 302, "steering": 403}),
    Row("scoring", ("wave",), SELECT | AROUND, **READ_ONLY),
    Row("reviewers", ("wave",), COORDINATOR, post=COORDINATOR | {"coordinator": 422}),
    Row("decisions", ("wave",), SELECT | AROUND, **READ_ONLY),
    Row("application", ("application",), SELECT | {"applicant": 302}, **READ_ONLY),
    Row("application_decision", ("application",), **POST_ONLY, post=DECIDES),
    Row("application_reviewers", ("application",), **POST_ONLY, post=DECIDES | {"coordinator": 302}),
    # one's own scorecard: of the stage, the steering member's
    Row("scorecard", ("scored",), **POST_ONLY, post={"steering": 422}),
    Row("scorecard_draft", ("scored",), **POST_ONLY, post={"steering": 409}),
    Row("conflict", ("scored",), {"steering": 200}, post={"steering": None}),
    Row("decision", ("decision",), SELECT | SERVE, **READ_ONLY),
    Row("decision_undoing", ("decision",), **POST_ONLY, post=SERVE | {"steering": 403, "coordinator": None}),
)
