import uuid
from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_casework"),
        ("cases", "0002_draws"),
        ("cases", "0003_extracts"),
        ("cases", "0004_quality_assurance"),
        ("cases", "0005_comment_threads"),
        ("cases", "0006_calibration"),
        ("cases", "0007_notices"),
        ("cases", "0008_waivers"),
        ("cases", "0009_stratum_sizes"),
        ("cases", "0010_result_estimates"),
        ("cases", "0011_published_results"),
        ("cases", "0012_waived_estimates"),
        ("cases", "0013_calibration_notices"),
        ("cases", "0014_moderation_notices"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("checklists", "0001_checklists"),
        ("forces", "0001_forces_and_inspections"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedResult",
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
                        related_name="published_results",
                        to="forces.inspection",
                    ),
                ),
                ("checklist", models.SlugField(db_index=False)),
                ("sample", models.SlugField(db_index=False, max_length=60)),
                ("code", models.SlugField(db_index=False, max_length=60)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("numerator", models.PositiveIntegerField(blank=True, null=True)),
                ("denominator", models.PositiveIntegerField(blank=True, null=True)),
                ("n", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "percent",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True),
                ),
                (
                    "half_width",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("source", models.CharField(max_length=300)),
                ("synthetic", models.BooleanField(default=False)),
                ("withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["inspection_id", "checklist", "sample", "code", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "checklist", "sample", "code", "revision"),
                        name="published_revision_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="published_window_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("denominator", None), ("numerator", None)),
                            models.Q(
                                ("denominator__gte", 1),
                                ("numerator__isnull", False),
                                ("numerator__lte", models.F("denominator")),
                            ),
                            _connector="OR",
                        ),
                        name="published_counts_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("half_width", None), ("percent", None)),
                            models.Q(
                                ("percent__gte", Decimal("0")),
                                ("percent__isnull", False),
                                ("percent__lte", Decimal("100")),
                                models.Q(
                                    ("half_width", None),
                                    ("half_width__gte", Decimal("0")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="published_percentage_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", False),
                            ("denominator__isnull", False),
                            _connector="OR",
                        ),
                        name="published_with_a_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="published_with_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revision", 1), ("withdrawn", False)),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="published_again_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedColumns",
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
                        related_name="+",
                        to="forces.force",
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.checklist",
                    ),
                ),
                ("columns", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name_plural": "remembered columns",
                "ordering": ["force_id", "checklist_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "checklist"), name="columns_remembered_once"
                    )
                ],
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("casework", "Casework"),
                            ("calibration", "Calibration"),
                            ("practice", "Practice"),
                        ],
                        default="casework",
                        max_length=12,
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
                ("stratum_sizes", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("signed_off", "Signed off")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["inspection_id", "slug"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "slug"), name="sample_slug_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts__isnull", True),
                            ("ends__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="sample_window_ends_after_start",
                        violation_error_message="The window must end on or after the day it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["casework", "calibration", "practice"])),
                        name="sample_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="cases.sample",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("plan_title", models.CharField(max_length=200)),
                ("plan", models.JSONField()),
                ("seed", models.CharField(max_length=200)),
                ("algorithm", models.CharField(max_length=10)),
                ("extract_name", models.CharField(max_length=255)),
                ("extract_sha256", models.CharField(max_length=64)),
                ("extract_rows", models.PositiveIntegerField()),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("starts", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                ("records", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("outside_window", models.PositiveIntegerField(default=0)),
                ("excluded", models.PositiveIntegerField(default=0)),
                ("exclusions", models.JSONField(blank=True, default=list)),
                ("outside", models.PositiveIntegerField(default=0)),
                ("shortfalls", models.JSONField(blank=True, default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["sample_id", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sample", "revision"), name="draw_revision_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawStratum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strata",
                        to="cases.draw",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=500)),
                ("title", models.CharField(max_length=1000)),
                ("rule", models.CharField(blank=True, max_length=200)),
                ("minimums", models.JSONField(blank=True, default=list)),
                ("records", models.PositiveIntegerField()),
                ("planned", models.PositiveIntegerField()),
                ("quota", models.PositiveIntegerField()),
                ("reserve", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "draw strata",
                "ordering": ["draw_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "code"), name="one_draw_stratum_per_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "records__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("quota"), "+", models.F("reserve")
                                ),
                            )
                        ),
                        name="stratum_holds_what_is_drawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned__gte", models.F("quota"))),
                        name="no_more_is_drawn_than_planned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extracts",
                        to="cases.sample",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("folder", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("opened", "Opened"),
                            ("reading", "Being read"),
                            ("read", "Read"),
                            ("drawing", "Being drawn from"),
                            ("drawn", "Drawn from"),
                            ("refused", "Refused"),
                            ("failed", "Broken off"),
                            ("discarded", "Discarded"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("plan", models.JSONField(blank=True, default=dict)),
                ("seed", models.CharField(blank=True, max_length=200)),
                ("plan_revision", models.PositiveIntegerField(default=0)),
                (
                    "ordered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepts_shortfalls", models.BooleanField(default=False)),
                ("task", models.UUIDField(blank=True, null=True)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("retried", models.BooleanField(default=False)),
                ("waiting_since", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_alive_at", models.DateTimeField(blank=True, null=True)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("percent_read", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                (
                    "draw",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extract",
                        to="cases.draw",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["drawing", "failed", "opened", "read", "reading", "uploaded"],
                            )
                        ),
                        fields=("sample",),
                        name="one_held_extract_per_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draw__isnull", False), ("state", "drawn")),
                            models.Q(
                                models.Q(("state", "drawn"), _negated=True), ("draw__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="drawn_extract_has_its_draw",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sample",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibration_round",
                        to="cases.sample",
                    ),
                ),
                ("due", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SamplingPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sampling_plans",
                        to="checklists.checklist",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("source", models.TextField()),
                ("shipped", models.BooleanField(default=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["checklist__title", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("created_by__isnull", True), ("shipped", True)),
                            models.Q(("created_by__isnull", False), ("shipped", False)),
                            _connector="OR",
                        ),
                        name="plan_is_shipped_or_has_an_author",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondReviewDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_review_draws",
                        to="cases.sample",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("share", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(max_length=200)),
                ("algorithm", models.CharField(max_length=10)),
                ("plan", models.JSONField()),
                ("facts", models.JSONField(default=list)),
                ("frame", models.JSONField(default=dict)),
                ("files", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["sample_id", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sample", "revision"), name="second_review_draw_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 1), ("share__lte", 100)),
                        name="share_is_a_percentage",
                    ),
                ],
            },
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
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="cases.sample",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("checksum", models.CharField(max_length=64)),
                ("files", models.PositiveIntegerField()),
                ("history_mark", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
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
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_because", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "sign-off",
                "ordering": ["sample_id", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sample", "revision"), name="sign_off_revision_is_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("sample",),
                        name="one_sign_off_stands",
                    ),
                ],
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
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="cases.signoff",
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
                ("estimate", models.JSONField(blank=True, null=True)),
            ],
            options={
                "ordering": ["sign_off_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sign_off", "code"), name="one_result_per_measure"
                    )
                ],
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
                (
                    "sign_off",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.signoff",
                    ),
                ),
                ("packed", models.BinaryField()),
            ],
            options={
                "verbose_name_plural": "frozen answers",
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="cases.draw",
                    ),
                ),
                (
                    "stratum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="cases.drawstratum",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("reference", models.CharField(max_length=60)),
                ("ticket", models.CharField(max_length=64)),
                ("is_reserve", models.BooleanField()),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["draw_id", "is_reserve", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "reference"), name="drawn_once"),
                    models.UniqueConstraint(
                        fields=("draw", "is_reserve", "position"), name="one_ticket_per_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_files",
                        to="cases.sample",
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
                            ("not_needed", "Not needed any more"),
                            ("draw_withdrawn", "Draw withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("elimination_note", models.TextField(blank=True)),
                (
                    "ticket",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_file",
                        to="cases.ticket",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="cases.casefile",
                    ),
                ),
            ],
            options={
                "ordering": ["sample_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("elimination_reason", "draw_withdrawn"), _negated=True),
                        fields=("sample", "reference"),
                        name="reference_is_unique_in_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("elimination_reason", ""), ("state", "active")),
                            models.Q(
                                ("state", "eliminated"),
                                models.Q(("elimination_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="eliminated_with_a_reason",
                    ),
                ],
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
                    "case_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="cases.casefile",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("first", "First review"),
                            ("second", "Second review"),
                            ("agreed", "Agreed review"),
                            ("exercise", "Exercise"),
                        ],
                        default="first",
                        max_length=8,
                    ),
                ),
                ("counts", models.BooleanField(default=True)),
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
            ],
            options={
                "ordering": ["case_file_id", "position"],
                "indexes": [models.Index(fields=["reviewer", "state"], name="review_by_reviewer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_file", "position"), name="one_review_per_position"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("counts", True)),
                        fields=("case_file",),
                        name="one_review_counts",
                    ),
                    models.UniqueConstraint(
                        fields=("case_file", "reviewer"), name="reviewers_of_a_file_differ"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("position", "exercise"), _negated=True),
                            ("counts", False),
                            _connector="OR",
                        ),
                        name="exercise_never_counts",
                    ),
                    models.CheckConstraint(
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
                ],
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
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="cases.review",
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
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("answered", "Answered"),
                            ("resolved", "Resolved"),
                            ("reopened", "Reopened"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "answered", "resolved", "reopened"])
                        ),
                        name="comment_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceFile",
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
                        related_name="reference_files",
                        to="checklists.version",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_files",
                        to="cases.review",
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("left_out_stages", models.JSONField(blank=True, default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferenceAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.referencefile",
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
                ("value", models.TextField()),
                ("count", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["reference_file_id", "question__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reference_file", "question"),
                        name="one_reference_answer_per_question",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="cases.casefile",
                    ),
                ),
                (
                    "reference_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="cases.referencefile",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="cases.comment",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("replied", "Replied"),
                            ("resolved", "Resolved"),
                            ("reopened", "Reopened"),
                        ],
                        default="replied",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "replies",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["replied", "resolved", "reopened"])),
                        name="reply_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("act", "resolved"),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reply_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Retirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retirement",
                        to="cases.referencefile",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="cases.review",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "reader"), name="one_first_reading")
                ],
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
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="cases.review",
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
                ("value", models.TextField()),
                ("count", models.PositiveIntegerField(null=True)),
                ("note", models.TextField()),
                ("relevant", models.BooleanField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField()),
                ("key", models.UUIDField(null=True)),
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
                (
                    "review",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.review",
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
                ("value", models.TextField(blank=True)),
                ("count", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("relevant", models.BooleanField(default=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("key", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "ordering": ["review_id", "question__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "question"), name="one_answer_per_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("allocated", "Allocated to you"),
                            ("handed_over", "Handed over to you"),
                            ("taken_back", "No longer yours"),
                            ("returned", "Returned to you"),
                            ("stepped_back", "Stepped back"),
                            ("resubmitted", "Submitted again"),
                            ("accepted", "Accepted"),
                            ("to_moderate", "Files to moderate"),
                            ("agreed", "Answers agreed"),
                            ("commented", "New comments"),
                            ("replied", "Replies to comments"),
                            ("resolved", "Comments resolved"),
                            ("reopened", "Comments reopened"),
                            ("eliminated", "Taken out of a sample"),
                            ("restored", "Put back into a sample"),
                            ("replaced", "Files from the reserve"),
                            ("signed_off", "Samples signed off"),
                            ("sample_reopened", "Samples reopened"),
                            ("calibration", "For calibration"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.sample",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.review",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.comment",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("files", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "-at"], name="notice_by_person"),
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True), ("read_at__isnull", True)),
                        fields=["person"],
                        name="notice_to_mail",
                    ),
                ],
            },
        ),
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
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="cases.signoff",
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
                            ("estimates", "Estimates"),
                        ],
                        max_length=20,
                    ),
                ),
                ("finding", models.TextField()),
                ("reason", models.TextField()),
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
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="cases.draw",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["draw_id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="cases.casefile",
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
                ("revision", models.PositiveIntegerField()),
                (
                    "chose",
                    models.CharField(
                        choices=[
                            ("first", "First review"),
                            ("second", "Second review"),
                            ("third", "Another answer"),
                            ("open", "Not decided"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.TextField(blank=True)),
                ("count", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("first_value", models.TextField(blank=True)),
                ("second_value", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["case_file_id", "question__order", "revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_file", "question", "revision"),
                        name="decision_revision_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chose", "open"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decided_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("chose__in", ["first", "second", "third", "open"])),
                        name="decision_choice_known",
                    ),
                ],
            },
        ),
    ]
