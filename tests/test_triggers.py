"""The triggers stay in the database through migrations, on both engines."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations import Migration
from django.db.models.signals import post_migrate, pre_migrate

from accounts.triggers import TRIGGERS as RECORD
from forces.models import Inspection
from forces.triggers import TRIGGERS as TEAMS
from peel.lib import triggers


def _send(signal, plan):
    for config in apps.get_app_configs():
        signal.send(
            sender=config,
            app_config=config,
            verbosity=0,
            interactive=False,
            using="default",
            apps=apps,
            plan=plan,
        )


@pytest.mark.django_db
def test_every_trigger_is_there():
    assert triggers.missing(connection, [*RECORD, *TEAMS]) == []


@pytest.mark.django_db(transaction=True)
def test_a_table_that_another_trigger_names_can_be_remade():
    field = Inspection._meta.get_field("slug")
    _send(pre_migrate, plan=[(Migration("0002_longer_slug", "forces"), False)])
    with connection.schema_editor() as editor:
        editor.alter_field(Inspection, field, _longer(field))
        editor.alter_field(Inspection, _longer(field), field)
    _send(post_migrate, plan=[(Migration("0002_longer_slug", "forces"), False)])
    assert triggers.missing(connection, [*RECORD, *TEAMS]) == []


def _longer(field):
    longer = field.clone()
    longer.max_length = field.max_length + 5
    longer.set_attributes_from_name(field.name)
    longer.model = field.model
    return longer


@pytest.mark.django_db
def test_nothing_is_removed_when_there_is_nothing_to_migrate():
    _send(pre_migrate, plan=[])
    assert triggers.missing(connection, [*RECORD, *TEAMS]) == []


@pytest.mark.django_db
def test_the_check_names_a_missing_trigger():
    triggers.remove(connection, RECORD[:1])
    with pytest.raises(SystemCheckError) as stopped:
        call_command("check", databases=["default"], fail_level="WARNING")
    assert RECORD[0].name in str(stopped.value)


@pytest.mark.django_db
def test_migrating_installs_a_trigger_that_a_release_added():
    triggers.remove(connection, RECORD[:1])
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection, RECORD) == []
