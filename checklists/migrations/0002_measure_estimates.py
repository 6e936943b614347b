from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="better",
            field=models.CharField(
                choices=[
                    ("higher", "Higher is better"),
                    ("lower", "Lower is better"),
                    ("neither", "Neither is better"),
                ],
                default="higher",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="broken_by",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="measure",
            name="method",
            field=models.CharField(
                choices=[
                    ("wald", "Plain proportion"),
                    ("stratified", "Weighted over strata"),
                    ("ratio", "Ratio of counts within files"),
                    ("stratified_ratio", "Ratio of counts, weighted over strata"),
                ],
                default="wald",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="strata",
            field=models.SlugField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("method", "wald"), ("printed", "estimate"), _connector="OR"),
                name="measure_method_is_of_an_estimate",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method__in", ("wald", "ratio")), ("strata", "")),
                    models.Q(
                        ("method__in", ("stratified", "stratified_ratio")),
                        models.Q(("strata", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="measure_strata_match_its_method",
            ),
        ),
    ]
