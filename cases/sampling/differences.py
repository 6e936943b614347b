"""What differs between a recorded draw and the same draw done again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cases.sampling.wording import files, records
from peel.lib.definitions.problems import quoted

Draw = Mapping[str, Any]

_NUMBERS: Final = (
    ("records", "record was read", "records were read"),
    ("rejected", "row was rejected", "rows were rejected"),
    ("excluded", "record was excluded", "records were excluded"),
)
_OF_STRATUM: Final = (("count", records), ("quota", files), ("reserve", "{:,} in reserve".format))


def differences(recorded: Draw, redrawn: Draw) -> list[str]:
    """Every difference between two draws, given as their JSON, as sentences. Empty when equal.

    The draw itself is ``strata``, ``drawn`` and ``reserve``. What it was made from
    (``algorithm``, ``seed``, ``extract_sha256`` and the numbers of records) is compared as far
    as both name it.
    """
    found = [
        *_sources(recorded, redrawn),
        *_numbers(recorded, redrawn),
        *_strata(recorded["strata"], redrawn["strata"]),
        *_tickets("drawn", recorded["drawn"], redrawn["drawn"]),
        *_tickets("in reserve", recorded["reserve"], redrawn["reserve"]),
    ]
    if len(found) == 1 and _checksums_differ(recorded, redrawn):
        return [f"{found[0]} The draw from it is the same."]
    return found


def _differs(key: str, recorded: Draw, redrawn: Draw) -> bool:
    return key in recorded and key in redrawn and recorded[key] != redrawn[key]


def _checksums_differ(recorded: Draw, redrawn: Draw) -> bool:
    return _differs("extract_sha256", recorded, redrawn)


def _sources(recorded: Draw, redrawn: Draw) -> Iterator[str]:
    if _differs("algorithm", recorded, redrawn):
        yield (
            f"The draw was recorded with algorithm {recorded['algorithm']} and repeated with "
            f"{redrawn['algorithm']}."
        )
    if _differs("seed", recorded, redrawn):
        yield f"The recorded seed is {quoted(recorded['seed'])}, not {quoted(redrawn['seed'])}."
    if _checksums_differ(recorded, redrawn):
        yield (
            f"The extract is another file: its SHA-256 is {redrawn['extract_sha256']}, and the "
            f"draw records {recorded['extract_sha256']}."
        )


def _numbers(recorded: Draw, redrawn: Draw) -> Iterator[str]:
    for key, one, many in _NUMBERS:
        if _differs(key, recorded, redrawn):
            what = one if redrawn[key] == 1 else many
            yield f"{redrawn[key]:,} {what}, and the draw records {recorded[key]:,}."


def _strata(recorded: Sequence[Draw], redrawn: Sequence[Draw]) -> Iterator[str]:
    before = {stratum["stratum"]: stratum for stratum in recorded}
    now = {stratum["stratum"]: stratum for stratum in redrawn}
    for code in [code for code in before if code not in now]:
        yield f"The stratum {_named(before[code])} is recorded, and isn't in the draw now."
    for code in [code for code in now if code not in before]:
        yield f"The stratum {_named(now[code])} is in the draw now, and isn't recorded."
    for code in [code for code in before if code in now]:
        for key, worded in _OF_STRATUM:
            if _differs(key, before[code], now[code]):
                yield (
                    f"The stratum {_named(before[code])} has {worded(now[code][key])}, and the "
                    f"draw records {before[code][key]:,}."
                )


def _named(stratum: Draw) -> str:
    return quoted(stratum["stratum"])


def _tickets(where: str, recorded: Sequence[Draw], redrawn: Sequence[Draw]) -> Iterator[str]:
    before = {ticket["reference"]: ticket for ticket in recorded}
    now = {ticket["reference"]: ticket for ticket in redrawn}
    for reference, ticket in before.items():
        if reference not in now:
            yield f"{reference} is recorded as {where} ({_at(ticket)}), and isn't now."
        else:
            yield from _ticket(where, ticket, now[reference])
    for reference, ticket in now.items():
        if reference not in before:
            yield f"{reference} is {where} now ({_at(ticket)}), and isn't recorded so."
    yield from _order(where, list(before), list(now))


def _at(ticket: Draw) -> str:
    return f"stratum {quoted(ticket['stratum'])}, ticket {ticket['ticket']}"


def _ticket(where: str, before: Draw, now: Draw) -> Iterator[str]:
    if (before["stratum"], before["ticket"]) != (now["stratum"], now["ticket"]):
        yield f"{before['reference']}, {where}, has {_at(now)}, and the draw records {_at(before)}."


def _order(where: str, before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """The first place at which the same files stand in another order."""
    if sorted(before) != sorted(now):
        return
    for place, (was, is_) in enumerate(zip(before, now, strict=True), start=1):
        if was != is_:
            yield f"{is_} is number {place:,} {where} now, and the draw records {was} there."
            return
