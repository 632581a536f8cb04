"""The data class of every field of this app (C0 public … C5 anonymous; `mentoring/tests/test_privacy.py`)."""

DATA_CLASSES = {
    "User": {
        **dict.fromkeys(
            (
                "email",
                "given_name",
                "family_name",
                "job_title",
                "line_of_business",
                "function",
                "department",
                "location",
                "time_zone",
            ),
            "C0",
        ),
        **dict.fromkeys(
            (
                "employee_number",
                "grade",
                "manager",
                "hired_on",
                "is_active",
                "is_staff",
                "is_superuser",
                "joined_at",
                "last_login",
                "password",
                "groups",
                "user_permissions",
            ),
            "C1",
        ),
    },
    "Preferences": dict.fromkeys(
        ("person", "delivery", "time_zone", "quiet_from", "quiet_until", "theme", "has_shortcuts"), "C1"
    ),
    "DirectoryImport": dict.fromkeys(
        (
            "status",
            "filename",
            "sha256",
            "content",
            "headers",
            "dry_run",
            "all_or_nothing",
            "allow_many_leavers",
            "by",
            "started_at",
            "finished_at",
            "heartbeat_at",
            "rows_total",
            "rows_done",
            "created",
            "updated",
            "unchanged",
            "left",
            "problems",
            "problem_count",
            "preview",
            "refusal",
            "many_leavers",
            "attempts",
        ),
        "C1",
    ),
    "DirectoryChange": dict.fromkeys(
        ("person", "source", "field", "previous", "current", "changed_on"), "C1"
    ),
    "Program": dict.fromkeys(
        (
            "name",
            "purpose",
            "problem",
            "business_case",
            "quiet_kinds",
            "source",
            "steps_saved",
            "recommendations_kept_days",
            "retention_months",
            "lens",
            "template",
            "topics",
            "teammates_asked",
            "contact",
            "created_at",
        ),
        "C0",
    ),
    "ProgramRole": dict.fromkeys(("program", "person", "role", "capacity"), "C0"),
    "Guidelines": dict.fromkeys(("program", "audience", "version", "text", "published_at"), "C0"),
    "GuidelinesAcceptance": dict.fromkeys(("guidelines", "person", "accepted_at"), "C2"),
    "Wave": dict.fromkeys(
        (
            "program",
            "source",
            "number",
            "capacity",
            "status",
            "applications_open_on",
            "applications_close_on",
            "selection_ends_on",
            "pairs_announced_on",
            "launch_on",
            "sessions_start_on",
            "sessions_end_on",
            "review_ends_on",
            "session_count",
            "session_minutes",
            "cadence_days",
            "preparation_minutes",
            "preparation_days_before",
            "coach_meetings",
            "has_leaderboard",
            "reviewers_each",
            "created_at",
        ),
        "C0",
    ),
    "CurriculumSession": dict.fromkeys(
        (
            "wave",
            "number",
            "topic",
            "summary",
            "recipe",
            "reading_title",
            "reading_url",
            "reading_minutes",
        ),
        "C0",
    ),
    "BlockedDay": dict.fromkeys(("wave", "day", "reason"), "C0"),
    "StatusChange": dict.fromkeys(
        ("subject_type", "subject_id", "previous", "current", "by", "reason", "at"), "C2"
    ),
    "Notice": dict.fromkeys(
        (
            "recipient",
            "kind",
            "about",
            "occurrence",
            "delivery",
            "due_at",
            "owed_at",
            "claimed_at",
            "sent_at",
            "attempts",
            "trouble",
            "digest",
        ),
        "C2",
    ),
    "TalentProfile": {
        **dict.fromkeys(
            (
                "person",
                "headline",
                "pitch",
                "jobs",
                "education",
                "background",
                "goals",
                "competencies",
                "interests",
                "languages",
                "works_best",
                "photo",
                "photo_whole",
                "photo_left",
                "photo_top",
                "photo_size",
                "updated_at",
            ),
            "C1",
        ),
        **dict.fromkeys(("version", "saved_from"), "C0"),
    },
    "ProfileDraft": {**dict.fromkeys(("profile", "saved_at"), "C1"), "typed": "C3"},
    "DrawnPhotos": dict.fromkeys(("person", "day", "number"), "C1"),
    "Application": dict.fromkeys(
        (
            "wave",
            "person",
            "side",
            "status",
            "goals",
            "commits_hours",
            "will_challenge",
            "suitable_hours",
            "capacity",
            "assistant",
            "carried_from",
            "submitted_at",
            "created_at",
            "saved_at",
        ),
        "C2",
    )
    | {"version": "C0", "saved_from": "C0", "unfinished": "C3"},
    "TopicChoice": dict.fromkeys(("application", "topic", "level", "familiarity"), "C2"),
    "NoGo": dict.fromkeys(("application", "person", "department"), "C3"),
    "Recommendation": {
        **dict.fromkeys(
            ("application", "referee", "relation", "status", "asked_at", "answered_at", "forgotten_on"), "C2"
        ),
        **dict.fromkeys(
            (
                "keeps_confidences",
                "trustworthy",
                "people_skills",
                "command_of_subject",
                "works_upwards",
                "reasons",
                "confirms_hours",
            ),
            "C3",
        ),
    },
    "JobRun": dict.fromkeys(("name", "began_at", "ended_at", "trouble", "runs", "failures"), "C0"),
    "Link": dict.fromkeys(
        ("purpose", "digest", "about", "recipient", "expires_at", "used_at", "replaced_at"), "C2"
    ),
    "Question": dict.fromkeys(
        (
            "program",
            "sheet",
            "code",
            "number",
            "kind",
            "text",
            "hint",
            "choices",
            "is_required",
            "weight",
            "created_at",
            "retired_at",
            "by",
        ),
        "C0",
    ),
    "ApplicationAnswer": dict.fromkeys(("application", "question", "value"), "C2"),
    "Scorecard": {
        **dict.fromkeys(
            ("application", "reviewer", "status", "assigned_at", "saved_at", "submitted_at"), "C2"
        ),
        "comment": "C3",
        "version": "C0",
    },
    "Score": dict.fromkeys(("scorecard", "criterion", "mark"), "C3"),
    # what a program shows to everybody in it
    "Objective": dict.fromkeys(
        (
            "program",
            "number",
            "name",
            "measure",
            "unit",
            "baseline",
            "target",
            "owner",
            "review_every_weeks",
        ),
        "C0",
    ),
    "ObjectiveReading": dict.fromkeys(("objective", "wave", "value", "read_on", "by", "comment"), "C0"),
    "TrainingModule": dict.fromkeys(
        (
            "program",
            "audience",
            "number",
            "code",
            "kind",
            "title",
            "minutes",
            "text",
            "url",
            "file",
            "cards",
            "is_required",
            "created_at",
            "retired_at",
            "by",
        ),
        "C0",
    ),
    "TrainingCompletion": dict.fromkeys(("module", "person", "completed_at"), "C2"),
    "Resource": dict.fromkeys(
        ("program", "topic", "title", "url", "text", "minutes", "by", "added_at"), "C0"
    ),
    "Announcement": dict.fromkeys(
        ("program", "wave", "audience", "title", "text", "by", "published_at", "withdrawn_at"), "C0"
    ),
    "AnnouncementReading": dict.fromkeys(("announcement", "person", "read_at"), "C1"),
    # said among the people of a program
    "Discussion": dict.fromkeys(
        ("program", "title", "is_circle", "by", "begun_at", "last_post_at", "closed_at"), "C2"
    ),
    "Post": dict.fromkeys(("discussion", "by", "text", "at", "edited_at", "removed_at"), "C2"),
    # what a reader tells two people
    "PostReport": dict.fromkeys(
        ("post", "passage", "reason", "by", "at", "told_to", "settled_at", "settled_by"), "C3"
    ),
    "Event": dict.fromkeys(
        (
            "wave",
            "kind",
            "is_circle",
            "title",
            "starts_at",
            "ends_at",
            "place",
            "text",
            "sequence",
            "cancelled_at",
        ),
        "C0",
    ),
    "Attendance": dict.fromkeys(("event", "person", "answer", "was_there"), "C2"),
    "Alumnus": dict.fromkeys(("program", "person", "joined_at", "volunteers"), "C2"),
    "ProgramText": dict.fromkeys(("program", "kind", "version", "subject", "body", "by", "at"), "C0"),
    # for those who steer
    "Finding": dict.fromkeys(
        (
            "wave",
            "finding",
            "figure",
            "figure_said",
            "decision",
            "what",
            "owner",
            "due_on",
            "by",
            "at",
        ),
        "C2",
    ),
    "FindingVersion": dict.fromkeys(
        ("of", "finding", "figure_said", "decision", "what", "owner", "due_on", "by", "at"), "C2"
    ),
    "WaveReview": dict.fromkeys(("wave", "by", "closed_at"), "C2"),
    "SteeringOffer": dict.fromkeys(("wave", "person", "status", "by", "at"), "C2"),
    "Risk": dict.fromkeys(
        ("wave", "name", "detail", "level", "owner", "logged_at", "by", "settled_at"), "C2"
    ),
    "RiskChange": dict.fromkeys(("risk", "by", "at", "said"), "C2"),
    "WaveCancellation": dict.fromkeys(
        ("wave", "asked_by", "asked_at", "reason", "confirmed_by", "settled_at"), "C2"
    ),
    "Decision": dict.fromkeys(("wave", "to", "by", "at", "sends_at", "undone_at", "reason"), "C2"),
    "DecidedApplication": dict.fromkeys(("decision", "application", "previous"), "C2"),
    "LateInvitation": dict.fromkeys(("wave", "person", "side", "by", "at", "expires_on"), "C2"),
    # what people volunteer of themselves: the person and the matching rules, nobody else
    "Attribute": dict.fromkeys(("program", "code", "number", "name", "why", "choices"), "C0"),
    "Volunteered": dict.fromkeys(("attribute", "person", "value", "matching_since", "figures_since"), "C4"),
    # typed after a session had ended, whatever it was
    "TypedForm": dict.fromkeys(("person", "path", "had_files", "kept_at"), "C2") | {"fields": "C3"},
    "Composition": dict.fromkeys(("wave", "attribute", "side", "name", "made_at"), "C0")
    | {"people": "C4", "cells": "C5"},
}
