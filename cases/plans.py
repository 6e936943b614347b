"""Sampling plans by name: those that people saved and those that Peel ships."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from cases.models import SamplingPlan
from cases.sampling.plans import Plan, read_plan

SHIPPED = Path(__file__).parent / "data" / "plans"


class UnknownPlan(LookupError):
    """There is no such plan; the message is one line that says which there are."""


def plan_of(saved: SamplingPlan) -> Plan:
    """What a saved plan says."""
    return read_plan(saved.source)


def plan_named(name: str) -> Plan:
    """The plan that was saved, or is shipped, under ``name``. Raises UnknownPlan."""
    saved = SamplingPlan.objects.filter(slug=name).first()
    if saved:
        return plan_of(saved)
    shipped = shipped_sources()
    if name in shipped:
        return read_plan(shipped[name])
    names = sorted({*shipped, *SamplingPlan.objects.values_list("slug", flat=True)})
    raise UnknownPlan(f"There is no plan “{name}”. There are {', '.join(names)}.")


def shipped_sources() -> Mapping[str, str]:
    """The YAML of each shipped plan, by its code."""
    return {path.stem: path.read_text("utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}


def source_of(plan: Plan) -> str:
    """The plan as YAML, as a person would write it."""
    written = StringIO()
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False
    yaml.dump({key: value for key, value in plan.as_mapping().items() if value}, written)
    return written.getvalue()
