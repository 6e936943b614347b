"""An eliminated file gives its place to the next in reserve, and takes it back when restored."""

import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.actions.eliminating import Elimination, eliminate, restore
from cases.actions.samples import NewCaseFile, import_case_files
from cases.models import CaseFile, EliminationReason, Review, Sample
from cases.states import CaseFileState
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid
from tests.cases.drawn import drawn_sample
from tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db
MISSING = Elimination(EliminationReason.MISSING)


@pytest.fixture
def drawn(inspection: Inspection) -> Sample:
    return drawn_sample(inspection)


def file(reference: str) -> CaseFile:
    return CaseFile.objects.get(reference=reference)


def active(sample: Sample) -> list[str]:
    return sorted(
        CaseFile.objects.filter(sample=sample).active().values_list("reference", flat=True)
    )


def out(reference: str, by: User) -> CaseFile:
    return eliminate(case_file=file(reference).pk, elimination=MISSING, by=by)


def back(reference: str, by: User) -> CaseFile:
    return restore(case_file=file(reference).pk, reason="A slip.", by=by)


def test_the_next_in_reserve_of_its_stratum_takes_its_place(drawn, supervisor) -> None:
    eliminated = out("V-1", supervisor)
    entered = eliminated.replacement
    assert entered is not None
    assert (entered.reference, entered.replaces) == ("V-R1", eliminated)
    assert active(drawn) == ["T-1", "T-2", "V-2", "V-R1"]
    review = Review.objects.get(case_file=entered)
    assert (review.reviewer, review.counts, review.asked) == (None, True, 7)
    assert entered.facts == {"offence_group": "theft"}
    assert entered.position == 4 + 3


def test_both_files_tell_of_the_replacement(drawn, supervisor) -> None:
    entered = out("T-1", supervisor).replacement
    assert entered is not None
    [came] = history_of(entered)
    assert (came.verb, came.by, came.details["replaces"]) == (
        "came from the reserve", supervisor, "T-1"
    )  # fmt: skip
    assert [event.verb for event in history_of(file("T-1"))] == ["eliminated", "replaced"]
    assert history_of(file("T-1"))[1].details == {"replaced by": "T-R1"}
    assert verify_chain(file("T-1")) == verify_chain(entered) == []


def test_replacements_are_replaced_until_the_reserve_is_dry(drawn, supervisor) -> None:
    for reference in ("T-1", "T-R1", "T-2"):
        assert out(reference, supervisor).replacement is not None
    assert active(drawn) == ["T-R2", "T-R3", "V-1", "V-2"]
    assert out("T-R2", supervisor).replacement is None
    assert active(drawn) == ["T-R3", "V-1", "V-2"]


def test_a_file_that_was_not_drawn_is_not_replaced(sample, supervisor) -> None:
    review = ReviewFactory.create(sample=sample)
    assert out(review.case_file.reference, supervisor).replacement is None
    assert back(review.case_file.reference, supervisor).is_active


def test_a_restored_file_sends_its_replacement_back(drawn, supervisor, inspector) -> None:
    entered = out("T-1", supervisor).replacement
    assert entered is not None
    allocate(sample=drawn, reviews=[entered.reviews.get().pk], to=inspector, by=supervisor)
    back("T-1", supervisor)
    entered.refresh_from_db()
    assert (entered.state, entered.elimination_reason) == (
        CaseFileState.ELIMINATED, EliminationReason.NOT_NEEDED
    )  # fmt: skip
    assert (entered.replaces, entered.reviews.get().reviewer) == (None, None)
    assert active(drawn) == ["T-1", "T-2", "V-1", "V-2"]
    last = history_of(entered).last()
    assert last is not None
    assert (last.verb, last.details["reviewer"]) == ("went back to the reserve", inspector.email)


def test_what_went_back_is_the_first_to_come_again(drawn, supervisor) -> None:
    out("T-1", supervisor)
    back("T-1", supervisor)
    again = out("T-2", supervisor).replacement
    assert again is not None
    assert (again.reference, again.is_active, again.elimination_reason) == ("T-R1", True, "")
    assert active(drawn) == ["T-1", "T-R1", "V-1", "V-2"]


def test_what_went_back_fills_a_place_that_stood_empty(inspection, supervisor) -> None:
    sample = drawn_sample(inspection, drawn=2, reserve=1)
    out("T-1", supervisor)
    assert out("T-2", supervisor).replacement is None
    back("T-1", supervisor)
    assert active(sample) == ["T-1", "T-R1", "V-1", "V-2"]
    assert file("T-R1").replaces == file("T-2")


def test_a_replacement_with_answers_stays(drawn, supervisor, inspector) -> None:
    entered = out("T-1", supervisor).replacement
    assert entered is not None
    review = entered.reviews.get()
    allocate(sample=drawn, reviews=[review.pk], to=inspector, by=supervisor)
    record_answer(review=review.pk, entry=Entry("effective", "yes"), by=inspector)
    with pytest.raises(Conflict, match="T-R1 took the place of this file and has answers"):
        back("T-1", supervisor)
    assert active(drawn) == ["T-2", "T-R1", "V-1", "V-2"]
    out("T-R1", supervisor)
    back("T-1", supervisor)
    assert active(drawn) == ["T-1", "T-2", "V-1", "V-2"]
    assert file("T-R1").elimination_reason == EliminationReason.MISSING


def test_a_file_without_a_place_stays_out(drawn, supervisor) -> None:
    out("T-1", supervisor)
    out("T-R1", supervisor)
    back("T-1", supervisor)
    for reference in ("T-R1", "T-R2"):
        with pytest.raises(Conflict, match="this one stays out"):
            back(reference, supervisor)
    again = out("T-1", supervisor).replacement
    assert again is not None
    assert again.reference == "T-R2"


def test_a_file_in_the_middle_is_restored(drawn, supervisor) -> None:
    out("T-1", supervisor)
    out("T-R1", supervisor)
    back("T-R1", supervisor)
    assert active(drawn) == ["T-2", "T-R1", "V-1", "V-2"]
    assert file("T-R1").replaces == file("T-1")


def test_nobody_chooses_the_reasons_that_peel_gives(drawn, supervisor) -> None:
    for reason in (EliminationReason.NOT_NEEDED, EliminationReason.DRAW_WITHDRAWN):
        with pytest.raises(Invalid, match="from the list"):
            eliminate(case_file=file("T-1").pk, elimination=Elimination(reason), by=supervisor)
    assert file("T-1").is_active


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_says_what_takes_the_place(sign_in, drawn, supervisor) -> None:
    client = sign_in(supervisor)
    said = []
    for reference in ("T-1", "T-2", "T-R1", "T-R2"):
        address = f"/files/{file(reference).pk}/eliminate/"
        said.append(text_of(client.post(address, {"reason": "missing"}, follow=True)))
    assert "T-R1 takes its place and is not allocated yet." in said[0]
    assert "Replaced By: T-R1" in said[0]
    assert "No file is left in reserve for Stratum T" in said[3]
    question = text_of(client.get(f"/files/{file('T-1').pk}/restore/"))
    assert "T-R1, which took its place, goes back" not in question
    question = text_of(client.get(f"/files/{file('T-2').pk}/restore/"))
    assert "T-R2, which took its place, goes back" not in question
    question = text_of(client.get(f"/files/{file('T-R1').pk}/restore/"))
    assert "T-R3, which took its place, goes back to the reserve." in question
    choices = client.get(f"/files/{file('V-1').pk}/eliminate/").content.decode()
    assert "The next file in reserve takes its place." in choices
    assert "missing" in choices
    assert "draw_withdrawn" not in choices
    assert "not_needed" not in choices


ACTS = st.lists(
    st.tuples(st.sampled_from(["eliminate", "restore"]), st.integers(0, 30)), max_size=12
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_order_of_acts_keeps_the_places(inspection, supervisor, acts) -> None:
    """No stratum has more files than its quota, and fewer only when its reserve is dry."""
    with transaction.atomic():
        sample = drawn_sample(inspection, drawn=2, reserve=2)
        for act, number in acts:
            files = list(CaseFile.objects.filter(sample=sample, ticket__stratum__code="T"))
            chosen = files[number % len(files)]
            following = _head_of_reserve(sample)
            try:
                if act == "eliminate":
                    eliminated = eliminate(case_file=chosen.pk, elimination=MISSING, by=supervisor)
                    entered = eliminated.replacement
                    assert (entered.reference if entered else None) == following
                else:
                    restore(case_file=chosen.pk, reason="A slip.", by=supervisor)
            except Conflict:
                continue
            _check_places(sample)
        transaction.set_rollback(True)


def _head_of_reserve(sample: Sample) -> str | None:
    """The first reserve of T that was never taken or went back."""
    taken = CaseFile.objects.filter(sample=sample).exclude(
        elimination_reason=EliminationReason.NOT_NEEDED
    )
    used = set(taken.values_list("reference", flat=True))
    return next((r for r in ("T-R1", "T-R2") if r not in used), None)


def _check_places(sample: Sample) -> None:
    files = list(CaseFile.objects.filter(sample=sample, ticket__stratum__code="T"))
    standing = [file for file in files if file.is_active]
    assert len(standing) <= 2
    left = 2 - sum(1 for f in files if f.reference.startswith("T-R"))
    left += sum(1 for f in files if f.elimination_reason == EliminationReason.NOT_NEEDED)
    assert len(standing) == 2 or left == 0
    for file in files:
        assert file.replaces is None or not file.replaces.is_active
        if file.is_active:
            assert file.replaces is not None or file.reference in {"T-1", "T-2"}


def test_no_list_is_imported_into_a_drawn_sample(sign_in, drawn, supervisor) -> None:
    late = [NewCaseFile("LATE-1", {"offence_group": "theft"})]
    with pytest.raises(Conflict, match="was drawn from an extract"):
        import_case_files(sample=drawn, files=late, by=supervisor)
    page = sign_in(supervisor).get(f"/inspections/{drawn.inspection.slug}/drawn/import/")
    assert page.status_code == 409
    assert "Withdraw the draw first" in text_of(page)
