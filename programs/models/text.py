"""A program's own words in the mails it sends (P2)."""

from django.db import models
from django.db.models import Q

from .person import User
from .program import Program


class ProgramText(models.Model):
    """A coordinator's own words in the place of a standard mail; the newest version counts.

    An empty subject and body put the standard text back in force and keep the history whole.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=40, help_text="The kind of message.")
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["program", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["program", "kind", "version"], name="one_text_per_mail_version"),
            models.CheckConstraint(
                condition=(Q(subject="") & Q(body="")) | (~Q(subject="") & ~Q(body="")),
                name="a_mail_has_both_subject_and_body",
            ),
        ]

    def __str__(self):
        return f"{self.kind}, version {self.version}"

    @property
    def is_standard(self):
        return not self.body
