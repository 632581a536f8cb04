"""Two versions of a talent profile: in words beside each other, or both in one."""

from programs.drafts import Difference, in_words

from .fields import MonthField
from .profiles import MOST_COMPETENCIES, MOST_JOBS, ProfileForm

LABELS = {
    "headline": "Headline",
    "pitch": "Your pitch",
    "jobs": "Job history",
    "education": "Education",
    "background": "Background",
    "goals": "Goals for the next two years",
    "works_best": "You work best",
    "competencies": "Competencies",
    "interests": "Interests outside work",
    "languages": "Languages",
}


def differences(saved, typed):
    """The columns for which two sets of inputs say something else."""
    stored, here = said(saved), said(typed)
    return [
        Difference(label, in_words(stored[name]), in_words(here[name]))
        for name, label in LABELS.items()
        if in_words(stored[name]) != in_words(here[name])
    ]


def said(values):
    """What the inputs hold, in words: ``{column: text}``, alike whether it was stored or typed."""
    found = {name: values.get(name) or "" for name in ProfileForm.TEXTS}
    found |= {name: ", ".join(words_of(values.get(name))) for name in ProfileForm.TAGS}
    jobs = (job_said(values, number) for number in range(MOST_JOBS))
    competencies = (competency_said(values, number) for number in range(MOST_COMPETENCIES))
    return found | {
        "jobs": "\n".join(filter(None, jobs)),
        "competencies": ", ".join(filter(None, competencies)),
    }


def words_of(value):
    words = value if isinstance(value, list) else (value or "").replace("\n", ",").split(",")
    return [word.strip() for word in words if word.strip()]


def job_said(values, number):
    begun, until, what = (values.get(f"job_{number}_{part}") or "" for part in ("from", "until", "what"))
    begun, until = (MonthField().prepare_value(month) for month in (begun, until))
    return f"{begun} – {until or 'now'}: {what}" if begun or until or what else ""


def competency_said(values, number):
    name, level = values.get(f"competency_{number}"), values.get(f"competency_{number}_level")
    return f"{name} {level or ''}".strip() if name else ""


def merged(saved, typed):
    """Both versions in one, to be tidied by whoever wrote them: texts one after the other, lists joined."""
    found = {name: both(saved.get(name) or "", typed.get(name) or "") for name in ProfileForm.TEXTS}
    for name in ProfileForm.TAGS:
        found[name] = ", ".join(
            {word.casefold(): word for word in words_of(saved.get(name)) + words_of(typed.get(name))}.values()
        )
    found |= joined(saved, typed, ("job_{}_from", "job_{}_until", "job_{}_what"), MOST_JOBS)
    return found | joined(saved, typed, ("competency_{}", "competency_{}_level"), MOST_COMPETENCIES)


def both(one, other):
    one, other = one.replace("\r\n", "\n"), other.replace("\r\n", "\n")
    if one in other:
        return other
    return one if other in one else f"{one}\n{other}"


def joined(saved, typed, names, most):
    """The rows of both, each once, as far as there is room."""
    rows = {}
    for values in (saved, typed):
        for number in range(most):
            row = tuple(MonthField().prepare_value(values.get(name.format(number)) or "") for name in names)
            if any(row):
                rows.setdefault(tuple(text.casefold() for text in row), row)
    return {
        name.format(number): text
        for number, row in enumerate(list(rows.values())[:most])
        for name, text in zip(names, row, strict=True)
    }
