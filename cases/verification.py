"""Holds a signed-off sample against what its answers say now."""

from .checksum import checksum_of
from .models import AnswerHistory, Result, Sample, SignOff
from .rollups import results

COMPARED = ("numerator", "denominator", "not_applicable", "not_asked", "outstanding", "sentence")


def differences(sample: Sample) -> list[str]:
    """One sentence for each difference from the standing sign-off; empty when all agree.

    Raises SignOff.DoesNotExist when the sample is not signed off.
    """
    standing = sample.sign_offs.get(reopened_at__isnull=True)
    found = _figure_differences(standing)
    found += _answer_changes(standing)
    checksum = checksum_of(sample)
    if checksum != standing.checksum:
        found.append(
            f"The checksum of the answers is {checksum}; {standing.checksum} was signed off."
        )
    return found


def _figure_differences(standing: SignOff) -> list[str]:
    frozen = {result.code: result for result in standing.results.all()}
    current = {figure.measure.code: figure.as_dict() for figure in results(standing.sample)}
    missing = [
        f"{code}: was signed off and is not computed now."
        for code in frozen.keys() - current.keys()
    ]
    return missing + [
        difference
        for code, figure in current.items()
        for difference in _figure_difference(code, frozen.get(code), figure)
    ]


def _figure_difference(code: str, frozen: Result | None, figure: dict[str, str | int]) -> list[str]:
    if frozen is None:
        return [f"{code}: is computed now and was not signed off."]
    return [
        f"{code}: {name.replace('_', ' ')} is {figure[name]} now; "
        f"{getattr(frozen, name)} was signed off."
        for name in COMPARED
        if figure[name] != getattr(frozen, name)
    ]


def _answer_changes(standing: SignOff) -> list[str]:
    """The answers that changed after sign-off, from the history that the database keeps."""
    changes = (
        AnswerHistory.objects.filter(
            pk__gt=standing.history_mark, review__case_file__sample=standing.sample
        )
        .select_related("review__case_file", "question")
        .order_by("pk")
    )
    return [
        f"{change.review.case_file.reference}, {change.question.code}: "
        f"{change.operation} after sign-off, value {change.value!r}."
        for change in changes
    ]
