"""Each of the two consents gets a date of its own in the place of a tick."""

from django.db import migrations, models
from django.db.models import F, Q


def into_dates(apps, schema_editor):
    rows = apps.get_model("programs", "Volunteered").objects
    rows.filter(for_matching=True).update(matching_since=F("consented_at"))
    rows.filter(for_figures=True).update(figures_since=F("consented_at"))


def into_ticks(apps, schema_editor):
    for row in apps.get_model("programs", "Volunteered").objects.all():
        row.for_matching, row.for_figures = bool(row.matching_since), bool(row.figures_since)
        row.consented_at = row.matching_since or row.figures_since
        row.save()


class Migration(migrations.Migration):
    dependencies = [("programs", "0014_review_panel")]

    operations = [
        migrations.RemoveConstraint("volunteered", "what_is_volunteered_has_a_purpose"),
        migrations.AddField(
            "volunteered",
            "matching_since",
            models.DateTimeField(blank=True, help_text="Consent to pairing.", null=True),
        ),
        migrations.AddField(
            "volunteered",
            "figures_since",
            models.DateTimeField(blank=True, help_text="Consent to being counted.", null=True),
        ),
        migrations.AlterField("volunteered", "consented_at", models.DateTimeField(null=True)),
        migrations.RunPython(into_dates, into_ticks),
        migrations.RemoveField("volunteered", "consented_at"),
        migrations.RemoveField("volunteered", "for_figures"),
        migrations.RemoveField("volunteered", "for_matching"),
        migrations.AddConstraint(
            "volunteered",
            models.CheckConstraint(
                condition=~Q(figures_since=None, matching_since=None),
                name="what_is_volunteered_has_a_purpose",
            ),
        ),
    ]
