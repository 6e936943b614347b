"""Drawing a sample from an extract on disk, and making the sample when there is none yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts.models import User
from cases import permissions
from cases.actions.drawing import prepare_draw, record_draw
from cases.actions.samples import SampleSetUp, create_sample
from cases.addresses import UnknownSample, sample_at
from cases.extracts import Window, read_extract
from cases.models import Draw, Sample
from cases.sampling.plans import Plan
from checklists.models import Version
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require


@dataclass(frozen=True, slots=True)
class FileDraw:
    """What is to be drawn. ``sample`` is an address, ``path`` that of the extract.

    ``checklist`` is the code of one whose latest version a sample that is not there yet is
    made for, with the window from ``starts`` to ``ends``. ``columns`` gives codes of facts by
    heading, None to take headings for what they name.
    """

    sample: str
    path: Path
    plan: Plan
    seed: str
    checklist: str = ""
    columns: Mapping[str, str] | None = None
    accept_shortfalls: bool = False
    starts: date | None = None
    ends: date | None = None


def draw_from_file(*, wanted: FileDraw, by: User | None) -> Draw:
    """Reads, checks and draws; a sample that has to be made is made with the draw or not at all.

    ``by`` is None for the lead of the inspection. Raises UnknownSample, OSError, and Refused,
    Conflict or Invalid as ``draw_sample`` does.
    """
    sample = _sample(wanted)
    drawn_by = by or sample.inspection.lead
    if drawn_by is None:
        raise Invalid(f"{sample.inspection} has no lead. Say who draws.")
    require(permissions.lead_casework(drawn_by, sample.inspection))
    is_new = sample._state.adding
    if not is_new and (reason := permissions.draw_into(sample)):
        raise Conflict(reason)
    extract = read_extract(
        wanted.path,
        instrument=sample.instrument,
        columns=wanted.columns,
        window=Window(sample.starts, sample.ends),
    )
    prepared = prepare_draw(
        sample=sample,
        extract=extract,
        name=wanted.path.name,
        plan=wanted.plan,
        seed=wanted.seed,
        accept_shortfalls=wanted.accept_shortfalls,
    )
    with transaction.atomic():
        if is_new:
            sample = _create(sample, wanted.plan, drawn_by)
        return record_draw(sample=sample, prepared=prepared, by=drawn_by)


def _sample(wanted: FileDraw) -> Sample:
    """The sample at the address, or a new one that is not saved."""
    try:
        found = sample_at(wanted.sample)
    except UnknownSample as error:
        if not wanted.checklist:
            raise UnknownSample(f"{error} Name a checklist to make it.") from None
        return _new_sample(wanted)
    code = found.version.checklist.code
    if wanted.checklist not in ("", code):
        raise Invalid(f"{found} is reviewed against “{code}”, not “{wanted.checklist}”.")
    _check_window(found, wanted)
    return found


def _check_window(sample: Sample, wanted: FileDraw) -> None:
    """Raise Invalid when other days are given than those that the sample has."""
    for name, given, has in (
        ("starts", wanted.starts, sample.starts),
        ("ends", wanted.ends, sample.ends),
    ):
        if given and given != has:
            which = f"on {has}" if has else "on no day"
            raise Invalid(
                f"{sample} {name} {which}, not on {given}. Leave the option out: the days of a "
                "sample are set when it is made."
            )


def _new_sample(wanted: FileDraw) -> Sample:
    slug, _, name = wanted.sample.strip("/").partition("/")
    inspections = Inspection.objects.select_related("force", "cycle", "lead")
    inspection = inspections.filter(slug=slug).first()
    if inspection is None or not name:
        raise UnknownSample(f"There is no inspection {slug}, or no sample is named after it.")
    published = Version.objects.published().select_related("checklist")
    version = published.filter(checklist__code=wanted.checklist).order_by("-published_at").first()
    if version is None:
        known = sorted(set(published.values_list("checklist__code", flat=True)))
        raise Invalid(
            f"There is no published checklist “{wanted.checklist}”. "
            f"There are: {', '.join(known) or 'none'}."
        )
    return Sample(
        inspection=inspection,
        version=version,
        slug=name,
        name=version.title,
        starts=wanted.starts,
        ends=wanted.ends,
    )


def _create(sample: Sample, plan: Plan, by: User) -> Sample:
    set_up = SampleSetUp(
        name=sample.name,
        slug=sample.slug,
        target=plan.target or 0,
        starts=sample.starts,
        ends=sample.ends,
        minimums=[
            {"fact": fact, "value": values[0], "files": minimum.files}
            for minimum in plan.minimums
            for fact, values in minimum.where.facts
            if len(minimum.where.facts) == len(values) == 1
        ],
    )
    return create_sample(inspection=sample.inspection, version=sample.version, set_up=set_up, by=by)
