import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "requirement",
                    models.CharField(
                        choices=[
                            ("questions", "Outstanding questions"),
                            ("comments", "Comments"),
                            ("second_reviews", "Second reviews"),
                            ("quotas", "Quotas"),
                            ("agreement", "Agreement between reviewers"),
                        ],
                        max_length=20,
                    ),
                ),
                ("finding", models.TextField()),
                ("reason", models.TextField()),
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="cases.signoff",
                    ),
                ),
            ],
            options={
                "ordering": ["sign_off_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sign_off", "requirement"), name="one_waiver_per_requirement"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="waived_with_a_reason",
                    ),
                ],
            },
        ),
    ]
