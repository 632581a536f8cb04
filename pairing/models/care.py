"""Around a pair: a quiet word with the coach, why it ended, rules broken since, its agreement."""

from django.db import models
from django.db.models import Q

from programs.models import User

from .pair import Pair


class QuietWord(models.Model):
    """One side's wish for a word with the coach (M10), of which nobody else ever learns."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="quiet_words")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="quiet_words")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "by"], condition=Q(settled_at=None), name="one_quiet_word_at_a_time"
            )
        ]

    def __str__(self):
        return f"Quiet word {self.pk}"


class PairEnding(models.Model):
    """Why a pair was concluded early, as a category that stays with its coach."""

    class Category(models.TextChoices):
        TIME = "time", "No time for it"
        FIT = "fit", "Not the right two"
        TOPIC = "topic", "Other topics than hoped for"
        MOVE = "move", "A new job or place"
        DONE = "done", "Reached what they wanted early"
        OTHER = "other", "Something else"

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="ending")
    category = models.CharField(max_length=8, choices=Category)
    at = models.DateTimeField()

    def __str__(self):
        return f"Ending of pair {self.pair_id}"


class Concern(models.Model):
    """A rule that a live pair breaks since somebody's directory data changed (M11)."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="concerns")
    rule = models.CharField(max_length=40)
    words = models.CharField(max_length=400)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Empty: mended."
    )

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["pair", "rule"], name="a_pair_breaks_a_rule_once")]

    def __str__(self):
        return f"Concern {self.pk}"


class Agreement(models.Model):
    """What two people agree on before they begin (M9); a new wording is a new row, signed anew by both."""

    PARTS = {
        "purpose": "What we want to reach",
        "expectations": "What each expects of the other",
        "boundaries": "What we leave out",
        "contact": "How and when to reach each other",
        "may_leave": "What may leave the room",
    }

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    purpose = models.TextField(blank=True)
    expectations = models.TextField(blank=True)
    boundaries = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    may_leave = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    mentor_signed_at = models.DateTimeField(null=True, blank=True)
    mentee_signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pair", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "version"], name="agreements_are_numbered_in_a_pair")
        ]

    def __str__(self):
        return f"Agreement {self.version}"

    @property
    def is_signed(self):
        return bool(self.mentor_signed_at and self.mentee_signed_at)

    @property
    def parts(self):
        """``[(heading, text)]`` in the order in which one reads them."""
        return [(heading, getattr(self, name)) for name, heading in self.PARTS.items()]


class Consultation(models.Model):
    """What two people said in private about being paired, the mentee first (M7); no reasons are owed.

    A no deletes it with its pair, so that nobody can ever read who said it.
    """

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="consultation")
    asked_at = models.DateTimeField()
    mentee_agreed_at = models.DateTimeField(null=True, blank=True)
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor_agreed_at=None) | Q(mentee_agreed_at__isnull=False),
                name="the_mentee_is_asked_first",
            )
        ]

    def __str__(self):
        return f"Consultation of pair {self.pair_id}"
