"""Makes synthetic records of whatever an audit looks at. Pure: no database.

The same seed gives the same records on every version of Python, as in
``cases.extracts.synthetic``: of its random numbers only ``random()`` is used.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import BinaryIO

from cases.demonstration.generation import scaled
from checklists.instrument import Fact, Instrument

Facts = Mapping[str, str]
Record = tuple[str, Facts]


@dataclass(frozen=True, slots=True)
class Mix:
    """What records are of.

    ``shares`` say for each fact how many of so many records have each value; the numbers are
    exact, where they go is chance. ``day`` is the fact for the day, evenly from ``starts`` to
    ``ends``. ``later`` are further days by fact, after the fewest and the most days.
    """

    prefix: str
    day: str
    starts: date
    ends: date
    shares: Mapping[str, Mapping[str, int]]
    later: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def synthetic_records(mix: Mix, *, records: int, seed: str) -> Iterator[Record]:
    """So many references with their coded facts, in order of their days."""
    chance = random.Random(f"{mix.prefix},{seed}")  # noqa: S311
    dealt = {fact: _spread(share, records, chance) for fact, share in mix.shares.items()}
    span = (mix.ends - mix.starts).days + 1
    for number in range(records):
        day = mix.starts + timedelta(days=number * span // records)
        facts = {fact: values[number] for fact, values in dealt.items()}
        facts[mix.day] = day.isoformat()
        for fact, (fewest, most) in mix.later.items():
            days = fewest + int(chance.random() * (most - fewest + 1))
            facts[fact] = (day + timedelta(days=days)).isoformat()
        yield f"{mix.prefix}/{number + 1:06}/{day.year % 100}", facts


def _spread(share: Mapping[str, int], records: int, chance: random.Random) -> list[str]:
    """Each value as often as its share of all records, in an order of chance."""
    counts = scaled(share, records)
    values = [value for value, count in counts.items() for _ in range(count)]
    places = sorted((chance.random(), place) for place in range(records))
    return [values[place] for _, place in places]


def write_extract(instrument: Instrument, records: Iterable[Record], file: BinaryIO) -> None:
    """Writes records as CSV in UTF-8 as a force would: with labels, and days as people write."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Reference", *(fact.label for fact in instrument.facts)])
    for reference, facts in records:
        cells = (_cell(fact, facts.get(fact.code, "")) for fact in instrument.facts)
        writer.writerow([reference, *cells])
    text.detach()


def _cell(fact: Fact, value: str) -> str:
    if fact.kind == "date" and value:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return fact.label_of(value)
