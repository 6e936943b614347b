from django.db import migrations, models


def keep_the_right_of_supervisors(apps, schema_editor):
    """Until now the role alone gave it."""
    User = apps.get_model("accounts", "User")
    User.objects.filter(role="supervisor").update(may_export=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="may_export",
            field=models.BooleanField(
                default=False,
                help_text="May take answers, notes and files out of Peel, "
                "of whatever they may read in it.",
                verbose_name="may export casework",
            ),
        ),
        migrations.RunPython(keep_the_right_of_supervisors, migrations.RunPython.noop),
    ]
