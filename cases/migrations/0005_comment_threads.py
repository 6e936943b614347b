"""The thread under a comment: its state, and its replies instead of two columns."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_who_resolved(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    comments = apps.get_model("cases", "Comment").objects.exclude(resolved_at=None)
    replies = apps.get_model("cases", "Reply").objects
    replies.bulk_create(
        replies.model(comment=comment, act="resolved", by_id=comment.resolved_by_id, at=at)
        for comment in comments
        if (at := comment.resolved_at) and comment.resolved_by_id
    )
    comments.update(state="resolved")


def put_back_who_resolved(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The words of a thread can't be kept in two columns, so a thread with any stops this."""
    replies = apps.get_model("cases", "Reply").objects
    if replies.exclude(act="resolved").exists():
        raise RuntimeError("There are replies to comments, which would be lost.")
    for reply in replies.select_related("comment"):
        reply.comment.resolved_by_id, reply.comment.resolved_at = reply.by_id, reply.at
        reply.comment.save(update_fields=["resolved_by", "resolved_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_quality_assurance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={"verbose_name_plural": "replies", "ordering": ["at", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["replied", "resolved", "reopened"])),
                name="reply_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act", "resolved"), models.Q(("text", ""), _negated=True), _connector="OR"
                ),
                name="reply_says_something",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="state",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "answered", "resolved", "reopened"])),
                name="comment_state_known",
            ),
        ),
        migrations.RunPython(keep_who_resolved, put_back_who_resolved),
        migrations.RemoveField(model_name="comment", name="resolved_at"),
        migrations.RemoveField(model_name="comment", name="resolved_by"),
    ]
