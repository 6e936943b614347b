import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("checklists", "0001_initial"),
        ("checklists", "0002_measure_estimates"),
        ("checklists", "0003_strata_of_any_estimate"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("title",),
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="checklists.checklist",
                    ),
                ),
                ("label", models.CharField(max_length=50)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("source", models.TextField()),
                ("checksum", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("checklist__title", "-label"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checklist", "label"), name="one_version_per_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("state", "draft")),
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            _connector="OR",
                        ),
                        name="published_versions_are_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="checklists.version",
                    ),
                ),
                ("code", models.SlugField()),
                ("title", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField()),
                ("optional", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "code"), name="one_stage_per_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="checklists.version",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="checklists.stage",
                    ),
                ),
                ("code", models.SlugField(max_length=60)),
                ("text", models.CharField(max_length=300)),
                ("guidance", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yes_no", "Yes or no"),
                            ("choice", "One of a list"),
                            ("count", "A number"),
                            ("text", "Text"),
                        ],
                        max_length=10,
                    ),
                ),
                ("choices", models.JSONField(default=list)),
                ("may_be_not_applicable", models.BooleanField(default=False)),
                ("note_required_on", models.JSONField(default=list)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="checklists.question",
                    ),
                ),
                ("asked_when", models.JSONField(default=list)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="one_question_per_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="question_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="checklists.version",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="checklists.stage",
                    ),
                ),
                ("code", models.SlugField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proportion", "Proportion of a question's answers"),
                            ("ratio", "Ratio of two counts"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="checklists.question",
                    ),
                ),
                ("met", models.JSONField(default=list)),
                (
                    "numerator_question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.question",
                    ),
                ),
                (
                    "denominator_question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.question",
                    ),
                ),
                ("only", models.JSONField(default=dict)),
                ("phrase", models.CharField(max_length=200)),
                ("headline", models.BooleanField(default=False)),
                (
                    "printed",
                    models.CharField(
                        choices=[
                            ("count", "As a count"),
                            ("estimate", "As an estimate"),
                            ("no", "Not printed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[
                            ("higher", "Higher is better"),
                            ("lower", "Lower is better"),
                            ("neither", "Neither is better"),
                        ],
                        default="higher",
                        max_length=10,
                    ),
                ),
                (
                    "method",
                    models.CharField(
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
                ("strata", models.SlugField(blank=True)),
                ("broken_by", models.JSONField(default=list)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="one_measure_per_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("denominator_question", None),
                                ("kind", "proportion"),
                                ("numerator_question", None),
                                ("question__isnull", False),
                            ),
                            models.Q(
                                ("denominator_question__isnull", False),
                                ("kind", "ratio"),
                                ("numerator_question__isnull", False),
                                ("question", None),
                            ),
                            _connector="OR",
                        ),
                        name="measure_matches_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method", "wald"), ("printed", "estimate"), _connector="OR"
                        ),
                        name="measure_method_is_of_an_estimate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method__in", ("wald", "ratio")),
                            models.Q(("strata", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_stratified_over_strata",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("strata", ""), ("printed", "estimate"), _connector="OR"
                        ),
                        name="measure_strata_are_of_an_estimate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="checklists.version",
                    ),
                ),
                ("code", models.SlugField()),
                ("label", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("choice", "One of a list"), ("text", "Text"), ("date", "Date")],
                        max_length=10,
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                ("breakdown", models.BooleanField(default=False)),
                ("choices", models.JSONField(default=list)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "code"), name="one_fact_per_code")
                ],
            },
        ),
    ]
