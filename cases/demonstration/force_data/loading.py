"""Loads the data of every force."""

from accounts.models import User
from cases.demonstration.force_data.lancashire import load_lancashire
from cases.demonstration.force_data.others import load_others
from forces.models import Force

LANCASHIRE = "lancashire"


def load_force_data(by: User) -> None:
    """Lancashire's as printed, the others' synthetic, all through the actions of the pages."""
    forces = {force.slug: force for force in Force.objects.all()}
    load_lancashire(forces[LANCASHIRE], by)
    load_others([force for slug, force in forces.items() if slug != LANCASHIRE], by)
