"""What happens to a move that meets a sign-off half-way: it waits, and is refused."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.events import history_of
from accounts.models import User
from cases.actions import allocation, commenting, eliminating, reviewing, samples
from cases.actions.drawing import prepare_draw, record_draw
from cases.actions.eliminating import Elimination
from cases.actions.signing import sign_off
from cases.models import CaseFile, EliminationReason, Review
from cases.states import ReviewState
from cases.verification import differences
from peel.lib.errors import Conflict, Invalid
from tests.cases.drawn import drawn_sample
from tests.cases.extract_files import plan, read_rows
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    InspectionFactory,
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
Move = Callable[[Review, User], object]


def eliminate(review: Review, by: User) -> object:
    why = Elimination(EliminationReason.MISSING)
    return eliminating.eliminate(case_file=review.case_file_id, elimination=why, by=by)


def step_back(review: Review, by: User) -> object:
    return reviewing.step_back(review=review.pk, reason="A slip.", by=by)


def comment(review: Review, by: User) -> object:
    return commenting.add_comment(review=review.pk, question="effective", text="Why?", by=by)


def allocate(review: Review, by: User) -> object:
    sample = review.case_file.sample
    return allocation.allocate(sample=sample, reviews=[review.pk], to=by, by=by)


def hand_over(review: Review, by: User, to: User | None = None) -> object:
    inspection = review.case_file.sample.inspection
    assert review.reviewer is not None
    return allocation.hand_over(
        inspection=inspection, leaver=review.reviewer, among=[to or by], by=by
    )


def import_files(review: Review, by: User) -> object:
    late = samples.NewCaseFile("LATE-1", {"offence_group": "theft"})
    return samples.import_case_files(sample=review.case_file.sample, files=[late], by=by)


@pytest.fixture
def review() -> Review:
    """The accepted review of the one file of a sample."""
    inspection = InspectionFactory.create(lead=SupervisorFactory.create())
    member = TeamMemberFactory.create(inspection=inspection, user=InspectorFactory.create())
    return ReviewFactory.create(
        sample=SampleFactory.create(inspection=inspection),
        reviewer=member.user,
        state=ReviewState.ACCEPTED,
    )


class Meanwhile(threading.Thread):
    """Makes a move on a connection of its own, and keeps what came of it."""

    def __init__(self, move: Move, review: Review, by: User) -> None:
        super().__init__()
        self.move, self.review, self.by = move, review, by
        self.started_to_move = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.started_to_move.set()
            self.move(self.review, self.by)
        except Exception as error:
            self.error = error
        finally:
            connection.close()


@pytest.mark.parametrize("move", [eliminate, step_back, comment, allocate, import_files])
def test_a_move_that_meets_a_sign_off_waits_and_is_refused(review: Review, move: Move) -> None:
    sample = Review.objects.with_casework().get(pk=review.pk).case_file.sample
    lead = sample.inspection.lead
    assert lead is not None
    meanwhile = Meanwhile(move, Review.objects.with_casework().get(pk=review.pk), lead)
    with transaction.atomic():
        sign_off(sample=sample.pk, by=lead, reasons=ALL_THE_SAME)
        meanwhile.start()
        meanwhile.started_to_move.wait()
        # Long enough for it to reach the lock; it cannot come past it before the commit.
        meanwhile.join(timeout=0.5)
        assert meanwhile.is_alive()
    meanwhile.join(timeout=30)
    assert isinstance(meanwhile.error, Conflict), meanwhile.error
    assert "signed off" in str(meanwhile.error)
    assert CaseFile.objects.get().is_active
    sample.refresh_from_db()
    assert differences(sample) == []


def test_two_eliminations_at_once_take_two_files_of_the_reserve() -> None:
    lead = SupervisorFactory.create()
    sample = drawn_sample(InspectionFactory.create(lead=lead), drawn=2, reserve=2)
    first, second = (
        Review.objects.get(case_file__reference=reference) for reference in ("T-1", "T-2")
    )
    meanwhile = Meanwhile(eliminate, second, lead)
    with transaction.atomic():
        eliminate(first, lead)
        meanwhile.start()
        meanwhile.started_to_move.wait()
        meanwhile.join(timeout=0.5)
        assert meanwhile.is_alive()
    meanwhile.join(timeout=30)
    assert meanwhile.error is None
    active = CaseFile.objects.filter(sample=sample, ticket__stratum__code="T").active()
    assert {file.reference: str(file.replaces) for file in active} == {"T-R1": "T-1", "T-R2": "T-2"}


def test_two_hand_overs_at_once_move_a_file_once(review: Review) -> None:
    Review.objects.update(state=ReviewState.ALLOCATED)
    lead = review.case_file.sample.inspection.lead
    assert lead is not None
    other = InspectorFactory.create()
    TeamMemberFactory.create(inspection=review.case_file.sample.inspection, user=other)
    meanwhile = Meanwhile(hand_over, review, lead)
    with transaction.atomic():
        hand_over(review, lead, to=other)
        meanwhile.start()
        meanwhile.started_to_move.wait()
        meanwhile.join(timeout=0.5)
        assert meanwhile.is_alive()
    meanwhile.join(timeout=30)
    assert isinstance(meanwhile.error, Invalid), meanwhile.error
    assert Review.objects.get().reviewer == other
    assert history_of(review).count() == 1


def test_of_two_draws_at_once_one_is_refused(tmp_path: Path) -> None:
    lead = SupervisorFactory.create()
    sample = SampleFactory.create(inspection=InspectionFactory.create(lead=lead))
    extract = read_rows(tmp_path)
    prepared = [
        prepare_draw(sample=sample, extract=extract, name="may.csv", plan=plan(), seed=seed)
        for seed in ("one", "two")
    ]

    def draw_too(review: Review, by: User) -> object:
        return record_draw(sample=sample, prepared=prepared[1], by=by)

    meanwhile = Meanwhile(draw_too, Review(), lead)
    with transaction.atomic():
        record_draw(sample=sample, prepared=prepared[0], by=lead)
        meanwhile.start()
        meanwhile.started_to_move.wait()
        meanwhile.join(timeout=0.5)
        assert meanwhile.is_alive()
    meanwhile.join(timeout=30)
    assert isinstance(meanwhile.error, Conflict), meanwhile.error
    assert "is drawn already" in str(meanwhile.error)
    assert sample.draws.get().seed == "one"
    assert CaseFile.objects.count() == 6


def test_a_review_that_lost_its_acceptance_is_named(review: Review) -> None:
    sample = review.case_file.sample
    assert sample.inspection.lead is not None
    sign_off(sample=sample.pk, by=sample.inspection.lead, reasons=ALL_THE_SAME)
    Review.objects.update(state=ReviewState.SUBMITTED)
    sample.refresh_from_db()
    assert differences(sample) == [
        f"{review.case_file.reference}: its review is submitted; "
        "every one was accepted at sign-off."
    ]
