from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_motivation_becomes_a_question")]

    operations = [
        migrations.RemoveField(model_name="application", name="motivation"),
        migrations.RemoveField(model_name="application", name="experience"),
    ]
