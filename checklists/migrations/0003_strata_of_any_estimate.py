from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0002_measure_estimates"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="measure",
            name="measure_strata_match_its_method",
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("method__in", ("wald", "ratio")),
                    models.Q(("strata", ""), _negated=True),
                    _connector="OR",
                ),
                name="measure_stratified_over_strata",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("strata", ""), ("printed", "estimate"), _connector="OR"),
                name="measure_strata_are_of_an_estimate",
            ),
        ),
    ]
