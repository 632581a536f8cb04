"""What HR's files brought in: each import, and each change it made to a person."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class DirectoryImport(models.Model):
    """One directory file, from upload to result. The file is kept until it has been applied."""

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

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.filename} ({self.get_status_display().lower()})"

    def get_absolute_url(self):
        return reverse("directory_import", args=[self.pk])


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

    class Meta:
        ordering = ["-changed_on", "-pk"]
        indexes = [
            models.Index(fields=["person", "field", "changed_on"], name="changes_of_a_person"),
            models.Index(fields=["field", "changed_on"], name="changes_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.person}: {self.field} {self.previous} → {self.current}"
