"""Who may see each confidential word, by field and by what decides it (`canaries.py` plants the words)."""

REVIEWERS = {"coordinator", "steering"}
MENTEES_WISHES = REVIEWERS | {"mentee", "mentor"}
TOGETHER = REVIEWERS | {"coach", "sponsor", "mentor", "mentee", "other_pair"}
# who applied to the wave whose panel is at work
PANEL = ("scored_applicant", "blind", "seen")
SEEN_BY = {
    # what the mentor writes about a session
    # what was typed into a posted note since, in its editor; and what it said before
    "SessionNote.unposted of * note, pair": {"mentor"},
    "SessionNote.unposted of * note, other pair": {"other_pair"},
    "NoteVersion.texts of * note, pair": {"mentor"},
    "Message.text of pair": {"mentor", "mentee"},
    "MessageFile.name of pair": {"mentor", "mentee"},
    "FollowUp.text of *": {"mentor"},
    "SessionSummary.text of kept summary, pair": {"mentor"},
    "SessionSummary.text of offered summary, pair": {"mentor", "mentee"},
    "SessionSummary.text of released summary, pair": {"mentor", "mentee", "coach", "coordinator"},
    "SessionNote.* of me note, pair": {"mentor"},
    "SessionNote.* of draft note, pair": {"mentor"},
    "SessionNote.* of pair note, pair": {"mentor", "mentee"},
    "SessionNote.* of coach note, pair": {"mentor", "mentee", "coach"},
    "SessionNote.* of coach note, other pair": {"other_pair", "coach"},
    "AgendaItem.* of kept agenda, pair": {"mentor"},
    "AgendaItem.* of shared agenda, pair": {"mentor", "mentee"},
    "Reading.* of pair": {"mentor", "mentee"},
    # what a coach writes, and what one answers
    "CoachCheckin.case_note of pair": {"coach"},
    "Answer.text of *": {"mentee"},
    # when, where and about what a pair meets
    "Session.place of pair": {"mentor", "mentee", "assistant", "coach", "coordinator"},
    "Session.topic of pair": {"mentor", "mentee", "coach", "coordinator"},
    "Session.* of other pair": {"other_pair", "coach", "coordinator"},
    "UnplacedSession.reason of pair": {"coach", "coordinator"},
    "Pair.shared_interests of pair": {"mentor", "mentee", "coach", "coordinator"},
    "Pair.shared_interests of other pair": {"other_pair", "coach", "coordinator"},
    "Application.goals of mentee": MENTEES_WISHES,
    "TopicChoice.topic of mentee": MENTEES_WISHES,
    # applications: one's own, those who select, and the goals and topics of a mentee for their mentor
    "Application.goals of others": REVIEWERS | {"other_pair"},
    "TopicChoice.topic of others": REVIEWERS | {"other_pair"},
    "Application.* of others": REVIEWERS,
    "ApplicationAnswer.value of others": REVIEWERS,
    **{
        f"{field} of {role}": REVIEWERS | {role}
        for field in ("Application.*", "ApplicationAnswer.value", "TopicChoice.topic")
        for role in ("applicant", "mentor", "mentee", "other_pair", "steering")
        if (field, role) != ("TopicChoice.topic", "mentee")
    },
    # scorecards: one's own while the panel works; those of others once one's own is submitted
    "Scorecard.comment of steering, assigned, about mentor": set(),
    "Scorecard.comment of steering, assigned, about mentee": set(),
    "Scorecard.comment of steering, assigned, about applicant": set(),
    "Scorecard.comment of steering, assigned, about *": {"steering"},
    "Scorecard.comment of coordinator, submitted, about blind": {"coordinator"},
    "Scorecard.comment of *, submitted, about seen": REVIEWERS,
    # whoever declares a conflict is out: of that application they read nothing any more
    "Scorecard.comment of coordinator, submitted, about given_up": {"coordinator"},
    "Scorecard.comment of steering, conflicted, about given_up": set(),
    "* of given_up": {"coordinator"},
    **{f"{field} of {role}": REVIEWERS for field in ("Application.*", "TopicChoice.topic") for role in PANEL},
    "Decision.reason of *": REVIEWERS,
    # what others say of an applicant is for those who select, never for the applicant
    "Recommendation.*": REVIEWERS,
    "StatusChange.reason of application, *": REVIEWERS,
    "StatusChange.reason of wave, *": {"coordinator"},
    "Risk.* of *": {"coordinator"},
    "RiskChange.said of *": {"coordinator"},
    "WaveCancellation.reason of *": REVIEWERS,
    # what a wave has taught; of former wordings the history shows all but figures
    "FindingVersion.figure_said of *": set(),
    "FindingVersion.* of *": REVIEWERS,
    "Finding.* of *": REVIEWERS,
    # said among the people of a program, and what is told to two of them
    "Discussion.title of *": TOGETHER,
    "Post.text of *": TOGETHER,
    "PostReport.* of *": {"coordinator"},
    # what somebody typed into their profile and has not saved
    "ProfileDraft.typed of mentor": {"mentor"},
    "TypedForm.* of mentor": {"mentor"},
    "CalendarFeed.nonce of mentor": {"mentor"},
    # what people volunteer of themselves, whatever their role
    **{f"Volunteered.value of {role}": {role} for role in ("applicant", "mentor")},
    "ProposedPair.*": {"coordinator"},
    **dict.fromkeys(("LeftOver.* of *", "Proposal.name of *", "Deed.* of *"), {"coordinator"}),
    "QuietWord.text of *": {"coach"},
    **{"Concern.words of *": {"coach", "coordinator"}, "Agreement.* of *": {"mentor", "mentee", "coach"}},
    **{"TopicChoice.topic of elsewhere": {"stranger", "mentee"}, "* of elsewhere": {"stranger"}},
    # nobody: the matching reads no-gos, the outbox its troubles, and a link is known by its digest
    **dict.fromkeys(("NoGo.department of *", "Notice.trouble of *", "Link.digest of *"), set()),
    "StatusChange.reason of *": set(),
}
