from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_waivers"),
    ]

    operations = [
        migrations.AddField(
            model_name="sample",
            name="stratum_sizes",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
