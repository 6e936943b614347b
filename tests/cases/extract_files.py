"""Small extracts for the small checklist of the tests, as files and as what is read of them."""

from collections.abc import Sequence
from pathlib import Path

from cases.extracts import Extract, Window, read_extract
from cases.sampling.plans import Plan, read_plan
from tests.factories import small_instrument

HEADINGS = "Reference,Offence group,Outcome type,Offence,Reported on"
PLAN = """
code: halves
title: Half theft, half violence
checklist: small
target: 6
strata:
  - {code: theft, title: Theft, where: {offence_group: theft}, quota: 3}
  - {code: violence, title: Violence, where: {offence_group: violence}, quota: 3}
exclusions:
  - {where: {offence: Shoplifting}, reason: Reviewed elsewhere}
reserve: {share: 100, at_least: 2}
"""


def rows(theft: int = 20, violence: int = 10, shoplifting: int = 2) -> list[str]:
    """Rows of an extract, every fourth with outcome type 8."""
    made = []
    for group, offence, number in (
        ("theft", "Burglary", theft),
        ("theft", "Shoplifting", shoplifting),
        ("violence", "Assault", violence),
    ):
        for n in range(1, number + 1):
            outcome = "8" if n % 4 == 0 else "18"
            made.append(f"{offence[0]}/{n:04},{group},{outcome},{offence},2024-03-{n % 28 + 1:02}")
    return made


def extract_file(folder: Path, lines: Sequence[str] | None = None, name: str = "may.csv") -> Path:
    path = folder / name
    body = rows() if lines is None else lines
    path.write_text("\n".join([HEADINGS, *body]) + "\n", "utf-8")
    return path


def read_rows(folder: Path, lines: Sequence[str] | None = None) -> Extract:
    path = extract_file(folder, lines)
    return read_extract(path, instrument=small_instrument(), window=Window())


def plan(source: str = PLAN) -> Plan:
    return read_plan(source)
