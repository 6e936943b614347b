import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forces", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="agreement_level",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text=(
                    "How far two reviewers of the same files are to agree: the least Gwet's AC1 "
                    "over a sample, from 0 to 1. A sample below it is signed off with a reason "
                    "alone. Left empty, no level is set."
                ),
                max_digits=3,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(1),
                ],
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreement_level__gte", 0), ("agreement_level__lte", 1)),
                name="cycle_agreement_level_is_a_share",
                violation_error_message="Enter a level of agreement from 0 to 1.",
            ),
        ),
    ]
