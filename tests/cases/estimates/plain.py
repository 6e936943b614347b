"""Estimates as a person would work them out: from a list of files, one by one."""

from collections import defaultdict

from cases.statistics.ratios import RatioSums
from tests.cases.random_casework import PlainFile, PlainMeasure, PlainSample, is_asked

Pair = tuple[int, int]
"""A file's part of the numerator and of the denominator."""


def pair_of(plain: PlainSample, measure: PlainMeasure, file: PlainFile) -> Pair | None:
    """None while the file is outstanding."""
    if measure.only and file.group not in measure.only:
        return 0, 0
    base_is_asked = is_asked(plain, file, measure.denominator)
    given = file.answers.get(measure.denominator, "") if base_is_asked else ""
    if base_is_asked and not given:
        return None
    if measure.is_ratio:
        counts = [
            file.answers.get(code, "") if is_asked(plain, file, code) else ""
            for code in (measure.numerator, measure.denominator)
        ]
        y, x = (int(count) if count.isdigit() else 0 for count in counts)
        return y, x
    relevant = given not in ("", "not_applicable")
    return int(relevant and given in measure.met), int(relevant)


def pairs_by_stratum(
    plain: PlainSample, measure: PlainMeasure, *, stratified: bool
) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for file in plain.files:
        pair = None if file.eliminated else pair_of(plain, measure, file)
        if pair is not None:
            found[(file.group or "") if stratified else ""].append(pair)
    return dict(found)


def sums_by_stratum(
    plain: PlainSample, measure: PlainMeasure, *, stratified: bool
) -> dict[str, RatioSums]:
    pairs = pairs_by_stratum(plain, measure, stratified=stratified)
    return {stratum: RatioSums.of(listed) for stratum, listed in pairs.items()}
