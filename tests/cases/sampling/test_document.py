"""The worked example of docs/sampling.md, line by line."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from cases.references import normalise_reference
from cases.sampling import plans
from cases.sampling.drawing import ALGORITHM, Drawn, draw
from cases.sampling.plans import read_plan
from tests.cases.sampling.naive import naive_draw

PAGE = (Path(__file__).parents[3] / "docs" / "sampling.md").read_text(encoding="utf-8")
SEED = "Peel 2024"
FACTS = ("offence_group", "outcome_type")


def table(heading: str) -> list[list[str]]:
    """The rows of the table that begins with a heading, cell by cell."""
    _, _, below = PAGE.partition(f"| {heading} |")
    body = below.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    (plan,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    records = {normalise_reference(row[0]): (row[1], row[2]) for row in table("reference")}
    made = draw(records, read_plan(plan), SEED, FACTS)
    facts = {ref: dict(zip(FACTS, values, strict=True)) for ref, values in records.items()}
    naive = naive_draw(facts, read_plan(plan), SEED)
    assert [(ticket.ticket, ticket.reference) for ticket in made.drawn] == naive.drawn
    return made


def test_every_printed_ticket_is_the_digest_of_seed_and_reference():
    assert len(table("reference")) == 12
    for reference, _, _, ticket in table("reference"):
        assert sha256(f"{SEED},{reference.upper()}".encode()).hexdigest() == ticket


def test_the_command_that_is_printed_gives_what_is_printed():
    ((text, digest),) = re.findall(r"printf '%s' '(.*?)' \| sha256sum\n(\w+)  -", PAGE)
    assert sha256(text.encode()).hexdigest() == digest


def test_the_strata_are_those_that_are_drawn(drawn):
    printed = table("stratum")
    assert [row[0] for row in printed] == [stratum.code for stratum in drawn.strata]
    for row, stratum in zip(printed, drawn.strata, strict=True):
        assert row[1:3] == [str(stratum.records), str(stratum.quota)]
        assert row[3:5] == [f"{stratum.probability:.3f}", f"{stratum.weight:.3f}"]
        for cell, tickets in ((row[5], drawn.drawn), (row[6], drawn.reserve)):
            here = [ticket.reference for ticket in tickets if ticket.stratum == stratum.code]
            assert cell.split(", ") == here


def test_the_page_names_every_key_and_the_algorithm():
    for key in {*plans.PLAN_KEYS, *plans.STRATUM_KEYS, *plans.MINIMUM_KEYS, *plans.RESERVE_KEYS}:
        assert re.search(rf"`{key}`|{key}:", PAGE), key
    assert f"algorithm {ALGORITHM}" in PAGE


def test_the_page_names_every_module():
    modules = Path(plans.__file__).parent.glob("[a-z]*.py")
    assert [path.name for path in modules if f"`{path.name}`" not in PAGE] == []
