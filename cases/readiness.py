"""What has to be clear before a sample is signed off, or else explained."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.urls import reverse

from accounts.models import User
from cases import permissions
from cases.agreements import comparison_of, whole_sample
from cases.comment_list import unresolved_in
from cases.grid import minimums_of
from cases.ledger import Ledger, ledger_of
from cases.models import CaseFile, Requirement, Review, Sample
from cases.rollups import results
from cases.second_review_list import Stage, counts_of, pairs_of

MET = {
    Requirement.QUESTIONS: "Every question that is asked is answered.",
    Requirement.COMMENTS: "Every comment is resolved.",
    Requirement.SECOND_REVIEWS: "Every file that was reviewed twice is moderated.",
    Requirement.QUOTAS: "The sample has the files that were planned.",
    Requirement.ESTIMATES: "Every figure that is printed as an estimate could be estimated.",
}
"""What is said of a requirement that is clear, where nothing better is known."""

ROUNDING = 9
"""Decimals to which a coefficient is known: a level that is just reached is reached."""

LEFT = {
    Stage.NOBODY: (
        "1 file has nobody for its second review.",
        "{} files have nobody for their second review.",
    ),
    Stage.REVIEWING: (
        "1 file is still being reviewed by one of two.",
        "{} files are still being reviewed by one of two.",
    ),
    Stage.BOTH_IN: ("1 file waits to be moderated.", "{} files wait to be moderated."),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement: sentences on what is not clear, or else one that says that it is.

    ``url`` is where it can be cleared, "" where ``reader`` may not go there.
    """

    requirement: Requirement
    findings: tuple[str, ...]
    clear: str
    url: str

    @property
    def is_clear(self) -> bool:
        return not self.findings

    @property
    def finding(self) -> str:
        """What is not clear, in one text."""
        return " ".join(self.findings)


def readiness_of(sample: Sample, reader: User) -> list[Item]:
    """Every requirement of sign-off, in the same number of queries for any sample.

    ``reader`` is somebody who may sign it off, and so sees every review of it.
    """
    return [
        _questions(sample),
        _comments(sample, reader),
        _second_reviews(sample, reader),
        _quotas(sample),
        _agreement(sample),
        *_estimates(sample),
    ]


def _questions(sample: Sample) -> Item:
    counted = Review.objects.counted().filter(case_file__sample=sample)
    left = counted.filter(asked__gt=F("answered")).aggregate(
        files=Count("pk"), questions=Sum(F("asked") - F("answered"), default=0)
    )
    findings = []
    if left["files"]:
        questions = _counted(left["questions"], "question")
        are = "is" if left["questions"] == 1 else "are"
        findings.append(f"{questions} in {_counted(left['files'], 'file')} {are} not answered.")
    return _item(Requirement.QUESTIONS, findings, f"{_files(sample)}?sort=answered")


def _comments(sample: Sample, reader: User) -> Item:
    number = unresolved_in(reader, sample)
    are = "is" if number == 1 else "are"
    findings = [f"{_counted(number, 'comment')} {are} not resolved."] if number else []
    return _item(Requirement.COMMENTS, findings, _below(sample, "comments"))


def _second_reviews(sample: Sample, reader: User) -> Item:
    pairs = pairs_of(sample, reader)
    numbers = {count.stage: count.files for count in counts_of(pairs)}
    findings = [
        one if numbers[stage] == 1 else several.format(numbers[stage])
        for stage, (one, several) in LEFT.items()
        if numbers[stage]
    ]
    agreed = numbers[Stage.AGREED]
    if not agreed and not findings:
        findings = ["No file was reviewed a second time."]
    clear = f"{_counted(agreed, 'file')} reviewed twice, and moderated."
    may_not_go = permissions.manage_second_reviews(reader, sample)
    url = "" if may_not_go else _below(sample, "second_reviews")
    return _item(Requirement.SECOND_REVIEWS, findings, url, clear)


def _quotas(sample: Sample) -> Item:
    ledger = ledger_of(sample)
    short = _short_of_plan(ledger) if ledger else _short_of_target(sample)
    minimums = [
        f"{minimum.files} of at least {minimum.needed} files with {minimum.label}: "
        f"{minimum.short} too few."
        for minimum in minimums_of(sample)
        if not minimum.is_met
    ]
    return _item(Requirement.QUOTAS, [*short, *minimums], _files(sample))


def _short_of_plan(ledger: Ledger) -> Iterator[str]:
    if ledger.short:
        strata = ", ".join(f"{entry.title} ({entry.numbers.gap})" for entry in ledger.short)
        yield f"{_counted(ledger.total.gap, 'file')} fewer than the draw planned: {strata}."


def _short_of_target(sample: Sample) -> Iterator[str]:
    active = CaseFile.objects.filter(sample=sample).active().count()
    if active < sample.target:
        yield f"The sample has {active} of the {sample.target} files that were planned."


def _agreement(sample: Sample) -> Item:
    cycle = sample.inspection.cycle
    if cycle.agreement_level is None:
        clear = f"The cycle {cycle.name} sets no level of agreement."
        return _item(Requirement.AGREEMENT, [], _below(sample, "agreement"), clear)
    found = whole_sample(comparison_of(sample)).three_way
    asked = f"the cycle {cycle.name} asks for {cycle.agreement_level} or more"
    if found.ac1.value is None:
        said = f"{_counted(found.pairs, 'pair')} of answers, too few to say how far reviewers agree"
    else:
        said = f"Gwet's AC1 is {found.ac1.value:.3f} over {_counted(found.files, 'file')}"
    level = float(cycle.agreement_level)
    is_met = found.ac1.value is not None and round(found.ac1.value, ROUNDING) >= level
    findings = [] if is_met else [f"{said}; {asked}."]
    return _item(Requirement.AGREEMENT, findings, _below(sample, "agreement"), f"{said}; {asked}.")


def _estimates(sample: Sample) -> Iterator[Item]:
    """Nothing where the checklist prints no estimates."""
    figures = [figure for figure in results(sample) if figure.estimated]
    findings = [
        f"{figure.measure.label} can't be estimated. {figure.estimated.problem}"
        for figure in figures
        if figure.estimated and figure.estimated.problem and figure.denominator
    ]
    if figures:
        yield _item(Requirement.ESTIMATES, findings, _below(sample, "population"))


def _item(requirement: Requirement, findings: list[str], url: str, clear: str = "") -> Item:
    return Item(requirement, tuple(findings), clear or MET[requirement], url)


def _files(sample: Sample) -> str:
    return _below(sample, "sample")


def _below(sample: Sample, name: str) -> str:
    return reverse(f"cases:{name}", args=[sample.inspection.slug, sample.slug])


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
