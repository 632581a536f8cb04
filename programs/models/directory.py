"""What HR's files brought in: each import, and each change it made to a person."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

# what an upload may weigh, and how long a dead worker keeps one in hand
MAX_BYTES = 40 * 1024 * 1024
STUCK_AFTER = timedelta(minutes=2)
TRIES = 3


class DirectoryImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports are the business of administrators."""
        return self if user.is_superuser else self.none()

    def without_content(self):
        """For lists and pages: the file itself may weigh megabytes."""
        return self.defer("content")

    def ready(self, now):
        """Confirmed and waiting for a worker, or in the hands of one that fell silent."""
        status = self.model.Status
        return self.exclude(headers={}).filter(
            models.Q(status=status.WAITING)
            | models.Q(status=status.READING, heartbeat_at__lt=now - STUCK_AFTER)
        )

    def remembered_headers(self):
        """Their header -> our field, as last confirmed."""
        return self.exclude(headers={}).order_by("-pk").values_list("headers", flat=True).first() or {}


class DirectoryImport(models.Model):
    """One directory file, from upload to result. The file is kept until it has been applied.

    An upload waits with no ``headers`` until somebody has confirmed what its columns mean.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READING = "reading", "Reading"
        CHECKED = "checked", "Checked, nothing written"
        APPLIED = "applied", "Applied"
        REFUSED = "refused", "Refused, nothing written"
        UNDONE = "undone", "Undone"

    STEPS = {
        Status.WAITING: [Status.READING],
        Status.READING: [Status.WAITING, Status.CHECKED, Status.APPLIED, Status.REFUSED],
        Status.CHECKED: [Status.WAITING],
        Status.APPLIED: [Status.UNDONE],
        Status.REFUSED: [Status.WAITING],
        Status.UNDONE: [],
    }

    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    headers = models.JSONField(default=dict, help_text="Their header -> our field, as confirmed.")
    dry_run = models.BooleanField(default=True)
    all_or_nothing = models.BooleanField(default=False)
    allow_many_leavers = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="At most 1000: row, column, value, what, remedy.")
    problem_count = models.PositiveIntegerField(default=0)
    preview = models.JSONField(
        default=list, help_text="At most 200 changes: person, field, previous, current."
    )
    refusal = models.TextField(blank=True, help_text="What stands against applying the file, in words.")
    many_leavers = models.BooleanField(default=False, help_text="More would leave than goes without asking.")
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = DirectoryImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.filename} ({self.get_status_display().lower()})"

    @property
    def needs_columns(self):
        """Uploaded, and nobody has said yet which column means what."""
        return self.status == self.Status.WAITING and not self.headers

    @property
    def is_under_way(self):
        return self.status == self.Status.READING or (
            self.status == self.Status.WAITING and bool(self.headers)
        )

    def get_absolute_url(self):
        return reverse("directory_import", args=[self.pk])


class DirectoryChangeQuerySet(models.QuerySet):
    def standing(self):
        """Changes that hold: those of an import that was undone never happened."""
        return self.exclude(source__status=DirectoryImport.Status.UNDONE)


class DirectoryChange(models.Model):
    """One fact about one person that changed on one day: the history from which moves follow (U4)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="changes")
    source = models.ForeignKey(
        DirectoryImport, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    field = models.CharField(max_length=30)
    previous = models.CharField(max_length=200, blank=True)
    current = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField()

    objects = DirectoryChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_on", "-pk"]
        indexes = [
            models.Index(fields=["person", "field", "changed_on"], name="changes_of_a_person"),
            models.Index(fields=["field", "changed_on"], name="changes_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.person}: {self.field} {self.previous} → {self.current}"
