"""Proposals: a suggested list of pairs for a wave, with reasons, seen by coordinators only."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.models import Program, User, Wave


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(wave__program__in=Program.objects.coordinated_by(user))

    def in_hand(self):
        """The draft, and the list published last; neither what was put away nor what was only tried."""
        return self.filter(
            status__in=(Proposal.Status.DRAFT, Proposal.Status.CONSULTING, Proposal.Status.PUBLISHED)
        )


class Proposal(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTING = "consulting", "Being asked"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Put away"
        SCENARIO = "scenario", "Tried"

    STEPS = {
        Status.DRAFT: [Status.CONSULTING, Status.PUBLISHED, Status.DISCARDED],
        Status.CONSULTING: [Status.PUBLISHED, Status.DISCARDED],
        Status.PUBLISHED: [],
        Status.DISCARDED: [Status.DRAFT],  # by undoing what put it away
        Status.SCENARIO: [Status.DRAFT, Status.DISCARDED],
    }

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    name = models.CharField(max_length=60, blank=True, help_text="What a scenario tries.")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    input_digest = models.CharField(
        max_length=64, help_text="SHA-256 of the people and rules it was made from."
    )
    settings = models.JSONField(default=dict)
    certificate = models.JSONField(default=dict)
    people_count = models.PositiveIntegerField(default=0)

    history = GenericRelation("programs.StatusChange", "subject_id", "subject_type")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="proposals_are_numbered_in_a_wave"),
            models.UniqueConstraint(
                fields=["wave"], condition=Q(status="draft"), name="a_wave_has_one_draft_proposal"
            ),
        ]

    def __str__(self):
        return self.name or f"Draft {self.number}"

    def get_absolute_url(self):
        return reverse("pairing", args=[self.wave_id])


class ProposedPair(models.Model):
    """One suggested pair: points by facet (thousandths), the reasons, the coach."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentor_place = models.PositiveSmallIntegerField(default=1)
    coach = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    fit = models.PositiveSmallIntegerField(help_text="Out of 100.")
    parts = models.JSONField(default=list, help_text="[facet, points out of 100, of how many, words] each.")
    checks = models.JSONField(default=list, help_text="[rule, tone, words] each.")
    is_locked = models.BooleanField(default=False)

    class Meta:
        ordering = ["proposal", "fit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "mentee"], name="a_mentee_is_proposed_once"),
            models.UniqueConstraint(
                fields=["proposal", "mentor", "mentor_place"], name="a_mentors_place_is_proposed_once"
            ),
        ]

    def __str__(self):
        return f"Proposed pair {self.pk}"

    @property
    def needs_a_look(self):
        return any(tone != "ok" for _, tone, _ in self.checks)


class LeftOver(models.Model):
    """Somebody whom the proposal could not pair, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="left_over")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    change = models.CharField(max_length=300, blank=True, help_text="The smallest change that would help.")

    class Meta:
        ordering = ["proposal", "side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="somebody_is_left_over_once")
        ]

    def __str__(self):
        return f"Left over in {self.proposal_id}"


class RuleSetting(models.Model):
    """How strictly a program keeps one pairing rule (M1)."""

    class Strength(models.TextChoices):
        HARD = "hard", "Never break it"
        SOFT = "soft", "Avoid it"
        OFF = "off", "Ignore it"

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="pairing_rules")
    rule = models.CharField(max_length=40)
    strength = models.CharField(max_length=4, choices=Strength, default=Strength.HARD)
    value = models.PositiveSmallIntegerField(default=0)
    penalty = models.PositiveSmallIntegerField(default=0, help_text="Points of 100 when broken and soft.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "rule"], name="a_rule_is_set_once")]

    def __str__(self):
        return f"{self.rule}: {self.strength}"


class QuotaSetting(models.Model):
    """How many of a program's pairs have a mentor from one place, line, function or department (M3)."""

    class Attribute(models.TextChoices):
        LOCATION = "location", "Location"
        LINE_OF_BUSINESS = "line_of_business", "Line of business"
        FUNCTION = "function", "Function"
        DEPARTMENT = "department", "Department"

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="pairing_quotas")
    attribute = models.CharField(max_length=20, choices=Attribute)
    value = models.CharField(max_length=100)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["program", "attribute", "value"]
        constraints = [
            models.UniqueConstraint(fields=["program", "attribute", "value"], name="a_quota_is_set_once"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=models.F("least")),
                name="a_quota_allows_what_it_asks_for",
            ),
        ]

    def __str__(self):
        return f"{self.get_attribute_display()} {self.value}"


class WeightSetting(models.Model):
    """How much a facet of the fit counts in a program (M2); what is not set keeps the usual weight."""

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="pairing_weights")
    facet = models.CharField(max_length=20)
    weight = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "facet"], name="a_facet_is_weighed_once"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="weights_are_0_to_100"),
        ]

    def __str__(self):
        return f"{self.facet}: {self.weight}"


class Mark(models.Model):
    """A pair that a coordinator locked, forbade or wishes for in the proposals of a wave."""

    class Kind(models.TextChoices):
        LOCK = "lock", "Locked"
        FORBID = "forbid", "Forbidden"
        WISH = "wish", "Wished"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="pairing_marks")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "mentor", "mentee"], name="two_people_are_marked_once"),
            models.UniqueConstraint(
                fields=["wave", "mentee"], condition=Q(kind="lock"), name="a_mentee_is_locked_once"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Deed(models.Model):
    """What somebody did in the workbench, with what stood there before, so that it can be undone (M5)."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="pairing_deeds")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=240)
    why = models.CharField(max_length=240, blank=True)
    before = models.JSONField(help_text="The draft, the marks, rules and weights that it changed.")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["wave", "-pk"]

    def __str__(self):
        return f"Deed {self.pk}"
