"""The data class of every field of this app (C0 public … C5 anonymous; `mentoring/tests/test_privacy.py`)."""

DATA_CLASSES = {
    "Pair": {
        "wave": "C2",
        "mentor": "C2",
        "mentee": "C2",
        "coach": "C2",
        "mentor_place": "C2",
        "status": "C2",
        "team_name": "C1",
        "mentor_shows_name": "C2",
        "mentee_shows_name": "C2",
        "shared_interests": "C2",
        "published_at": "C2",
        "created_at": "C2",
    },
    "Proposal": {
        "wave": "C2",
        "number": "C2",
        "status": "C2",
        "made_by": "C2",
        "made_at": "C2",
        "input_digest": "C2",
        "settings": "C2",
        "certificate": "C2",
        "people_count": "C2",
        "name": "C2",
    },
    "ProposedPair": {
        "proposal": "C2",
        "mentor": "C2",
        "mentee": "C2",
        "mentor_place": "C2",
        "coach": "C2",
        "fit": "C2",
        "parts": "C2",
        "checks": "C2",
        "is_locked": "C2",
    },
    "LeftOver": {"proposal": "C2", "person": "C2", "side": "C2", "reason": "C2", "change": "C2"},
    "QuotaSetting": {"program": "C0", "attribute": "C0", "value": "C0", "least": "C0", "most": "C0"},
    "WeightSetting": {"program": "C0", "facet": "C0", "weight": "C0"},
    "Deed": dict.fromkeys(("wave", "by", "at", "words", "why", "before", "undone_at", "undone_by"), "C2"),
    "RuleSetting": {"program": "C0", "rule": "C0", "strength": "C0", "value": "C0", "penalty": "C0"},
    # with the coach alone, whoever asked or concluded
    "QuietWord": dict.fromkeys(("pair", "by", "text", "at", "settled_at"), "C3"),
    "PairEnding": dict.fromkeys(("pair", "category", "at"), "C3"),
    "Consultation": dict.fromkeys(("pair", "asked_at", "mentee_agreed_at", "mentor_agreed_at"), "C3"),
    "Concern": dict.fromkeys(("pair", "rule", "words", "found_at", "settled_at", "settled_by"), "C2"),
    # of the two and their coach
    "Agreement": dict.fromkeys(
        (
            *("pair", "version", "purpose", "expectations", "boundaries", "contact", "may_leave"),
            *("by", "at", "mentor_signed_at", "mentee_signed_at"),
        ),
        "C3",
    ),
    "MatchRun": dict.fromkeys(
        ("wave", "by", "status", "step", "percent", "asked_at", "heard_at", "stop_asked", "trouble"), "C1"
    ),
    "Mark": {"wave": "C2", "mentor": "C2", "mentee": "C2", "kind": "C2", "by": "C2", "at": "C2"},
}
