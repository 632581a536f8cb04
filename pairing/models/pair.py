"""Pairs: a mentor and a mentee working together in a wave, with their coach."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from programs.models import Application, Program, User, Wave


class PairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs the user belongs to or coaches, and those of programs the user coordinates.

        Until a pair is published it is the coordinators' alone.
        """
        mine = Q(mentor=user) | Q(mentee=user) | Q(coach=user)
        return self.filter(
            mine & ~Q(status__in=Pair.UNPUBLISHED) | Q(wave__program__in=Program.objects.coordinated_by(user))
        )

    def of_person(self, user):
        return self.filter(Q(mentor=user) | Q(mentee=user)).published()

    def movable_by(self, user):
        """Pairs whose times the user may see: visible ones, and those assisted."""
        return self.visible_to(user) | self.assisted_by(user)

    def assisted_by(self, user):
        """Pairs of executives who named the user as their assistant for the wave."""
        assisted = Application.objects.accepted().filter(
            assistant=user, side=Application.Side.MENTEE, person=OuterRef("mentee"), wave=OuterRef("wave")
        )
        return self.published().filter(Exists(assisted))

    def live(self):
        """Pairs that are under way or about to be: not ended, not completed."""
        return self.filter(status__in=Pair.LIVE)

    def published(self):
        return self.exclude(status__in=Pair.UNPUBLISHED)

    def with_people(self):
        return self.select_related("mentor", "mentee", "coach", "wave__program")


class Pair(models.Model):
    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONSULTED = "consulted", "Consulted"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Concluded"
        COMPLETED = "completed", "Completed"

    STEPS = {
        Status.PROPOSED: [Status.CONSULTED, Status.ACTIVE, Status.ENDED],
        Status.CONSULTED: [Status.ACTIVE, Status.ENDED],
        Status.ACTIVE: [Status.PAUSED, Status.ENDED, Status.COMPLETED],
        Status.PAUSED: [Status.ACTIVE, Status.ENDED],
        Status.ENDED: [],
        Status.COMPLETED: [],
    }
    # being asked, or agreed to by both: known to nobody but the coordinators
    UNPUBLISHED = (Status.PROPOSED, Status.CONSULTED)
    LIVE = (Status.PROPOSED, Status.CONSULTED, Status.ACTIVE, Status.PAUSED)

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="pairs")
    mentor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pairs_as_mentee")
    coach = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="pairs_coached"
    )
    # which of a mentor's places the pair takes: 1 unless the mentor has room for several mentees
    mentor_place = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.PROPOSED)
    team_name = models.CharField(max_length=40)
    mentor_shows_name = models.BooleanField(default=False)
    mentee_shows_name = models.BooleanField(default=False)
    shared_interests = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = GenericRelation("programs.StatusChange", "subject_id", "subject_type")

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "team_name"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="nobody_is_paired_with_themself"),
            models.CheckConstraint(
                condition=Q(coach=None) | (~Q(coach=F("mentor")) & ~Q(coach=F("mentee"))),
                name="nobody_coaches_their_own_pair",
            ),
            models.CheckConstraint(
                condition=Q(mentor_place__range=(1, 3)), name="a_mentor_has_at_most_three_places"
            ),
            models.UniqueConstraint(
                fields=["wave", "mentee"],
                condition=Q(status__in=("proposed", "consulted", "active", "paused")),
                name="a_mentee_has_one_live_pair_in_a_wave",
            ),
            models.UniqueConstraint(
                fields=["wave", "mentor", "mentor_place"],
                condition=Q(status__in=("proposed", "consulted", "active", "paused")),
                name="a_mentors_place_is_taken_once_in_a_wave",
            ),
            models.UniqueConstraint(fields=["wave", "team_name"], name="team_names_are_unique_in_a_wave"),
            models.CheckConstraint(
                condition=Q(coach__isnull=False) | Q(status__in=("proposed", "ended")),
                name="a_published_pair_has_a_coach",
            ),
        ]

    def __str__(self):
        return self.team_name

    def get_absolute_url(self):
        return reverse("pair", args=[self.pk])

    @property
    def is_named(self):
        """Whether names may be shown beyond the pair, its coach and the coordinators."""
        return self.mentor_shows_name and self.mentee_shows_name

    @property
    def is_live(self):
        return self.status in self.LIVE

    @property
    def names(self):
        """Both family names, for those who may know them."""
        return f"{self.mentor.family_name}, {self.mentee.family_name}"

    def partner_of(self, person):
        """The other side, for one of the two."""
        return self.mentee if person.pk == self.mentor_id else self.mentor

    def has_member(self, person):
        return person.pk in (self.mentor_id, self.mentee_id)
