"""What the certificate of a draw prints: who, when, from what, by which plan, and in what order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from shlex import quote

from django.utils import timezone
from django.utils.formats import date_format

from cases.headings import REFERENCE
from cases.models import Draw, DrawStratum, Ticket
from cases.plan_sheet import Section, frame_in_words, sections_of

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A draw as it is printed. ``ticket_command`` computes the first ticket in a shell."""

    facts: Rows
    extract: Rows
    columns: Rows
    plan: Rows
    sections: tuple[Section, ...]
    strata: tuple[DrawStratum, ...]
    drawn: tuple[Ticket, ...]
    reserve: tuple[Ticket, ...]
    ticket_command: str


def certificate_of(draw: Draw) -> Certificate:
    """Everything that the certificate prints, in two queries."""
    tickets = tuple(draw.tickets.select_related("stratum"))
    drawn = tuple(ticket for ticket in tickets if not ticket.is_reserve)
    return Certificate(
        facts=_facts(draw, len(drawn)),
        extract=list(_extract(draw)),
        columns=_columns(draw),
        plan=[("Plan", draw.plan_title), *frame_in_words(draw.plan)],
        sections=tuple(sections_of(draw.plan, draw.sample.instrument.facts)),
        strata=tuple(draw.strata.all()),
        drawn=drawn,
        reserve=tuple(ticket for ticket in tickets if ticket.is_reserve),
        ticket_command=_ticket_command(draw.seed, drawn[0].reference) if drawn else "",
    )


def _ticket_command(seed: str, reference: str) -> str:
    """Quoted, as a seed may hold an apostrophe, and whoever checks the draw pastes this."""
    return f"printf '%s' {quote(f'{seed},{reference}')} | sha256sum"


def _facts(draw: Draw, files: int) -> Rows:
    inspection = draw.sample.inspection
    return [
        ("Sample", f"{draw.sample.name}, {inspection}"),
        ("Draw", f"{draw.revision} of this sample"),
        ("Drawn by", draw.by.name),
        ("Drawn at", date_format(timezone.localtime(draw.at), "j F Y, H:i:s")),
        ("Seed", draw.seed),
        ("Rule", f"Algorithm {draw.algorithm}: the lowest SHA-256 tickets of each stratum"),
        ("Files drawn", f"{files:,}"),
    ]


def _extract(draw: Draw) -> Iterator[tuple[str, str]]:
    yield "File", draw.extract_name
    yield "SHA-256 of the file", draw.extract_sha256
    yield "Rows", f"{draw.extract_rows:,}"
    yield "Rows that could not be used", f"{draw.rejected:,}"
    if draw.starts or draw.ends:
        yield "Window", _window(draw.starts, draw.ends)
        yield "Records outside the window", f"{draw.outside_window:,}"
    yield "Records", f"{draw.records:,}"
    for exclusion in draw.exclusions:
        yield f"Left out: {exclusion['reason']}", f"{exclusion['records']:,}"
    if draw.outside:
        yield "Records in no stratum", f"{draw.outside:,}"


def _window(starts: date | None, ends: date | None) -> str:
    words = [f"from {_day(starts)}" if starts else "", f"to {_day(ends)}" if ends else ""]
    return " ".join(word for word in words if word)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _columns(draw: Draw) -> Rows:
    labels = {fact.code: fact.label for fact in draw.sample.instrument.facts}
    labels[REFERENCE] = "Reference"
    return [(labels.get(code, code), heading) for heading, code in draw.columns.items()]
