"""The data class of every field of this app (C0 public … C5 anonymous; `mentoring/tests/test_privacy.py`)."""

DATA_CLASSES = {
    "Survey": dict.fromkeys(("wave", "kind", "title", "audience", "opens_on", "closes_on"), "C0"),
    "SurveyQuestion": dict.fromkeys(
        ("survey", "number", "code", "text", "kind", "choices", "is_optional"), "C0"
    ),
    "Response": {"survey": "C3", "person": "C3", "answered_at": "C3"},
    "Answer": {"response": "C3", "question": "C3", "value": "C3", "text": "C3"},
}
