from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_stratum_sizes"),
    ]

    operations = [
        migrations.AddField(
            model_name="result",
            name="estimate",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
