from django.db import migrations, models

import programs.models.profile

FILL = """
UPDATE programs_talentprofile SET
  levels = COALESCE(
    (SELECT jsonb_agg(jsonb_build_object('name', word, 'level', 2)) FROM unnest(competencies) AS word), '[]'
  ),
  jobs = CASE WHEN career = '' THEN '[]'::jsonb
    ELSE jsonb_build_array(jsonb_build_object('from', '', 'until', '', 'what', career)) END
"""
TAKE_BACK = """
UPDATE programs_talentprofile SET
  competencies = ARRAY(SELECT each->>'name' FROM jsonb_array_elements(levels) AS each)::varchar(60)[],
  career = COALESCE((SELECT string_agg(each->>'what', E'\\n') FROM jsonb_array_elements(jobs) AS each), '')
"""


class Migration(migrations.Migration):
    """Job history as entries, and competencies with their level. Words without a level become level 2."""

    dependencies = [("programs", "0011_where_a_set_up_stands")]

    operations = [
        migrations.AddField("talentprofile", "jobs", models.JSONField(blank=True, default=list)),
        migrations.AddField("talentprofile", "levels", models.JSONField(blank=True, default=list)),
        migrations.RunSQL(FILL, TAKE_BACK),
        migrations.RemoveField("talentprofile", "career"),
        migrations.RemoveField("talentprofile", "competencies"),
        migrations.RenameField("talentprofile", "levels", "competencies"),
        migrations.AddConstraint(
            "talentprofile",
            models.CheckConstraint(
                condition=~models.Q(
                    programs.models.profile.FindsInJson(
                        "competencies", models.Value(programs.models.profile.NO_LEVEL)
                    )
                ),
                name="a_competency_has_a_level_from_1_to_3",
            ),
        ),
    ]
