import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("forces", "0001_initial"),
        ("forces", "0002_agreement_level"),
        ("forces", "0003_cycle_estimates"),
        ("forces", "0004_force_data"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=40, unique=True)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "rate_decimals",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MaxValueValidator(4)]
                    ),
                ),
                (
                    "interval_decimals",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MaxValueValidator(4)]
                    ),
                ),
                (
                    "agreement_level",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="How far two reviewers of the same files are to agree: the least Gwet's AC1 over a sample, from 0 to 1. A sample below it is signed off with a reason alone. Left empty, no level is set.",
                        max_digits=3,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                    ),
                ),
                (
                    "estimate_threshold",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="An estimate from fewer cases is not printed: there are too few to estimate. For crimes within incidents, the cases are the crimes.",
                    ),
                ),
                (
                    "finite_population",
                    models.BooleanField(
                        default=False,
                        help_text="Whether intervals are narrowed by the share of all records that was drawn, where the number of records is known.",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="cycle_ends_after_start",
                        violation_error_message="The cycle must not end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreement_level__gte", 0), ("agreement_level__lte", 1)
                        ),
                        name="cycle_agreement_level_is_a_share",
                        violation_error_message="Enter a level of agreement from 0 to 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Force",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="The police force area code.", max_length=20, unique=True
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100, unique=True)),
                ("short_name", models.CharField(max_length=60, unique=True)),
                (
                    "noun",
                    models.CharField(
                        choices=[("constabulary", "the constabulary"), ("force", "the force")],
                        default="force",
                        max_length=20,
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        choices=[
                            ("north-east", "North East"),
                            ("north-west", "North West"),
                            ("yorkshire-and-the-humber", "Yorkshire and the Humber"),
                            ("east-midlands", "East Midlands"),
                            ("west-midlands", "West Midlands"),
                            ("eastern", "Eastern"),
                            ("london", "London"),
                            ("south-east", "South East"),
                            ("south-west", "South West"),
                            ("wales", "Wales"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "most_similar",
                    models.ManyToManyField(
                        blank=True, related_name="most_similar_of", to="forces.force"
                    ),
                ),
            ],
            options={
                "ordering": ["short_name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("noun__in", ["constabulary", "force"])),
                        name="force_noun_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="forces.force",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="forces.cycle",
                    ),
                ),
                ("slug", models.SlugField(max_length=90, unique=True)),
                ("starts", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections_led",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-cycle__starts", "force__short_name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "cycle"),
                        name="inspection_force_cycle_unique",
                        violation_error_message="This force already has an inspection in this cycle.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="inspection_ends_after_start",
                        violation_error_message="The inspection must not end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Secondment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondment",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondments",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "ordering": ["user__name"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="forces.force",
                    ),
                ),
                (
                    "starts",
                    models.DateField(
                        help_text="The first day of the half-year, 1 April or 1 October."
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("queried", "Queried"),
                            ("answered", "Answered"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("superseded", "Superseded"),
                        ],
                        default="received",
                        max_length=20,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("file_name", models.CharField(blank=True, max_length=200)),
                (
                    "checksum",
                    models.CharField(
                        help_text="SHA-256 of the file, in hexadecimal.", max_length=64
                    ),
                ),
                ("rows", models.PositiveIntegerField()),
                ("synthetic", models.BooleanField(default=False)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-starts", "force__short_name", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "starts", "revision"), name="submission_revision_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "accepted")),
                        fields=("force", "starts"),
                        name="submission_one_accepted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["received", "queried", "answered"])),
                        fields=("force", "starts"),
                        name="submission_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "queried",
                                    "answered",
                                    "accepted",
                                    "rejected",
                                    "superseded",
                                ],
                            )
                        ),
                        name="submission_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=50)),
                ("group", models.CharField(blank=True, max_length=50)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="forces.submission",
                    ),
                ),
                (
                    "before",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=17, null=True),
                ),
                ("before_starts", models.DateField(blank=True, null=True)),
                ("before_ends", models.DateField(blank=True, null=True)),
                ("value", models.DecimalField(decimal_places=4, max_digits=17)),
                ("question", models.CharField(max_length=1000)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=1000)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "data queries",
                "ordering": ["submission", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dataquery_answer_is_dated",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmittedValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=50)),
                ("group", models.CharField(blank=True, max_length=50)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="forces.submission",
                    ),
                ),
                (
                    "row",
                    models.PositiveIntegerField(
                        help_text="The row of the list, headings included."
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=17)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("illustrative", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["submission", "row"],
                "indexes": [
                    models.Index(
                        fields=["indicator", "submission"], name="submittedvalue_by_indicator"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "indicator", "group", "starts", "ends"),
                        name="submittedvalue_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="submittedvalue_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="submittedvalue_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="forces.inspection",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "user"),
                        name="teammember_inspection_user_unique",
                        violation_error_message="This person is already on the team.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="inspection",
            name="team",
            field=models.ManyToManyField(
                related_name="inspections_joined",
                through="forces.TeamMember",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
