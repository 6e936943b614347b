"""A recorded draw as JSON, and what differs when it is repeated from an extract."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cases.extracts import Extract, Window, read_extract
from cases.extracts.sources import OnProgress
from cases.models import CaseFile, Draw, DrawStratum, Ticket
from cases.sampling import drawing
from cases.sampling.differences import differences
from cases.sampling.plans import read_plan


def record_of(draw: Draw) -> dict[str, Any]:
    """Everything that makes the draw repeatable, in two queries."""
    tickets = list(draw.tickets.select_related("stratum"))
    return {
        "algorithm": draw.algorithm,
        "sample": str(draw.sample),
        "plan": draw.plan,
        "extract_sha256": draw.extract_sha256,
        "seed": draw.seed,
        "records": draw.records,
        "rejected": draw.rejected,
        "outside_window": draw.outside_window,
        "excluded": draw.excluded,
        "outside_plan": draw.outside,
        "shortfalls": draw.shortfalls,
        "strata": [_stratum(stratum) for stratum in draw.strata.all()],
        "drawn": [_ticket(ticket) for ticket in tickets if not ticket.is_reserve],
        "reserve": [_ticket(ticket) for ticket in tickets if ticket.is_reserve],
    }


def read_again(draw: Draw, path: Path, on_progress: OnProgress | None = None) -> Extract:
    """The extract as it was read for the draw. Raises Invalid when it can't be."""
    listening = {"on_progress": on_progress} if on_progress else {}
    return read_extract(
        path,
        instrument=draw.sample.instrument,
        columns=draw.columns,
        window=Window(draw.starts, draw.ends),
        **listening,
    )


def differences_from(draw: Draw, extract: Extract) -> list[str]:
    """A sentence for each difference between the recorded draw and one from ``extract``.

    Raises Invalid when the plan can't be drawn from it at all.
    """
    plan = read_plan(draw.plan)
    drawn = drawing.draw(extract.records, plan, draw.seed, extract.facts, accept_shortfalls=True)
    resolution = drawn.resolution
    redrawn = {
        "algorithm": drawing.ALGORITHM,
        "extract_sha256": extract.sha256,
        "records": len(extract.records),
        "rejected": extract.rejected.rows,
        "excluded": sum(records for _, records in resolution.excluded),
        **drawn.as_mapping(),
    }
    return [*differences(record_of(draw), redrawn), *_changed_files(draw)]


def _changed_files(draw: Draw) -> Iterator[str]:
    """The drawn files that are not in the sample as they were drawn."""
    files = {f.ticket_id: f for f in CaseFile.objects.filter(ticket__draw=draw)}
    for ticket in draw.tickets.filter(is_reserve=False):
        file = files.get(ticket.pk)
        if file is None:
            yield f"{ticket} was drawn, and isn't in the sample."
        elif file.reference != ticket.reference:
            yield f"{ticket} was drawn, and is called {file} in the sample."
        elif file.facts != ticket.facts:
            yield f"{ticket} has other facts in the sample than when it was drawn."


def _stratum(stratum: DrawStratum) -> dict[str, Any]:
    return {
        "stratum": stratum.code,
        "title": stratum.title,
        "count": stratum.records,
        "quota": stratum.quota,
        "reserve": stratum.reserve,
        "probability": stratum.probability,
        "weight": stratum.weight,
    }


def _ticket(ticket: Ticket) -> dict[str, str]:
    return {
        "reference": ticket.reference,
        "stratum": ticket.stratum.code,
        "ticket": ticket.ticket,
    }
