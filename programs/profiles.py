"""Keeping the talent profile: saved by version, so that two tabs lose nothing (A1).

The profile and its draft share one version. Whoever saves names the stand that they had in front of them;
when somebody saved after it, nothing is written and both texts are shown.
"""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from . import dates
from .drafts import Stand, write_over
from .models import Application, ProfileDraft, Recommendation, TalentProfile

# the parts of the form: what must be filled for a part to be complete, and what may
PARTS = {
    "you": ("You and your job", ("headline", "pitch"), ()),
    "experience": ("Experience", ("jobs", "education"), ("background",)),
    "goals": ("Goals", ("goals",), ("works_best",)),
    "skills": ("Skills and interests", ("competencies", "interests", "languages"), ()),
}
ENOUGH_PEOPLE = 5  # a word is suggested once so many people use it: fewer could be told by it
SUGGESTIONS = 40


def parts_of(filled, errors=(), *, has_draft=False):
    """Each part with the tone and the word of its state; ``filled`` and ``errors`` name fields."""
    parts = []
    for key, (title, needed, extra) in PARTS.items():
        there = [name for name in needed + extra if name in filled]
        if set(needed + extra) & set(errors):
            tone, word = "risk", "Needs attention"
        elif set(needed) <= set(there):
            tone, word = "ok", "Complete"
        else:
            tone, word = ("info", "Begun") if there else ("none", "Empty")
        parts.append({"key": key, "title": title, "tone": tone, "word": word})
    if wrong := next((part for part in parts if part["tone"] == "risk"), None):
        wrong["is_current"] = True
    if any(part["tone"] != "ok" for part in parts):
        tone, word = "none", "Not complete yet"
    else:
        tone, word = ("info", "Not saved yet") if has_draft else ("ok", "Complete")
    return [*parts, {"key": "check", "title": "Check", "tone": tone, "word": word}]


def own_profile(person):
    """The person's profile, or an empty one that is not stored yet."""
    return TalentProfile.objects.filter(person=person).select_related("draft").first() or TalentProfile(
        person=person
    )


def draft_of(own):
    """What the person typed and has not saved, or None."""
    return getattr(own, "draft", None) if own.pk else None


def stand_of(own, page=""):
    """Which version of whose profile a page shows."""
    return Stand(own.person_id, own.pk or 0, own.version, page)


def rows_at(stand):
    """The row that a stand speaks of; made when the person has none."""
    own, _ = TalentProfile.objects.get_or_create(person_id=stand.person)
    return TalentProfile.objects.filter(pk=own.pk)


@transaction.atomic
def save_profile(stand, changes, *, now):
    """Write ``changes`` for others to see, and be done with the draft; False when somebody was faster."""
    rows = rows_at(stand)
    if not write_over(rows, stand.version, page=stand.page, **changes, updated_at=now):
        return False
    rows.update(saved_from="")  # a draft of the same page that comes late must not stand after the save
    ProfileDraft.objects.filter(profile__in=rows).delete()
    return True


@transaction.atomic
def save_draft(stand, typed, *, now):
    """Keep what was typed for its author alone; False when somebody was faster, or it was saved since."""
    rows = rows_at(stand)
    if not write_over(rows, stand.version, page=stand.page):
        return False
    ProfileDraft.objects.update_or_create(profile=rows.get(), defaults={"typed": typed, "saved_at": now})
    return True


@transaction.atomic
def drop_draft(stand):
    """Throw away what was typed since the last save; False when it changed meanwhile."""
    rows = rows_at(stand)
    if not write_over(rows, stand.version, page=stand.page):
        return False
    rows.update(saved_from="")
    ProfileDraft.objects.filter(profile__in=rows).delete()
    return True


def suggested_words():
    """For each kind of tag what several colleagues call it, the most frequent first."""
    kinds = {"competencies": Counter(), "interests": Counter(), "languages": Counter()}
    spelled = {}
    rows = TalentProfile.objects.filter(person__is_active=True)
    for competencies, interests, languages in rows.values_list(*kinds).iterator():
        found = ([each["name"] for each in competencies], interests, languages)
        for tally, words in zip(kinds.values(), found, strict=True):
            for word in words:
                spelled.setdefault(word.casefold(), word)
            tally.update({word.casefold() for word in words})
    return {
        kind: [spelled[word] for word, number in tally.most_common(SUGGESTIONS) if number >= ENOUGH_PEOPLE]
        for kind, tally in kinds.items()
    }


# what each standing of an application means for who reads the profile
READERS = {
    "draft": "Nobody reads your profile through it until you send it.",
    "submitted": "Those who select read each change as soon as you save it.",
    "shortlisted": "Those who select read each change as soon as you save it.",
    "waitlisted": "Those who select read each change as soon as you save it.",
    "accepted": "It introduces you: the other one in your pair, your coach and those who select read each "
    "change as soon as you save it.",
    "declined": "It is decided. Those who select can still open your profile.",
    "withdrawn": "You withdrew it. Those who select can still open your profile.",
}
REFEREES = {
    Recommendation.Status.RECEIVED: ("ok", "In"),
    Recommendation.Status.ASKED: ("now", "Asked"),
    Recommendation.Status.DECLINED: ("watch", "Cannot recommend"),
    Recommendation.Status.NAMED: ("none", "Not asked yet"),
}


def used_in(person, today):
    """The person's applications, each with who reads the profile through it and how its referees stand."""
    applications = (
        Application.objects.filter(person=person)
        .select_related("wave__program")
        .prefetch_related("recommendations__referee")
        .order_by("-pk")
    )
    for application in applications:
        application.readers = READERS[application.status]
        application.referees = [
            (each.referee, *standing(each, today))
            for each in application.recommendations.all()
            if each.status in REFEREES
        ]
        yield application


def standing(recommendation, today):
    tone, word = REFEREES[recommendation.status]
    if recommendation.status == Recommendation.Status.ASKED and recommendation.asked_at:
        word = f"{word} {dates.short_day(timezone.localdate(recommendation.asked_at), today=today)}"
    return tone, word
