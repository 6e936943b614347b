from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_published_results"),
    ]

    operations = [
        migrations.AlterField(
            model_name="waiver",
            name="requirement",
            field=models.CharField(
                choices=[
                    ("questions", "Outstanding questions"),
                    ("comments", "Comments"),
                    ("second_reviews", "Second reviews"),
                    ("quotas", "Quotas"),
                    ("agreement", "Agreement between reviewers"),
                    ("estimates", "Estimates"),
                ],
                max_length=20,
            ),
        ),
    ]
