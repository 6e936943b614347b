"""What a file adds to the figures: against the figures themselves, and before and after."""

from hypothesis import given
from hypothesis import strategies as st

from cases.contributions import Contribution, Effect, contributions, effects
from cases.models import Answer, CaseFile, Review
from cases.rollups import results
from tests.cases.random_casework import is_asked, random_samples, samples, written
from tests.factories import small_instrument


def numbers(one):
    return (
        one.numerator, one.denominator, one.not_applicable, one.not_asked, one.outstanding,
    )  # fmt: skip


def figures_of(sample):
    return {figure.measure.code: numbers(figure) for figure in results(sample)}


def stored(file: CaseFile) -> dict[str, str]:
    rows = Answer.objects.filter(review__case_file=file, review__counts=True)
    return dict(rows.values_list("question__code", "value"))


@given(plain=samples())
@random_samples
def test_the_contributions_of_all_files_add_up_to_the_figures(plain, reviewers):
    with written(plain, reviewers) as sample:
        instrument = sample.instrument
        files = CaseFile.objects.filter(sample=sample).active()
        parts = [contributions(instrument, file.facts, stored(file)) for file in files]
        got = {
            m.code: tuple(map(sum, zip(*(numbers(p[m.code]) for p in parts), strict=True)))
            for m in instrument.measures
        }
        none = (0, 0, 0, 0, 0)
        assert {code: total or none for code, total in got.items()} == figures_of(sample)


@given(plain=samples().filter(lambda plain: active(plain)), data=st.data())
@random_samples
def test_an_effect_is_what_the_figures_become(plain, data, reviewers):
    """The answers of one file are changed, and the figures moved as was foreseen."""
    with written(plain, reviewers) as sample:
        instrument = sample.instrument
        place = data.draw(st.sampled_from(active(plain)))
        file = CaseFile.objects.get(sample=sample, position=place)
        before, figures = stored(file), figures_of(sample)
        question = data.draw(st.sampled_from(plain.questions))
        values = [*question.options, "4"] if question.kind == "count" else question.options
        value = data.draw(st.sampled_from(values))
        after = before | {question.code: value}
        foreseen = effects(
            instrument.measures,
            {code: figure[:2] for code, figure in figures.items()},
            contributions(instrument, file.facts, before),
            contributions(instrument, file.facts, after),
        )
        write(plain, file, after)
        then = figures_of(sample)
    moved = {code: then[code][:2] for code in then if then[code][:2] != figures[code][:2]}
    assert {effect.measure.code: effect.after for effect in foreseen} == moved
    assert all(effect.before == figures[effect.measure.code][:2] for effect in foreseen)


def active(plain):
    return [place for place, file in enumerate(plain.files) if not file.eliminated]


def write(plain, file, answers):
    review = Review.objects.get(case_file=file)
    changed = plain.files[file.position]
    after = type(changed)(changed.group, changed.reviewer, changed.eliminated, answers)
    by = {"answered_by": file.sample.inspection.lead, "answered_at": file.sample.created_at}
    for question in file.sample.version.questions.filter(code__in=answers):
        value = answers[question.code]
        entered = {
            "value": value,
            "count": int(value) if value.isdigit() else None,
            "relevant": is_asked(plain, after, question.code),
        }
        Answer.objects.update_or_create(
            review=review, question=question, defaults=entered, create_defaults={**entered, **by}
        )


def test_a_figure_that_moves_is_told_without_what_stays_the_same(db):
    measure = small_instrument().measure("effective")
    assert str(Effect(measure, (83, 100), (82, 100))) == "83 → 82 of 100"
    assert str(Effect(measure, (83, 100), (82, 99))) == "83 of 100 → 82 of 99"
    assert str(Effect(measure, (1_000, 1_200), (999, 1_200))) == "1,000 → 999 of 1,200"


def test_a_file_outside_a_measure_adds_nothing(db):
    instrument = small_instrument()
    theft = contributions(instrument, {"offence_group": "theft"}, {"effective": "yes"})
    assert theft["effective"] == Contribution(numerator=1, denominator=1)
    assert theft["effective_violence"] == Contribution()
