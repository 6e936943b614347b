from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_result_estimates"),
        ("forces", "0003_cycle_estimates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
    ]
