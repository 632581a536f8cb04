import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0015_consents_with_their_dates")]

    operations = [
        migrations.CreateModel(
            name="Composition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("mentor", "Mentor"), ("mentee", "Mentee")], max_length=8),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[("applied", "Applied"), ("shortlist", "Shortlisted or accepted")],
                        max_length=12,
                    ),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), size=None
                    ),
                ),
                (
                    "cells",
                    models.JSONField(help_text="[[answers, …], count] each; an empty answer is not said."),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "attribute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="compositions",
                        to="programs.attribute",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="compositions",
                        to="programs.wave",
                    ),
                ),
            ],
            options={"ordering": ["wave", "attribute", "side", "name", "-made_at", "-pk"]},
        ),
    ]
