"""A recorded draw as lines of text, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from cases.models import Draw, DrawStratum, Ticket

STRATA = ("stratum", "records", "quota", "reserve", "probability", "weight", "title")
TICKETS = ("", "reference", "stratum", "ticket")


def lines_of(draw: Draw) -> Iterator[str]:
    """What was drawn from what, the strata, the drawn files and the reserve, in order."""
    tickets = list(draw.tickets.select_related("stratum"))
    yield f"{draw.sample}: draw {draw.revision} by {draw.by}, algorithm {draw.algorithm}"
    yield f"Plan     {draw.plan_title}"
    yield f"Seed     {draw.seed}"
    yield f"Extract  {draw.extract_name}, SHA-256 {draw.extract_sha256}"
    yield (
        f"Records  {draw.records:,} of {draw.extract_rows:,} rows: {draw.rejected:,} rejected, "
        f"{draw.outside_window:,} outside the window; {draw.excluded:,} excluded by the plan, "
        f"{draw.outside:,} in no stratum"
    )
    yield from draw.shortfalls
    yield from ("", *_table([STRATA, *map(_stratum, draw.strata.all())]))
    yield from ("", "Drawn", *_tickets(t for t in tickets if not t.is_reserve))
    yield from ("", "Reserve", *_tickets(t for t in tickets if t.is_reserve))


def _stratum(stratum: DrawStratum) -> tuple[str, ...]:
    weight = "" if stratum.weight is None else f"{stratum.weight:,.2f}"
    counts = (stratum.records, stratum.quota, stratum.reserve)
    return (
        stratum.code, *(f"{count:,}" for count in counts), f"{stratum.probability:.6f}", weight,
        stratum.title,
    )  # fmt: skip


def _tickets(tickets: Iterable[Ticket]) -> Iterator[str]:
    rows = [(f"{t.position:,}", t.reference, t.stratum.code, t.ticket) for t in tickets]
    return _table([TICKETS, *rows])


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
