from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_risk_history")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="version",
            field=models.PositiveIntegerField(default=0, help_text="Of the draft; two tabs lose nothing."),
        ),
        migrations.AddField(
            model_name="application",
            name="saved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="saved_from",
            field=models.CharField(
                blank=True, help_text="The page that saved the draft last.", max_length=12
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="unfinished",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In a draft: what was typed into a field and does not fit it yet, by the field's name.",
            ),
        ),
    ]
