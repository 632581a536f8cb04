"""Programs and who runs them; waves and the plan of their sessions."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .person import User


class ProgramQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programs with an aim to read: those the user runs, serves in or takes part in."""
        return self.filter(pk__in=Wave.objects.visible_to(user).values("program")) | self.filter(
            pk__in=ProgramRole.objects.filter(person=user).values("program")
        )

    def coordinated_by(self, user):
        return self.filter(
            pk__in=ProgramRole.objects.filter(person=user, role=ProgramRole.Role.COORDINATOR).values(
                "program"
            )
        )


class Program(models.Model):
    """The standing undertaking with its aims; its waves are the dated runs."""

    class Lens(models.TextChoices):
        TECHNOLOGY = "technology", "Technology"
        GENERATION = "generation", "Generation"
        GENDER = "gender", "Gender"
        ETHNICITY = "ethnicity", "Ethnicity"
        LGBTQ = "lgbtq", "LGBTQ+"
        DISABILITY = "disability", "Disability"
        SUSTAINABILITY = "sustainability", "Sustainability"
        OWN = "own", "Our own"

    name = models.CharField(max_length=80, unique=True)
    purpose = models.TextField()
    problem = models.TextField(blank=True, help_text="What is wrong today, for whom.")
    business_case = models.TextField(blank=True)
    lens = models.CharField(max_length=20, choices=Lens, default=Lens.TECHNOLOGY)
    template = models.CharField(max_length=20, default="blank")
    topics = models.JSONField(default=list, help_text="What mentors may offer and mentees may want.")
    teammates_asked = models.PositiveSmallIntegerField(default=2)
    quiet_kinds = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Messages it does not send."
    )
    recommendations_kept_days = models.PositiveSmallIntegerField(
        default=90, help_text="After the selection; then their content is deleted."
    )
    retention_months = models.PositiveSmallIntegerField(
        default=24, help_text="After a wave is closed; then it is thinned to anonymous figures."
    )
    source = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The program it was copied from.",
    )
    steps_saved = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Steps of the set-up."
    )
    contact = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("program", args=[self.pk])


class ProgramRole(models.Model):
    """A part that somebody plays in a program besides being in a pair."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", "Program coordinator"
        COACH = "coach", "HR coach"
        STEERING = "steering", "Steering member"
        SPONSOR = "sponsor", "Sponsor"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="program_roles")
    role = models.CharField(max_length=12, choices=Role)
    capacity = models.PositiveSmallIntegerField(default=6, help_text="For a coach: how many pairs.")

    class Meta:
        ordering = ["program", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "person", "role"], name="one_role_once_per_program")
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()} of {self.program}"


class Guidelines(models.Model):
    """One version of what is expected of a side; a newer version asks everybody again."""

    class Audience(models.TextChoices):
        MENTOR = "mentor", "Mentors"
        MENTEE = "mentee", "Mentees"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="guidelines")
    audience = models.CharField(max_length=8, choices=Audience)
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(help_text="Markdown.")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["program", "audience", "-version"]
        verbose_name_plural = "guidelines"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "audience", "version"], name="one_text_per_guidelines_version"
            )
        ]

    def __str__(self):
        return (
            f"Guidelines for {self.get_audience_display().lower()} of {self.program}, version {self.version}"
        )


class GuidelinesAcceptance(models.Model):
    """That somebody accepted one version of the guidelines, by name and date."""

    guidelines = models.ForeignKey(Guidelines, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guidelines", "person"], name="guidelines_accepted_once")
        ]

    def __str__(self):
        return f"{self.person} accepted {self.guidelines}"


class WaveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Waves of programs the user serves in, waves they applied or were invited to, and open calls."""
        return self.filter(
            Q(program__in=ProgramRole.objects.filter(person=user).values("program"))
            | Q(pk__in=self.model.objects.filter(applications__person=user).values("pk"))
            | Q(pk__in=self.model.objects.filter(late_invitations__person=user).values("pk"))
            | Q(status=Wave.Status.RECRUITING)
        )

    def coordinated_by(self, user):
        return self.filter(program__in=Program.objects.coordinated_by(user))

    def served_by(self, user, *roles):
        """Waves of the programs in which the user holds one of ``roles``."""
        return self.filter(
            program__in=ProgramRole.objects.filter(person=user, role__in=roles).values("program")
        )

    def open_for_applications(self):
        return self.filter(status=Wave.Status.RECRUITING)


class Wave(models.Model):
    """One dated run of a program with its own people."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        RECRUITING = "recruiting", "Recruiting"
        SELECTING = "selecting", "Selecting"
        PAIRING = "pairing", "Pairing"
        PREPARING = "preparing", "Preparing"
        RUNNING = "running", "Running"
        REVIEWING = "reviewing", "Reviewing"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    STEPS = {
        Status.DRAFT: [Status.RECRUITING, Status.CANCELLED],
        Status.RECRUITING: [Status.SELECTING, Status.CANCELLED],
        Status.SELECTING: [Status.PAIRING, Status.CANCELLED],
        Status.PAIRING: [Status.PREPARING, Status.CANCELLED],
        Status.PREPARING: [Status.RUNNING, Status.CANCELLED],
        Status.RUNNING: [Status.REVIEWING, Status.CANCELLED],
        Status.REVIEWING: [Status.CLOSED, Status.CANCELLED],
        Status.CLOSED: [],
        Status.CANCELLED: [],
    }
    # the date on which the clock takes a wave into each status (W4)
    BEGINS_ON = {
        Status.RECRUITING: "applications_open_on",
        Status.SELECTING: "applications_close_on",
        Status.PAIRING: "selection_ends_on",
        Status.PREPARING: "pairs_announced_on",
        Status.RUNNING: "sessions_start_on",
        Status.REVIEWING: "sessions_end_on",
        Status.CLOSED: "review_ends_on",
    }

    # the selection is over, and those accepted are together
    WITH_ITS_PEOPLE = (Status.PAIRING, Status.PREPARING, Status.RUNNING, Status.REVIEWING)
    AFTER_A_LAST_DAY = {Status.SELECTING, Status.REVIEWING, Status.CLOSED}

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="waves")
    source = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The wave it was copied from.",
    )
    number = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(default=12, help_text="How many pairs.")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    applications_open_on = models.DateField()
    applications_close_on = models.DateField(help_text="The last day for applications.")
    selection_ends_on = models.DateField()
    pairs_announced_on = models.DateField()
    launch_on = models.DateField()
    sessions_start_on = models.DateField()
    sessions_end_on = models.DateField()
    review_ends_on = models.DateField()
    session_count = models.PositiveSmallIntegerField(default=7)
    session_minutes = models.PositiveSmallIntegerField(default=60)
    cadence_days = models.PositiveSmallIntegerField(default=21)
    preparation_minutes = models.PositiveSmallIntegerField(default=15)
    preparation_days_before = models.PositiveSmallIntegerField(default=2)
    coach_meetings = models.PositiveSmallIntegerField(default=3)
    has_leaderboard = models.BooleanField(default=True)
    reviewers_each = models.PositiveSmallIntegerField(
        default=2, help_text="How many reviewers score each mentor’s application."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    history = GenericRelation("programs.StatusChange", "subject_id", "subject_type")

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["program", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"], name="wave_numbers_are_unique_in_a_program"
            ),
            models.CheckConstraint(
                condition=Q(applications_close_on__gte=F("applications_open_on"))
                & Q(selection_ends_on__gt=F("applications_close_on"))
                & Q(pairs_announced_on__gte=F("selection_ends_on"))
                & Q(launch_on__gte=F("pairs_announced_on"))
                & Q(sessions_start_on__gte=F("launch_on"))
                & Q(sessions_end_on__gt=F("sessions_start_on"))
                & Q(review_ends_on__gte=F("sessions_end_on")),
                name="wave_dates_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(session_count__range=(1, 24))
                & Q(session_minutes__range=(15, 240))
                & Q(cadence_days__range=(1, 90)),
                name="wave_session_plan_is_within_reason",
            ),
            models.CheckConstraint(
                condition=Q(reviewers_each__range=(1, 5)), name="an_application_has_one_to_five_reviewers"
            ),
        ]

    def __str__(self):
        return f"{self.program}, wave {self.number}"

    def get_absolute_url(self):
        return reverse("wave", args=[self.pk])

    @property
    def is_over(self):
        return self.status in (self.Status.CLOSED, self.Status.CANCELLED)

    @property
    def has_its_people(self):
        """Whether it is decided who takes part, and they still do."""
        return self.status in self.WITH_ITS_PEOPLE

    @property
    def next_status(self):
        """The status that the calendar leads to from here, or None at the end."""
        onward = [status for status in self.STEPS[self.status] if status != self.Status.CANCELLED]
        return onward[0] if onward else None

    def begins_on(self, status):
        """The date on which the clock takes the wave to ``status``.

        A last day is a full day: what follows on it begins on the day after.
        """
        day = getattr(self, self.BEGINS_ON[status])
        return day + timedelta(days=1) if status in self.AFTER_A_LAST_DAY else day


class CurriculumSession(models.Model):
    """What one session of a wave is about: topic, agenda recipe, reading (W2)."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="curriculum")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    recipe = models.JSONField(default=list, help_text="Agenda to start from: [minutes, title] each.")
    reading_title = models.CharField(max_length=160, blank=True)
    reading_url = models.URLField(blank=True)
    reading_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["wave", "number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="one_topic_per_session_of_a_wave")
        ]

    def __str__(self):
        return f"{self.number}. {self.topic}"


class BlockedDay(models.Model):
    """A day on which no session of the wave is planned, and why."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="blocked_days")
    day = models.DateField()
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["wave", "day"], name="a_day_is_blocked_once")]

    def __str__(self):
        return f"{self.day}: {self.reason}"
