"""The audits of Lancashire as they are loaded: the printed figures, and draws that verify."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from accounts.events import verify_chain
from cases.estimates.population import population_of
from cases.estimates.proportion import strata_out_of_proportion
from cases.models import Review, Sample
from cases.rollups import compare_methods, results
from cases.verification import differences
from tests.cases.printed_audits import BY_SLUG, COUNTS, ESTIMATES, FILES


def test_lancashire_gives_every_printed_figure(demonstration, tmp_path):
    for slug, code, met, of in COUNTS:
        figure = printed(slug)[code]
        assert (figure["numerator"], figure["denominator"]) == (met, of), code
    for slug, code, percent, half_width, method, n in ESTIMATES:
        figure = printed(slug)[code]
        assert (figure["percent"], figure["half_width"]) == (percent, half_width), code
        assert (figure["method"], figure["n"]) == (method, n)
    assert printed("crime-data-integrity")["all_crime"]["sentence"] == (
        "96.9 percent (with a confidence interval of +/- 1.9 percent) of all reported crime "
        "(excluding fraud) was recorded"
    )
    assert printed("vulnerable-victims")["crimes_recorded"]["sentence"] == (
        "19 of 22 crimes against vulnerable victims were recorded"
    )
    for slug in FILES:
        check_sample(Sample.objects.get(inspection__slug="lancashire-2023-25", slug=slug))
    check_methods_agree()
    for slug in ("crime-data-integrity", "stop-and-search"):
        check_draw(slug, tmp_path / f"{slug}.csv")


def check_draw(slug: str, path: Path) -> None:
    out = StringIO()
    call_command("demonstration_extract", slug, out=path, stdout=out)
    assert f"{BY_SLUG[slug].records:,} synthetic records" in out.getvalue()
    call_command("verify_draw", f"lancashire-2023-25/{slug}", path, stdout=out)
    assert "gives the same draw" in out.getvalue()


def printed(slug: str) -> dict[str, dict[str, object]]:
    out = StringIO()
    call_command("results", f"lancashire-2023-25/{slug}", "--format", "json", stdout=out)
    return {row["code"]: row for row in json.loads(out.getvalue())}


def check_sample(sample: Sample) -> None:
    files = sample.case_files.active()
    assert files.count() == sample.target == FILES[sample.slug]
    for figure in results(sample):
        assert figure.outstanding == 0
        # A ratio counts crimes and a restricted measure some of the files.
        if figure.measure.kind == "proportion" and not figure.measure.only:
            counted = figure.denominator + figure.not_applicable + figure.not_asked
            assert counted == sample.target
    [sign_off] = sample.sign_offs.all()
    [waiver] = sign_off.waivers.all()
    assert waiver.requirement == "second_reviews"
    assert differences(sample) == []
    population = population_of(sample)
    assert strata_out_of_proportion(sample, population) == ()
    drawn = BY_SLUG[sample.slug].plan
    assert population.records == (BY_SLUG[sample.slug].records if drawn else None)
    reviews = Review.objects.filter(case_file__sample=sample)
    assert [broken for one in reviews[:5] for broken in verify_chain(one)] == []


def check_methods_agree() -> None:
    """Crimes of one report, and routes with other rates, make no difference that is printed."""
    sample = Sample.objects.get(inspection__slug="lancashire-2023-25", slug="crime-data-integrity")
    for figure in results(sample):
        if figure.estimated:
            compared = compare_methods(sample, figure).estimates
            assert {e.method.value for e in compared} == {"stratified_ratio", "wald", "ratio"}
            numbers = [one.as_dict() for one in compared]
            assert len({(n["percent"], n["half_width"]) for n in numbers}) == 1, numbers
