import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("checklists", "0001_initial"),
        ("forces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                (
                    "position",
                    models.PositiveIntegerField(help_text="Its place in the list it came from"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("eliminated", "Eliminated")],
                        default="active",
                        max_length=12,
                    ),
                ),
                (
                    "elimination_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_offence", "Wrong offence"),
                            ("sub_judice", "Sub judice"),
                            ("missing", "File missing"),
                            ("duplicate", "Same case as another file"),
                            ("outside_window", "Outside the sample's dates"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("elimination_note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["sample_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("first", "First review"),
                            ("second", "Second review"),
                            ("agreed", "Agreed review"),
                        ],
                        default="first",
                        max_length=8,
                    ),
                ),
                ("counts", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unallocated", "Not allocated"),
                            ("allocated", "Allocated"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("accepted", "Accepted"),
                        ],
                        default="unallocated",
                        max_length=12,
                    ),
                ),
                ("asked", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("allocated_at", models.DateTimeField(blank=True, null=True)),
                ("last_answered_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="cases.casefile",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["case_file_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.question",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="cases.review",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnswerHistory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answer_id", models.BigIntegerField()),
                ("operation", models.CharField(max_length=6)),
                ("recorded_at", models.DateTimeField()),
                ("value", models.TextField()),
                ("count", models.PositiveIntegerField(null=True)),
                ("note", models.TextField()),
                ("relevant", models.BooleanField()),
                ("answered_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField()),
                ("key", models.UUIDField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.question",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="cases.review",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "answer history",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.TextField(blank=True)),
                ("count", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("relevant", models.BooleanField(default=True)),
                ("answered_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("key", models.UUIDField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.question",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.review",
                    ),
                ),
            ],
            options={
                "ordering": ["review_id", "question__order"],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "target",
                    models.PositiveIntegerField(
                        default=100, help_text="How many files are to be reviewed"
                    ),
                ),
                ("starts", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                ("minimums", models.JSONField(blank=True, default=list)),
                ("left_out_stages", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("signed_off", "Signed off")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="forces.inspection",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="checklists.version",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection_id", "slug"],
            },
        ),
        migrations.AddField(
            model_name="casefile",
            name="sample",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_files",
                to="cases.sample",
            ),
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("checksum", models.CharField(max_length=64)),
                ("files", models.PositiveIntegerField()),
                ("history_mark", models.BigIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_because", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="cases.sample",
                    ),
                ),
            ],
            options={
                "ordering": ["sample_id", "-revision"],
                "verbose_name": "sign-off",
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=80)),
                ("stage", models.CharField(max_length=80)),
                ("numerator", models.PositiveIntegerField()),
                ("denominator", models.PositiveIntegerField()),
                ("not_applicable", models.PositiveIntegerField()),
                ("not_asked", models.PositiveIntegerField()),
                ("outstanding", models.PositiveIntegerField()),
                ("sentence", models.TextField()),
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="cases.signoff",
                    ),
                ),
            ],
            options={
                "ordering": ["sign_off_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FrozenAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("packed", models.BinaryField()),
                (
                    "sign_off",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.signoff",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "frozen answers",
            },
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["reviewer", "state"], name="review_by_reviewer"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("case_file", "position"), name="one_review_per_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True)),
                fields=("case_file",),
                name="one_review_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewer__isnull", True), ("state", "unallocated")),
                    models.Q(
                        ("reviewer__isnull", False),
                        models.Q(("state", "unallocated"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="allocated_review_has_reviewer",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("review", "question"), name="one_answer_per_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.UniqueConstraint(
                fields=("inspection", "slug"), name="sample_slug_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts__isnull", True),
                    ("ends__isnull", True),
                    ("ends__gte", models.F("starts")),
                    _connector="OR",
                ),
                name="sample_window_ends_after_start",
                violation_error_message="The window must end on or after the day it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(
                fields=("sample", "reference"), name="reference_is_unique_in_sample"
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("elimination_reason", ""), ("state", "active")),
                    models.Q(
                        ("state", "eliminated"), models.Q(("elimination_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="eliminated_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                fields=("sample", "revision"), name="sign_off_revision_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at__isnull", True)),
                fields=("sample",),
                name="one_sign_off_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                fields=("sign_off", "code"), name="one_result_per_measure"
            ),
        ),
    ]
