"""Drawing the files of a sample from an extract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.events import record, record_many
from accounts.models import User
from cases import permissions
from cases.actions.adding import BATCH, add_case_files
from cases.actions.locking import lock_sample
from cases.extracts import Extract
from cases.models import CaseFile, Draw, DrawStratum, Sample, Ticket
from cases.sampling import drawing
from cases.sampling.checking import problems_with
from cases.sampling.plans import Plan
from cases.sampling.resolution import Resolution
from cases.sampling.seeds import reason_against
from cases.sampling.wording import naming_of
from peel.lib.errors import Conflict, Invalid, require


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draw that is made and not recorded yet. ``name`` is what the extract is called."""

    extract: Extract
    name: str
    plan: Plan
    seed: str
    drawn: drawing.Drawn


def draw_sample(
    *,
    sample: Sample,
    extract: Extract,
    name: str,
    plan: Plan,
    seed: str,
    by: User,
    accept_shortfalls: bool = False,
) -> Draw:
    """Draws the sample's files from an extract that was read within the sample's window.

    Raises Refused, Conflict when the sample has files already, and Invalid with every reason
    why the plan can't be drawn.
    """
    require(permissions.lead_casework(by, sample.inspection))
    if reason := permissions.draw_into(sample):
        raise Conflict(reason)
    prepared = prepare_draw(
        sample=sample,
        extract=extract,
        name=name,
        plan=plan,
        seed=seed,
        accept_shortfalls=accept_shortfalls,
    )
    return record_draw(sample=sample, prepared=prepared, by=by)


def prepare_draw(
    *,
    sample: Sample,
    extract: Extract,
    name: str,
    plan: Plan,
    seed: str,
    accept_shortfalls: bool = False,
) -> Prepared:
    """Draws and writes nothing: it takes seconds, in which nobody should wait for a lock.

    Raises Invalid as ``draw_sample`` does.
    """
    instrument = sample.instrument
    problems = problems_with(plan, instrument.checklist, instrument.facts)
    if reason := reason_against(seed):
        problems.append(reason)
    if problems:
        raise Invalid(*problems)
    drawn = drawing.draw(
        extract.records,
        plan,
        seed,
        extract.facts,
        accept_shortfalls=accept_shortfalls,
        naming=naming_of(instrument.facts),
    )
    return Prepared(extract, name, plan, seed, drawn)


def record_draw(*, sample: Sample, prepared: Prepared, by: User) -> Draw:
    """Stores a prepared draw and puts its files into the sample.

    Raises Refused, or Conflict when the sample has files already.
    """
    require(permissions.lead_casework(by, sample.inspection))
    with transaction.atomic():
        locked = lock_sample(sample.pk)
        if reason := permissions.draw_into(locked):
            raise Conflict(reason)
        draw = _draw(locked, prepared, by)
        strata = _add_strata(draw, prepared.drawn.resolution)
        tickets = _add_tickets(draw, prepared, strata)
        files = add_case_files(locked, [_file(locked, t) for t in tickets if not t.is_reserve])
        locked.target = len(files)
        locked.save(update_fields=["target"])
        details = {"draw": draw.revision, "seed": draw.seed, "plan": draw.plan_title}
        record_many(targets=files, verb="drawn", by=by, details=details)
        details |= {"extract": draw.extract_sha256, "files": str(len(files))}
        record(target=locked, verb="drawn", by=by, details=details)
    return draw


def _draw(sample: Sample, prepared: Prepared, by: User) -> Draw:
    extract, resolution = prepared.extract, prepared.drawn.resolution
    return Draw.objects.create(
        sample=sample,
        revision=sample.draws.count() + 1,
        plan_title=prepared.plan.title,
        plan=prepared.plan.as_mapping(),
        seed=prepared.seed,
        algorithm=drawing.ALGORITHM,
        extract_name=prepared.name,
        extract_sha256=extract.sha256,
        extract_rows=extract.rows,
        columns=dict(extract.columns),
        starts=sample.starts,
        ends=sample.ends,
        records=len(extract.records),
        rejected=extract.rejected.rows,
        outside_window=extract.outside_window,
        excluded=sum(records for _, records in resolution.excluded),
        exclusions=[{"reason": r, "records": records} for r, records in resolution.excluded],
        outside=resolution.outside,
        shortfalls=[shortfall.sentence for shortfall in resolution.shortfalls],
        by=by,
    )


def _add_strata(draw: Draw, resolution: Resolution) -> Mapping[str, DrawStratum]:
    missing = _missing_files(resolution)
    rows = DrawStratum.objects.bulk_create(
        DrawStratum(
            draw=draw,
            position=position,
            code=stratum.code,
            title=stratum.title,
            rule=stratum.planned,
            minimums=list(stratum.minimums),
            records=stratum.records,
            planned=stratum.quota + missing.get(stratum.code, 0),
            quota=stratum.quota,
            reserve=stratum.reserve,
        )
        for position, stratum in enumerate(resolution.strata, start=1)
    )
    return {row.code: row for row in rows}


def _missing_files(resolution: Resolution) -> dict[str, int]:
    """What each stratum of the plan lacks, by the code of the last of its final strata."""
    last = {stratum.planned: stratum.code for stratum in resolution.strata}
    return {
        last[shortfall.code]: shortfall.asked - shortfall.drawn
        for shortfall in resolution.shortfalls
        if shortfall.kind == "stratum" and shortfall.code in last
    }


def _add_tickets(draw: Draw, prepared: Prepared, strata: Mapping[str, DrawStratum]) -> list[Ticket]:
    drawn = prepared.drawn
    rows = [
        Ticket(
            draw=draw,
            stratum=strata[ticket.stratum],
            position=position,
            reference=ticket.reference,
            ticket=ticket.ticket,
            is_reserve=is_reserve,
            facts=_facts(prepared.extract, ticket.reference),
        )
        for is_reserve, tickets in ((False, drawn.drawn), (True, drawn.reserve))
        for position, ticket in enumerate(tickets, start=1)
    ]
    return Ticket.objects.bulk_create(rows, batch_size=BATCH)


def _facts(extract: Extract, reference: str) -> dict[str, str]:
    values: Iterable[str] = extract.records[reference]
    return {code: v for code, v in zip(extract.facts, values, strict=True) if v}


def _file(sample: Sample, ticket: Ticket) -> CaseFile:
    return CaseFile(
        sample=sample,
        reference=ticket.reference,
        facts=ticket.facts,
        position=ticket.position,
        ticket=ticket,
    )
