"""Applications to take part in a wave, and the recommendations that come with them."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from .person import User
from .program import Program, ProgramRole, Wave
from .sealed import SealedJSONField

LINK_LASTS = timedelta(days=21)
HALF_DAYS = [
    (f"{day}-{half}", f"{name} {word}")
    for day, name in (
        ("mon", "Monday"),
        ("tue", "Tuesday"),
        ("wed", "Wednesday"),
        ("thu", "Thursday"),
        ("fri", "Friday"),
    )
    for half, word in (("am", "morning"), ("pm", "afternoon"))
]


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those sent to programs that the user coordinates or reviews for.

        Whoever declares a conflict sees no more of that application.
        """
        served = ProgramRole.objects.filter(
            person=user, role__in=(ProgramRole.Role.COORDINATOR, ProgramRole.Role.STEERING)
        )
        conflicts = user.scorecards.filter(status="conflicted")
        return self.filter(
            Q(person=user)
            | Q(wave__program__in=served.values("program"))
            & ~Q(status=Application.Status.DRAFT)
            & ~Q(pk__in=conflicts.values("application"))
        )

    def whose_scores_are_open_to(self, user):
        """Those of which ``user`` may read what others scored: blind until one has scored oneself.

        Reviewers read on once their own scorecard is submitted, coordinators where they have none to fill
        in. Nobody reads what is said of themself or of somebody in their own line.
        """
        scored = user.scorecards.filter(status="submitted").values("application")
        blind = user.scorecards.exclude(status="submitted").values("application")
        return (
            self.visible_to(user)
            .filter(Q(pk__in=scored) | Q(wave__program__in=Program.objects.coordinated_by(user)))
            .exclude(Q(pk__in=blind) | Q(person=user) | Q(person__in=User.objects.reporting_to(user)))
        )

    def coordinated_by(self, user):
        return self.filter(wave__program__in=Program.objects.coordinated_by(user))

    def mentors(self):
        return self.filter(side=Application.Side.MENTOR)

    def mentees(self):
        return self.filter(side=Application.Side.MENTEE)

    def undecided(self):
        return self.filter(status__in=Application.UNDECIDED)

    def accepted(self):
        return self.filter(status=Application.Status.ACCEPTED)

    def taking_part(self):
        """Accepted into a wave whose selection is over and that is not over itself."""
        return self.accepted().filter(wave__status__in=Wave.WITH_ITS_PEOPLE)


class Application(models.Model):
    """The request of one person to take part in one wave, as mentor or as mentee."""

    class Side(models.TextChoices):
        MENTOR = "mentor", "Mentor"
        MENTEE = "mentee", "Mentee"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        SHORTLISTED = "shortlisted", "Shortlisted"
        ACCEPTED = "accepted", "Accepted"
        WAITLISTED = "waitlisted", "On the waiting list"
        DECLINED = "declined", "Not this time"
        WITHDRAWN = "withdrawn", "Withdrawn"

    STEPS = {
        Status.DRAFT: [Status.SUBMITTED, Status.WITHDRAWN],
        Status.SUBMITTED: [
            Status.SHORTLISTED,
            Status.ACCEPTED,
            Status.WAITLISTED,
            Status.DECLINED,
            Status.WITHDRAWN,
        ],
        Status.SHORTLISTED: [Status.ACCEPTED, Status.WAITLISTED, Status.DECLINED, Status.WITHDRAWN],
        Status.ACCEPTED: [Status.WITHDRAWN],
        Status.WAITLISTED: [Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN],
        Status.DECLINED: [],
        Status.WITHDRAWN: [],
    }
    # sent, and waiting for a decision
    UNDECIDED = (Status.SUBMITTED, Status.SHORTLISTED)
    # the way back while nobody has been told: open to undoing a decision, and to no other deed
    STEPS_BACK = {
        Status.SHORTLISTED: [Status.SUBMITTED],
        Status.ACCEPTED: [Status.SUBMITTED, Status.SHORTLISTED, Status.WAITLISTED],
        Status.WAITLISTED: [Status.SUBMITTED, Status.SHORTLISTED],
        Status.DECLINED: [Status.SUBMITTED, Status.SHORTLISTED, Status.WAITLISTED],
    }
    # sent, and neither declined nor withdrawn
    IN_HAND = (Status.SUBMITTED, Status.SHORTLISTED, Status.ACCEPTED, Status.WAITLISTED)

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="applications")
    side = models.CharField(max_length=8, choices=Side)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    goals = models.TextField(blank=True)
    commits_hours = models.BooleanField(default=False)
    will_challenge = models.BooleanField(default=False)
    suitable_hours = ArrayField(models.CharField(max_length=8, choices=HALF_DAYS), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    assistant = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="assists_with"
    )
    carried_from = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_to",
        help_text="The application that waited in vain for the wave before; it goes first.",
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=0, help_text="Of the draft; two tabs lose nothing.")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_from = models.CharField(max_length=12, blank=True, help_text="The page that saved the draft last.")
    unfinished = SealedJSONField(
        lost=dict,
        default=dict,
        blank=True,
        help_text="In a draft: what was typed into a field and does not fit it yet, by the field's name.",
    )

    history = GenericRelation("programs.StatusChange", "subject_id", "subject_type")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="one_application_per_person_and_wave"),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 3)), name="a_mentor_has_one_to_three_mentees"
            ),
            models.CheckConstraint(
                condition=Q(assistant=None) | ~Q(assistant=F("person")), name="nobody_assists_themself"
            ),
        ]
        indexes = [models.Index(fields=["wave", "side", "status"], name="applications_of_a_wave")]

    def __str__(self):
        return f"{self.person}, {self.get_side_display().lower()} in {self.wave}"

    def get_absolute_url(self):
        return reverse("application", args=[self.pk])

    @property
    def half_days(self):
        """The half-days that suit, in words and in the order of the week."""
        return [label for key, label in HALF_DAYS if key in self.suitable_hours]

    @property
    def waited_for(self):
        """The number of the wave for which somebody waited in vain before, or None: they go first."""
        return self.carried_from.wave.number if self.carried_from_id else None

    @property
    def is_open(self):
        return self.status not in (self.Status.DECLINED, self.Status.WITHDRAWN)


class TopicChoice(models.Model):
    """A topic that a mentor offers or a mentee wants, and how much."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(
        default=2, help_text="Mentor: how well, 1 to 3. Mentee: how much wanted, 1 to 3."
    )
    familiarity = models.PositiveSmallIntegerField(
        default=0, help_text="Mentee: how familiar today, 0 (new to it) to 3 (at home in it)."
    )

    class Meta:
        ordering = ["application", "-level", "topic"]
        constraints = [
            models.UniqueConstraint(fields=["application", "topic"], name="a_topic_is_chosen_once"),
            models.CheckConstraint(
                condition=Q(level__range=(1, 3)) & Q(familiarity__range=(0, 3)),
                name="topic_levels_are_one_to_three",
            ),
        ]

    def __str__(self):
        return f"{self.topic} ({self.level})"


class NoGo(models.Model):
    """Somebody, or a department, an applicant will not be paired with. No reason is asked.

    Read by the person and by the matching rules, by nobody else.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="no_gos")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    department = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ ~Q(department=""),
                name="a_no_go_is_a_person_or_a_department",
            ),
            models.UniqueConstraint(
                fields=["application", "person", "department"], name="a_no_go_is_named_once"
            ),
        ]

    def __str__(self):
        return f"No-go of application {self.application_id}"


class Recommendation(models.Model):
    """A manager's or teammate's word for an applicant, asked for by a signed link.

    The content is for reviewers only; the applicant sees whether it has come.
    """

    class Relation(models.TextChoices):
        MANAGER = "manager", "Manager"
        TEAMMATE = "teammate", "Teammate"

    class Status(models.TextChoices):
        NAMED = "named", "Not asked yet"  # in a draft: nobody is written to before it is sent
        ASKED = "asked", "Asked"
        RECEIVED = "received", "Received"
        DECLINED = "declined", "Declined"
        REPLACED = "replaced", "Replaced"

    STEPS = {
        Status.NAMED: [Status.ASKED],
        Status.ASKED: [Status.RECEIVED, Status.DECLINED, Status.REPLACED],
        Status.RECEIVED: [],
        Status.DECLINED: [Status.REPLACED],
        Status.REPLACED: [],
    }
    # what the referee judges, 1 to 5; empty is "cannot judge" and counts for nothing
    CRITERIA = {
        "keeps_confidences": "Keeps confidences",
        "trustworthy": "Trustworthy",
        "people_skills": "Good with people",
        "command_of_subject": "Command of the subject",
        "works_upwards": "Works well with senior people",
    }

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="recommendations")
    referee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recommendations_asked_of")
    relation = models.CharField(max_length=8, choices=Relation)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    keeps_confidences = models.PositiveSmallIntegerField(null=True, blank=True)
    trustworthy = models.PositiveSmallIntegerField(null=True, blank=True)
    people_skills = models.PositiveSmallIntegerField(null=True, blank=True)
    command_of_subject = models.PositiveSmallIntegerField(null=True, blank=True)
    works_upwards = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    confirms_hours = models.BooleanField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    forgotten_on = models.DateField(
        null=True, blank=True, help_text="When its content was deleted; that it came is remembered."
    )

    history = GenericRelation("programs.StatusChange", "subject_id", "subject_type")

    class Meta:
        ordering = ["application", "relation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "referee"], name="a_referee_is_asked_once_per_application"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(relation="manager") & ~Q(status__in=("replaced", "declined")),
                name="one_manager_speaks_for_an_applicant",
            ),
        ]

    @property
    def answer_by(self):
        """When the link stops working; reminders do not move it."""
        return self.asked_at + LINK_LASTS

    def __str__(self):
        return f"Recommendation {self.pk} for application {self.application_id}"
