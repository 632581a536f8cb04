"""What this app adds to step 5 of a program's set-up: who reads what about sessions."""

from programs.readers import promise, register

PAIR = ("mentor", "mentee")

register(20, "Session note “Only me”", "mentor", proof="SessionNote.* of me note, pair", remark="Its author")
register(21, "Session note “The two of us”", *PAIR, proof="SessionNote.* of pair note, pair")
register(22, "Session note “And our coach”", *PAIR, "coach", proof="SessionNote.* of coach note, pair")
register(
    23,
    "Summary that both released",
    *PAIR,
    *("coach", "coordinator"),
    proof="SessionSummary.text of released summary, pair",
    remark="Until either takes it back",
)
register(24, "Agenda that is shared", *PAIR, proof="AgendaItem.* of shared agenda, pair")
register(25, "Topic of a session", *PAIR, "coach", "coordinator", proof="Session.topic of pair")
promise("Answers after a session are read by their author alone.")
register(26, "Messages of a pair", *PAIR, proof="Message.text of pair")
register(30, "A coach’s case note", "coach", proof="CoachCheckin.case_note of pair")
