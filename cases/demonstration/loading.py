"""Loads the demonstration into an empty database, through the same actions as the pages.

The reviews of the audits alone are written at once, as the actions would (``audits.reviewing``).
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.events import record
from accounts.models import Event
from cases.actions.plans import load_shipped_plans
from cases.demonstration.audits.samples import AUDITS
from cases.demonstration.audits.samples import make as make_audit
from cases.demonstration.calibration import calibrate
from cases.demonstration.force_data.loading import load_force_data
from cases.demonstration.loaders import loaders
from cases.demonstration.national import load_other_forces
from cases.demonstration.people import (
    ADMINISTRATOR,
    INSPECTORS,
    SUPERVISORS,
    create_people,
)
from cases.demonstration.progress import finish, finish_read_once, leave_under_way
from cases.demonstration.quality import read_again, talk_over
from cases.demonstration.samples import CUMBRIA, KENT, LANCASHIRE, make
from checklists.actions import load as load_checklist
from checklists.actions import publish
from checklists.models import Version
from forces.actions import set_secondment
from forces.models import Force
from forces.reference import load_reference
from peel.lib.errors import Refused

LOADED = "loaded the demonstration"
APPS_WITH_DATA = ("accounts", "forces", "checklists", "cases")


def load_demonstration() -> bool:
    """Loads all of it or nothing; False when the database holds the demonstration already.

    Raises Refused outside a demonstration, and for a database that holds anything else.
    """
    if not settings.DEMONSTRATION:
        raise Refused(
            "The demonstration is loaded only where DEMONSTRATION is set. Try: ./run demo"
        )
    with transaction.atomic():
        if Event.objects.filter(verb=LOADED).exists():
            return False
        _refuse_other_data()
        _load()
    return True


def _refuse_other_data() -> None:
    models = [m for label in APPS_WITH_DATA for m in apps.get_app_config(label).get_models()]
    held = [str(m._meta.verbose_name_plural) for m in models if m._default_manager.exists()]
    if held:
        raise Refused(
            f"This database holds other data ({held[0]}). "
            "Load the demonstration into an empty database."
        )


def _load() -> None:
    people = create_people()
    load_reference(by=None)
    versions = _load_checklists()
    load_shipped_plans()
    home = Force.objects.get(slug=LANCASHIRE.force)
    set_secondment(user=people[INSPECTORS[3]], force=home, by=None)
    lancashire = make(LANCASHIRE, versions["vsa"], people)
    finish(lancashire)
    for audit in AUDITS:
        made = make_audit(audit, versions[audit.checklist], lancashire)
        finish_read_once(made, audit.read_once)
    cumbria = make(CUMBRIA, versions["vsa"], people)
    leave_under_way(cumbria)
    calibrate(lancashire, cumbria)
    talk_over(cumbria)
    read_again(cumbria)
    make(KENT, versions["vsa"], people)
    load_other_forces(but=home, by=people[SUPERVISORS[0]])
    load_force_data(people[ADMINISTRATOR])
    for loader in loaders():
        import_string(loader)(people)
    record(target=people[ADMINISTRATOR], verb=LOADED, by=None)


def _load_checklists() -> dict[str, Version]:
    """Publishes every shipped definition; gives the versions by the codes of their checklists."""
    folder = Path(apps.get_app_config("checklists").path, "data")
    versions = [_publish(path) for path in sorted(folder.glob("*.yaml"))]
    return {version.checklist.code: version for version in versions}


def _publish(path: Path) -> Version:
    return publish(version=load_checklist(source=path.read_text("utf-8"), by=None), by=None)
