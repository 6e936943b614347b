"""The printed form, held to every estimate of the printed reports."""

import doctest
import json
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import cases.statistics
from cases.statistics.printing import Decimals, capped, figures, limits, printed, rate, times
from cases.statistics.proportions import wald, wilson
from cases.statistics.published import counts_that_print, published

from .oracles import ONE_DECIMAL, PRINTED_IN_2023_25, counts

CYCLES = Path(__file__).parents[3] / "forces" / "data" / "cycles.yaml"
MODULES = [module.name for module in iter_modules(cases.statistics.__path__)]


@pytest.mark.parametrize(("percent", "half_width", "met", "of"), PRINTED_IN_2023_25)
def test_every_printed_estimate_follows_from_counts(percent, half_width, met, of):
    sentence = f"{percent} percent (with a confidence interval of +/- {half_width} percent)"
    assert printed(wald(met, of), ONE_DECIMAL) == sentence
    assert printed(published(percent, half_width), ONE_DECIMAL) == sentence


@pytest.mark.parametrize(("percent", "half_width", "met", "of"), PRINTED_IN_2023_25)
def test_the_counts_are_found_among_all_that_print_so(percent, half_width, met, of):
    found = list(counts_that_print(percent, half_width, 600))
    assert (met, of) in found
    sentence = printed(published(percent, half_width), ONE_DECIMAL)
    every = [
        (x, n)
        for n in range(of - 12, of + 13)
        for x in range(n + 1)
        if printed(wald(x, n), ONE_DECIMAL) == sentence
    ]
    assert [pair for pair in found if abs(pair[1] - of) <= 12] == every


def test_the_191_records_of_the_report_leave_one_count_and_106_crimes_are_certain():
    of_191 = [c for c in counts_that_print(Decimal("85.9"), Decimal("4.9"), 600) if c[1] == 191]
    assert of_191 == [(164, 191)]
    assert list(counts_that_print(Decimal("96.2"), Decimal("3.6"), 600)) == [(102, 106)]


def test_no_sample_stands_behind_a_mistyped_figure():
    assert list(counts_that_print(Decimal("50.0"), Decimal("60.0"), 300)) == []


@pytest.mark.parametrize(
    ("cycle", "decimals", "sentence"),
    [
        ("2016", (2, 2), "90.66 percent (with a confidence interval of +/- 2.35 percent)"),
        ("2017", (1, 2), "90.7 percent (with a confidence interval of +/- 2.35 percent)"),
        ("2018-19", (1, 2), "90.7 percent (with a confidence interval of +/- 2.35 percent)"),
        ("2023-25", (1, 1), "90.7 percent (with a confidence interval of +/- 2.3 percent)"),
        ("2025-27", (1, 1), "90.7 percent (with a confidence interval of +/- 2.3 percent)"),
    ],
)
def test_the_decimals_are_those_of_the_cycle(cycle, decimals, sentence):
    shipped = {c["slug"]: c for c in yaml.safe_load(CYCLES.read_text())["cycles"]}[cycle]
    assert (shipped["rate_decimals"], shipped["interval_decimals"]) == decimals
    # The half width is 2.3498: rounding it to 2.35 first would print 2.4.
    assert printed(wald(534, 589), Decimals(*decimals)) == sentence


@pytest.mark.parametrize(("n", "sentence"), [(29, "too few to estimate"), (30, "90.0 percent")])
def test_fewer_cases_than_the_threshold_are_too_few(n, sentence):
    estimate = wald(27, 30) if n == 30 else wald(26, 29)
    assert printed(estimate, ONE_DECIMAL, threshold=30).startswith(sentence)


def test_a_published_figure_without_a_number_is_never_too_few():
    estimate = published(Decimal("85.2"), Decimal("5.1"))
    assert printed(estimate, ONE_DECIMAL, threshold=1_000).startswith("85.2 percent")


def test_on_screen_the_interval_is_capped_but_the_half_width_stays():
    estimate = wald(102, 103)
    assert estimate.upper > 100
    assert limits(estimate, ONE_DECIMAL) == (Decimal("97.1"), Decimal("100.0"))
    assert printed(estimate, ONE_DECIMAL) == (
        "99.0 percent (with a confidence interval of +/- 1.9 percent)"
    )


@given(st.fractions())
def test_capping_keeps_what_lies_within(percent):
    assert capped(percent) == min(max(percent, 0), 100)


@given(counts)
def test_figures_are_those_that_are_printed_and_survive_json(pair):
    estimate = wald(*pair)
    numbers = json.loads(json.dumps(figures(estimate, ONE_DECIMAL)))
    assert list(numbers) == ["percent", "half_width", "lower", "upper", "method", "n"]
    assert f"{numbers['percent']:.1f} percent (" in printed(estimate, ONE_DECIMAL)
    assert f"+/- {numbers['half_width']:.1f} percent" in printed(estimate, ONE_DECIMAL)
    assert 0 <= numbers["lower"] <= numbers["percent"] <= numbers["upper"] <= 100


def test_the_figures_of_stop_and_search():
    assert figures(wald(164, 191), ONE_DECIMAL) == {
        "percent": 85.9,
        "half_width": 4.9,
        "lower": 80.9,
        "upper": 90.8,
        "method": "wald",
        "n": 191,
    }
    assert figures(wilson(164, 191), ONE_DECIMAL)["half_width"] is None


def test_a_rate_that_ends_in_5_is_rounded_up():
    # 96.85 is held as a little less by a float, which would print 96.8.
    assert rate(wald(1937, 2000), ONE_DECIMAL) == Decimal("96.9")
    assert f"{96.85:.1f}" == "96.8"


def test_a_rate_ratio_is_printed_with_one_decimal():
    assert times(Fraction(29, 10)) == "2.9 times"
    assert times(Fraction(19, 20)) == "1.0 times"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((Decimal("100.1"), Decimal(1)), "100.1 percent is not between 0 and 100"),
        ((Decimal(-1), Decimal(1)), "-1 percent is not between 0 and 100"),
        ((Decimal(50), Decimal(-1)), "an interval of 0 or more"),
        ((Decimal(50), Decimal(1), 0), "how many cases"),
    ],
)
def test_a_published_figure_that_can_not_be_is_refused(arguments, reason):
    with pytest.raises(ValueError, match=reason):
        published(*arguments)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name):
    assert doctest.testmod(import_module(f"cases.statistics.{name}")).failed == 0
