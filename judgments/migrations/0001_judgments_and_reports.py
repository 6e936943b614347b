import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("judgments", "0001_frameworks_and_judgments"),
        ("judgments", "0002_evidence"),
        ("judgments", "0003_findings"),
        ("judgments", "0004_actions_and_register"),
        ("judgments", "0005_reports"),
        ("judgments", "0006_headings_of_practice"),
        ("judgments", "0007_follow_ups_published"),
        ("judgments", "0008_printed_texts"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("forces", "0001_forces_and_inspections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="framework",
                        to="forces.cycle",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "grades_stand_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forces.cycle",
                    ),
                ),
                ("source", models.TextField()),
                ("checksum", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["-cycle__starts"],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="judgments.framework",
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="judgments.area",
                    ),
                ),
                ("code", models.CharField(max_length=50)),
                ("title", models.CharField(max_length=200)),
                ("graded", models.BooleanField(default=True)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["framework_id", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("framework", "code"), name="area_code_unique"),
                    models.UniqueConstraint(
                        fields=("framework", "order"), name="area_order_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="judgments.framework",
                    ),
                ),
                ("code", models.CharField(max_length=50)),
                ("text", models.CharField(max_length=40)),
                ("colour", models.CharField(max_length=20)),
                ("order", models.PositiveSmallIntegerField(help_text="1 for the best.")),
            ],
            options={
                "ordering": ["framework_id", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("framework", "code"), name="grade_code_unique"),
                    models.UniqueConstraint(
                        fields=("framework", "order"), name="grade_order_unique"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionArea",
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
                        related_name="areas",
                        to="forces.inspection",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspected",
                        to="judgments.area",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("graded", "Inspected and graded"),
                            ("ungraded", "Inspected without a grade"),
                            ("stands", "Not inspected again: an earlier grade stands"),
                        ],
                        default="graded",
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["inspection_id", "area__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "area"), name="inspectionarea_covered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("treatment__in", ["graded", "ungraded", "stands"])),
                        name="inspectionarea_treatment_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="judgments.inspectionarea",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("area_for_improvement", "Area for improvement"),
                            ("cause_of_concern", "Cause of concern"),
                            ("recommendation", "Recommendation"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="judgments.action",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("printed", models.TextField(blank=True)),
                ("deadline", models.DateField(blank=True, null=True)),
                ("accelerated", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("synthetic", models.BooleanField(default=False)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["area__inspection_id", "number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["area_for_improvement", "cause_of_concern", "recommendation"],
                            )
                        ),
                        name="action_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "withdrawn"])),
                        name="action_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "recommendation"), _negated=True),
                            models.Q(("cause__isnull", False), ("deadline__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_recommendation_has_cause_and_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause", None), ("kind", "recommendation"), _connector="OR"
                        ),
                        name="action_only_recommendation_has_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accelerated", False), ("kind", "cause_of_concern"), _connector="OR"
                        ),
                        name="action_only_cause_accelerated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_on__isnull", False),
                            _connector="OR",
                        ),
                        name="action_published_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("printed", ""), ("published_on__isnull", False), _connector="OR"
                        ),
                        name="action_printed_once_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                        related_name="evidence",
                        to="forces.inspection",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("interview", "Interview"),
                            ("focus_group", "Focus group"),
                            ("reality_testing", "Reality testing"),
                            ("observation", "Observation"),
                            ("document_review", "Document review"),
                            ("force_data", "Force data"),
                            ("case_files", "Case-file figures"),
                        ],
                        max_length=20,
                    ),
                ),
                ("gathered_on", models.DateField()),
                ("source_role", models.CharField(max_length=150)),
                ("summary", models.TextField()),
                ("withdrawn", models.BooleanField(default=False)),
                ("edition", models.PositiveIntegerField(default=1)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["inspection_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "number"), name="evidence_number_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "interview",
                                    "focus_group",
                                    "reality_testing",
                                    "observation",
                                    "document_review",
                                    "force_data",
                                    "case_files",
                                ],
                            )
                        ),
                        name="evidence_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="judgments.evidence",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=80, unique=True)),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("attached_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["evidence_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="judgments.inspectionarea",
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("heading", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("withdrawn", models.BooleanField(default=False)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("synthetic", models.BooleanField(default=False)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("main", "Main finding"),
                            ("effective_practice", "Effective practice"),
                            ("needs_to", "Needs to"),
                        ],
                        default="main",
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["area__area__order", "order", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["main", "effective_practice", "needs_to"])
                        ),
                        name="finding_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="judgments.finding",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="judgments.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ["finding_id", "evidence__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "evidence"), name="citation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="judgments.action",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="forces.inspection",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("addressed", "Addressed"),
                            ("partly", "Partly addressed"),
                            ("not_addressed", "Not addressed"),
                            ("superseded", "Superseded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField()),
                ("printed", models.TextField(blank=True)),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="judgments.action",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="judgments.evidence",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("published_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["action_id", "inspection_id", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "inspection", "revision"), name="followup_revision_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["addressed", "partly", "not_addressed", "superseded"])
                        ),
                        name="followup_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by", None),
                            models.Q(
                                ("outcome", "superseded"),
                                models.Q(("superseded_by", models.F("action")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="followup_superseded_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("printed", ""), ("published_on__isnull", False), _connector="OR"
                        ),
                        name="followup_printed_once_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bearings",
                        to="judgments.evidence",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bearings",
                        to="judgments.inspectionarea",
                    ),
                ),
                (
                    "bearing",
                    models.CharField(
                        choices=[("supports", "Supports"), ("weakens", "Weakens")], max_length=10
                    ),
                ),
            ],
            options={
                "ordering": ["evidence_id", "area__area__order"],
                "constraints": [
                    models.UniqueConstraint(fields=("evidence", "area"), name="evidencearea_once"),
                    models.CheckConstraint(
                        condition=models.Q(("bearing__in", ["supports", "weakens"])),
                        name="evidencearea_bearing_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgments",
                        to="judgments.inspectionarea",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "grade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgments",
                        to="judgments.grade",
                    ),
                ),
                ("rationale", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("moderated", "Moderated"),
                            ("confirmed", "Confirmed"),
                            ("published", "Published"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1)),
                ("reason", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("synthetic", models.BooleanField(default=False)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("drafted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["area__inspection_id", "area__area__order", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "revision"), name="judgment_revision_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "proposed", "moderated", "confirmed"])
                        ),
                        fields=("area",),
                        name="judgment_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("area",),
                        name="judgment_one_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "proposed",
                                    "moderated",
                                    "confirmed",
                                    "published",
                                    "superseded",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="judgment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["published", "superseded"]), _negated=True),
                            ("published_on__isnull", False),
                            _connector="OR",
                        ),
                        name="judgment_published_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moderated_by", None),
                            models.Q(
                                models.Q(("moderated_by", models.F("proposed_by")), _negated=True),
                                models.Q(("moderated_by", models.F("drafted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="judgment_moderated_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["moderated", "confirmed", "published", "superseded"],
                                ),
                                _negated=True,
                            ),
                            ("moderated_by__isnull", False),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="judgment_moderated_or_printed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revision", 1),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="judgment_again_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="judgments.inspectionarea",
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("heading", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("withdrawn", models.BooleanField(default=False)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("synthetic", models.BooleanField(default=False)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("promising", "Promising practice"),
                            ("innovative", "Innovative practice"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["area__area__order", "order", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["promising", "innovative"])),
                        name="practice_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inspection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="forces.inspection",
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("edition", models.PositiveIntegerField(default=1)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="judgments.report",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("checksum", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("published_on", models.DateField()),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["report_id", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "number"), name="publication_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="publication_erratum_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="judgments.action",
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("awaiting_review", "Awaiting review"),
                            ("being_progressed", "Being progressed"),
                            ("complete", "Complete"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("comment", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "status entries",
                "ordering": ["action_id", "sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "sequence"), name="statusentry_sequence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["awaiting_review", "being_progressed", "complete"])
                        ),
                        name="statusentry_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "complete"), _negated=True),
                            models.Q(
                                ("confirmed_by__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statusentry_complete_with_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CitedFigure",
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
                        related_name="cited_figures",
                        to="forces.inspection",
                    ),
                ),
                ("owner", models.CharField(max_length=60)),
                ("token", models.CharField(max_length=250)),
                ("printed", models.TextField()),
                ("value", models.JSONField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["inspection_id", "owner", "token"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "token"), name="citedfigure_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="Finding",
            name="evidence",
            field=models.ManyToManyField(
                related_name="findings", through="judgments.Citation", to="judgments.evidence"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="areas",
            field=models.ManyToManyField(
                related_name="evidence",
                through="judgments.EvidenceArea",
                to="judgments.inspectionarea",
            ),
        ),
    ]
