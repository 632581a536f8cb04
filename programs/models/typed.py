"""What somebody sent after their session had ended: kept for them until they have signed in again."""

from django.db import models

from .person import User
from .sealed import SealedJSONField


class TypedForm(models.Model):
    """One form as it was typed. Nobody but its writer reads it; it goes when it is sent or given up."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="typed_forms")
    path = models.CharField(max_length=500, help_text="Where it was sent.")
    fields = SealedJSONField(lost=list, help_text="[name, value] each.")
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["person", "-kept_at", "-pk"]

    def __str__(self):
        return f"Form {self.pk} typed by person {self.person_id}"
