"""What people volunteer of themselves (U5): said, taken back, and counted where nobody is given away."""

import hashlib
from collections import defaultdict

from django.db import transaction

from .lifecycle import NotAllowed
from .models import Application, Attribute, Composition, Volunteered, Wave
from .small_groups import NOT_SAID, composition
from .words import listed

Status = Application.Status
# the first comes first where only one of the two can be shown
LISTS = {
    Composition.List.SHORTLIST: (Status.SHORTLISTED, Status.ACCEPTED),
    Composition.List.APPLIED: Application.IN_HAND,
}
COUNTED_IN = (
    Wave.Status.RECRUITING,
    Wave.Status.SELECTING,
    Wave.Status.PAIRING,
    Wave.Status.PREPARING,
    Wave.Status.RUNNING,
)


# --- by the person ------------------------------------------------------------------------------------


def invited(person, program):
    """Each attribute of a program with what this person has said, or None."""
    said = {each.attribute_id: each for each in Volunteered.objects.filter(person=person)}
    return [(attribute, said.get(attribute.pk)) for attribute in program.attributes.all()]


@transaction.atomic
def volunteer(attribute, person, value, *, for_matching, for_figures, now):
    """Say something of oneself, for one purpose or both.

    Each consent carries its own date. A word that changes is a new one: it is consented to anew.
    """
    if value not in attribute.choices:
        raise NotAllowed(f"{attribute} has no answer of this kind any more.")
    before = Volunteered.objects.select_for_update().filter(attribute=attribute, person=person).first()
    kept = before if before and before.value == value else None
    Volunteered.objects.update_or_create(
        attribute=attribute,
        person=person,
        defaults={
            "value": value,
            "matching_since": since(for_matching, kept and kept.matching_since, now),
            "figures_since": since(for_figures, kept and kept.figures_since, now),
        },
    )


def since(consents, before, now):
    return (before or now) if consents else None


def take_back(attribute, person):
    """Delete what somebody volunteered, at once and entirely; True when there was something."""
    return bool(Volunteered.objects.filter(attribute=attribute, person=person).delete()[0])


# --- in figures ---------------------------------------------------------------------------------------


def count_anew(now):
    """Count every list of every open wave again where that may be shown; the number of new figures.

    A task does it: a page that counted would let its reader take two people off a list and look again.
    """
    attributes = Attribute.objects.filter(program__waves__status__in=COUNTED_IN).distinct()
    return sum(count_attribute(attribute.pk, now) for attribute in attributes)


@transaction.atomic
def count_attribute(pk, now):
    attribute = Attribute.objects.select_for_update().get(pk=pk)  # two tasks must not both go first
    shown = list(Composition.objects.filter(attribute=attribute))
    allowed = Volunteered.objects.filter(attribute=attribute).for_figures()
    answers = dict(allowed.values_list("person", "value"))
    stamps = dict(allowed.values_list("person", "figures_since"))
    lists = lists_of(attribute.program_id)
    # also those who have left a list: an earlier one, which was shown, still counts them
    applied = Application.objects.filter(wave__program=attribute.program_id).order_by()
    said = {
        digest(attribute, person, stamps.get(person)): answers.get(person, NOT_SAID)
        for person in applied.values_list("person", flat=True).distinct()
    }
    made = 0
    for (wave, side, name), people in sorted(lists.items(), key=in_turn):
        keys = sorted(digest(attribute, person, stamps.get(person)) for person in people)
        if (wave, side, name, keys) in [(each.wave_id, each.side, each.name, each.people) for each in shown]:
            continue
        cells = composition(said, keys, choices=attribute.choices, earlier=[each.people for each in shown])
        if cells is None:
            continue
        made += 1
        shown.append(
            Composition.objects.create(
                wave_id=wave,
                attribute=attribute,
                side=side,
                name=name,
                people=keys,
                cells=[[list(cell.answers), cell.count] for cell in cells],
                made_at=now,
            )
        )
    return made


def in_turn(entry):
    (wave, side, name), _ = entry
    return wave, side, list(LISTS).index(name)


def lists_of(program):
    """``{(wave pk, side, name): {person pk, …}}`` of all that is counted in a program."""
    found = defaultdict(set)
    applications = Application.objects.filter(wave__program=program, wave__status__in=COUNTED_IN)
    for wave, side, status, person in applications.order_by("wave", "pk").values_list(
        "wave", "side", "status", "person"
    ):
        for name, statuses in LISTS.items():
            if status in statuses:
                found[wave, side, name].add(person)
    return found


def digest(attribute, person, stamp):
    """Somebody with one word of theirs: whoever changes it is somebody else from then on."""
    words = f"{attribute.pk}:{person}:{stamp.isoformat() if stamp else ''}"
    return hashlib.sha256(words.encode()).hexdigest()


def composed(wave, side, name):
    """What may be shown of a list: the newest figures of each attribute, with the day they are of."""
    newest = (
        Composition.objects.filter(wave=wave, side=side, name=name)
        .order_by("attribute_id", "-made_at", "-pk")
        .distinct("attribute_id")
        .select_related("attribute")
    )
    return [
        {
            "attribute": each.attribute,
            "made_at": each.made_at,
            "total": len(each.people),
            "groups": [(in_words(answers), count) for answers, count in each.cells],
        }
        for each in sorted(newest, key=lambda each: (each.attribute.number, each.attribute_id))
    ]


def in_words(answers):
    """``Man, Non-binary and not said``: a group under all its names, given or not."""
    names = [answer for answer in answers if answer != NOT_SAID]
    return listed([*names, "not said"] if NOT_SAID in answers else names)
