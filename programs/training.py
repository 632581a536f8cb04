"""Training: what is taught to whom, walking through scenario cards, what is still to be learned (P5)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from .home_cards import Card, register
from .models import TrainingCompletion, TrainingModule, Wave
from .outbox import owe_all
from .words import capital, spelled

MOST_STEPS = 60  # of a walk; cards may lead back to earlier ones
UNDER_WAY = (Wave.Status.PREPARING, Wave.Status.RUNNING)


# --- scenario cards ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What one card asked, what was answered, and what was replied."""

    card: str
    answer: str
    reply: str


@dataclass(frozen=True)
class Walk:
    """Where somebody stands in a scenario: what was said, and the card in front, or None at the end.

    ``path`` names the answers given, by number: it is all that the walk needs to know, so the way back and
    a page opened twice lead where they should.
    """

    said: tuple
    card: dict | None
    path: str

    @property
    def is_over(self):
        return self.card is None or not self.card.get("answers")

    @property
    def ways_on(self):
        """Each answer to the card in front, with the path that gives it."""
        start = f"{self.path}." if self.path else ""
        answers = self.card.get("answers", []) if self.card else []
        return [(f"{start}{number}", answer["text"]) for number, answer in enumerate(answers)]


def walk(cards, path):
    """Follow ``path`` through ``cards`` as far as it makes sense; nonsense ends it where it begins."""
    by_key = {card["key"]: card for card in cards}
    card, said, kept = (cards[0] if cards else None), [], []
    for step in path.split(".")[:MOST_STEPS]:
        answers = card.get("answers", []) if card else []
        number = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else len(answers)
        if number >= len(answers):
            break
        answer = answers[number]
        said.append(Said(card["text"], answer["text"], answer.get("reply", "")))
        kept.append(str(number))
        card = by_key.get(answer.get("to"))
    return Walk(tuple(said), card, ".".join(kept))


# --- who has learned what ---------------------------------------------------------------------------------


def modules_for(user):
    """What is taught to somebody, the required first, each with whether they completed it."""
    done = TrainingCompletion.objects.filter(person=user).same_module()
    return (
        TrainingModule.objects.for_sides_of(user)
        .select_related("program")
        .annotate(is_done=Exists(done))
        .order_by("program__name", "audience", "-is_required", "number", "pk")
    )


def complete(module, person, *, now):
    """Note that somebody completed a module; the first time counts."""
    TrainingCompletion.objects.get_or_create(module=module, person=person, defaults={"completed_at": now})


def still_to_train(wave):
    """Accepted applicants who lack a required module of their side; an earlier wording counts."""
    done = TrainingCompletion.objects.filter(person=OuterRef(OuterRef("person"))).same_module()
    lacking = (
        TrainingModule.objects.in_force()
        .filter(program=wave.program_id, audience=OuterRef("side"), is_required=True)
        .exclude(Exists(done))
    )
    return wave.applications.accepted().filter(Exists(lacking), person__is_active=True)


def ask_participants(wave, *, occurrence=""):
    """Owe a word to everybody who still has a required module before them."""
    waiting = still_to_train(wave).values_list("person", flat=True)
    owe_all("training", [(person_id, wave) for person_id in waiting], occurrence=occurrence)
    return len(waiting)


@register
def training_card(user, now):
    """One card for everything that is required and not yet completed, however much it is."""
    missing = [module for module in modules_for(user) if module.is_required and not module.is_done]
    if not missing:
        return []
    first, many = missing[0], len(missing) > 1
    return [
        Card(
            eyebrow="Training",
            title=f"{capital(spelled(len(missing)))} things to learn before you meet"
            if many
            else first.title,
            url=reverse("training") if many else first.get_absolute_url(),
            action="Begin",
            seconds=60 * sum(module.minutes for module in missing),
        )
    ]
