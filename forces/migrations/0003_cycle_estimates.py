from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forces", "0002_agreement_level"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="estimate_threshold",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text=(
                    "An estimate from fewer cases is not printed: there are too few to estimate. "
                    "For crimes within incidents, the cases are the crimes."
                ),
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="finite_population",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "Whether intervals are narrowed by the share of all records that was drawn, "
                    "where the number of records is known."
                ),
            ),
        ),
    ]
