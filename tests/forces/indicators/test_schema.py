"""The JSON schema of indicators, for editors: it says what the loader says, as far as it can."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from forces.indicators.definition import parse
from forces.indicators.shipped import SOURCE
from peel.lib.definitions.problems import BrokenDefinition
from tests.forces.indicators.test_definition import VALID

SCHEMA = json.loads((SOURCE.parent / "indicators.schema.json").read_text(encoding="utf-8"))


def accepts(source: str) -> bool:
    document: Any = YAML(typ="safe", pure=True).load(source)
    return Draft202012Validator(SCHEMA).is_valid(document)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_shipped_indicators_name_the_schema_and_fit_it() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    assert source.startswith("# yaml-language-server: $schema=indicators.schema.json\n")
    assert accepts(source)


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ('decimals: "2"', "decimals: 2"),
     ("standard: 90 percent", "standard: at most 1 percent"),
     ("large_change: 5 points", "large_change: 2.5 percent"), ("    better: higher\n", "")],
)  # fmt: skip
def test_what_the_loader_reads_fits(old: str, new: str) -> None:
    source = VALID.replace(old, new, 1)
    assert parse(source).all
    assert accepts(source)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("label: Population", "lable: Population"),
        ("    guidance: By an estimate.\n", ""),
        ("code: answered\n", "code: Answered!\n"),
        ("unit: percent", "unit: percentage"),
        ("unit: percent", "unit: count"),
        ("unit: count", "unit: per 1,000 arrests"),
        ("frequency: year", "frequency: week"),
        ("better: higher", "better: best"),
        ("    denominator: calls\n", ""),
        ("standard: 90 percent", "standard: good"),
        ("large_change: 5 points", "large_change: some"),
        ("large_change: 20 percent", "large_change: 20 points"),
        ("source_required: yes", "source_required: maybe"),
        ('decimals: "2"', 'decimals: "7"'),
        ("{code: white, label: White}", "white"),
    ],
)
def test_what_the_loader_refuses_does_not_fit(old: str, new: str) -> None:
    source = VALID.replace(old, new, 1)
    assert source != VALID
    with pytest.raises(BrokenDefinition):
        parse(source)
    assert not accepts(source)
