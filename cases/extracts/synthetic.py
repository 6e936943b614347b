"""Makes an extract of synthetic crimes, for demonstrations and trials. Pure.

The same seed gives the same records on every version of Python: of its random numbers only
``random()`` is promised to stay as it is, so nothing else is drawn from it.
"""

import csv
import hashlib
import io
import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import BinaryIO

import xlsxwriter

from cases.extracts.crime_mix import KINDS, Weights

REPORTED_FROM, REPORTED_UNTIL = date(2023, 9, 1), date(2024, 2, 29)
DAYS_OPEN = (2, 88)
MOST_RECORDS = 500_000
MADE = datetime(2024, 6, 3)  # noqa: DTZ001
"""Stands in every workbook as the day on which it was made, so that their bytes are the same."""

HEADINGS = (
    "Reference", "Offence group", "Offence", "Outcome type", "Route of report", "Domestic abuse",
    "Reported on", "Closed on",
)  # fmt: skip
GROUPS = {
    "violence": "Violence against the person", "sexual": "Sexual offences", "robbery": "Robbery",
    "theft": "Theft", "criminal_damage": "Criminal damage and arson", "drugs": "Drug offences",
    "weapons": "Possession of weapons", "public_order": "Public order",
    "miscellaneous": "Miscellaneous crimes", "fraud": "Fraud",
}  # fmt: skip
ROUTES = {
    "call_999": "999 call", "call_101": "101 call", "online": "Online",
    "front_counter": "Front counter", "officer": "To an officer", "third_party": "Third party",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crime:
    """One synthetic record, as a force would write it."""

    reference: str
    group: str
    offence: str
    outcome: str
    route: str
    domestic_abuse: str
    reported_on: date
    closed_on: date

    def cells(self) -> tuple[str | date, ...]:
        return (
            self.reference, self.group, self.offence, self.outcome, self.route,
            self.domestic_abuse, self.reported_on, self.closed_on,
        )  # fmt: skip


class _Lot:
    """Draws values by their weights."""

    def __init__(self, weights: Weights) -> None:
        self._values = list(weights)
        self._ends = list(accumulate(weights.values()))

    def draw(self, chance: random.Random) -> str:
        return self._values[bisect(self._ends, chance.random() * self._ends[-1])]


def synthetic_crimes(*, force: str, records: int, seed: str) -> Iterator[Crime]:
    """So many crimes of the force with this slug, by the day on which they were reported."""
    digest = hashlib.sha256(f"{force},{seed}".encode()).digest()
    chance = random.Random(int.from_bytes(digest, "big"))  # noqa: S311
    groups = _Lot({group: kind.share for group, kind in KINDS.items()})
    lots = {
        group: (_Lot(kind.offences), _Lot(kind.outcomes), _Lot(kind.routes))
        for group, kind in KINDS.items()
    }
    prefix, number, year = prefix_of(force), 0, 0
    for reported in _days(records):
        number = (number if reported.year == year else 0) + 1 + int(chance.random() * 3)
        year = reported.year
        group = groups.draw(chance)
        offence, outcome, route = (lot.draw(chance) for lot in lots[group])
        is_abuse = chance.random() < KINDS[group].domestic_abuse.get(offence, 0)
        shortest, longest = DAYS_OPEN
        open_for = shortest + int(chance.random() * (longest - shortest + 1))
        yield Crime(
            reference=f"{prefix}/{number:06}/{year % 100}",
            group=GROUPS[group],
            offence=offence,
            outcome=outcome,
            route=ROUTES[route],
            domestic_abuse="Domestic abuse" if is_abuse else "Not domestic abuse",
            reported_on=reported,
            closed_on=reported + timedelta(days=open_for),
        )


def prefix_of(force: str) -> str:
    """What the references of a force's crimes begin with.

    >>> prefix_of("lancashire"), prefix_of("west-mercia")
    ('LANC', 'WMER')
    """
    first, *others = force.split("-")
    return (first[0] + others[-1][:3] if others else first[:4]).upper()


def write_csv(crimes: Iterable[Crime], file: BinaryIO) -> None:
    """Writes them as CSV in UTF-8, with the days as people write them."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(map(_texts, crimes))
    text.detach()


def write_xlsx(crimes: Iterable[Crime], file: BinaryIO) -> None:
    """Writes them as an Excel workbook with one sheet."""
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"created": MADE})
    sheet = workbook.add_worksheet("Recorded crimes")
    sheet.write_row(0, 0, HEADINGS)
    for number, crime in enumerate(crimes, start=1):
        sheet.write_row(number, 0, crime.cells())
    workbook.close()


def _days(records: int) -> Iterator[date]:
    """The day of each record: as many on each day, in order."""
    span = (REPORTED_UNTIL - REPORTED_FROM).days + 1
    for number in range(records):
        yield REPORTED_FROM + timedelta(days=number * span // records)


def _texts(crime: Crime) -> Sequence[str]:
    return [_day(cell) if isinstance(cell, date) else cell for cell in crime.cells()]


@cache
def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
