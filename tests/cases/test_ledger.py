"""The quota ledger: one query, whose numbers follow from what was done to the files."""

import re

import pytest
from django.template.loader import render_to_string

from cases.actions.eliminating import Elimination, eliminate, restore
from cases.ledger import Ledger, Numbers, ledger_of
from cases.models import CaseFile, DrawStratum, EliminationReason, Review, Sample
from cases.states import ReviewState
from tests.cases.drawn import drawn_sample
from tests.factories import InspectorFactory, ReviewFactory, WithdrawalFactory

pytestmark = pytest.mark.django_db
MISSING = Elimination(EliminationReason.MISSING)


@pytest.fixture
def drawn(inspection) -> Sample:
    return drawn_sample(inspection, drawn=3, reserve=2)


def out(reference: str, by) -> None:
    file = CaseFile.objects.get(reference=reference)
    eliminate(case_file=file.pk, elimination=MISSING, by=by)


def back(reference: str, by) -> None:
    restore(case_file=CaseFile.objects.get(reference=reference).pk, reason="A slip.", by=by)


def ledger(sample: Sample) -> Ledger:
    found = ledger_of(sample)
    assert found is not None
    return found


def numbers(sample: Sample) -> dict[str, Numbers]:
    return {entry.code: entry.numbers for entry in ledger(sample).entries}


def words_of(sample: Sample) -> str:
    page = render_to_string("cases/ledger.html", {"ledger": ledger_of(sample)})
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_fresh_draw(drawn) -> None:
    fresh = Numbers(
        records=100, planned=3, drawn=3, eliminated=0, replaced=0, active=3, reviewed=0, reserve=2
    )
    assert numbers(drawn) == {"T": fresh, "V": fresh}
    assert (fresh.gap, fresh.is_dry) == (0, False)
    total = ledger(drawn).total
    assert (total.records, total.planned, total.reserve) == (200, 6, 4)


def test_it_follows_every_act(drawn, supervisor) -> None:
    out("T-1", supervisor)
    out("T-R1", supervisor)
    now = numbers(drawn)["T"]
    assert (now.eliminated, now.replaced, now.active, now.reserve) == (2, 2, 3, 0)
    assert (now.drawn, now.gap, now.is_dry) == (3, 0, True)
    out("T-2", supervisor)
    now = numbers(drawn)["T"]
    assert (now.eliminated, now.replaced, now.active, now.gap) == (3, 2, 2, 1)
    back("T-2", supervisor)
    back("T-1", supervisor)
    now = numbers(drawn)["T"]
    assert (now.eliminated, now.replaced, now.active, now.reserve) == (1, 0, 3, 1)
    assert numbers(drawn)["V"].eliminated == 0


def test_a_file_counts_once_whatever_its_reviews(drawn, supervisor) -> None:
    reviewer = InspectorFactory.create()
    for review in Review.objects.filter(case_file__reference__in=["T-1", "T-2"]):
        ReviewFactory.create(
            case_file=review.case_file,
            position="second",
            counts=False,
            reviewer=InspectorFactory.create(),
        )
    accepted = Review.objects.filter(case_file__reference="T-1", counts=True)
    accepted.update(state=ReviewState.ACCEPTED, reviewer=reviewer)
    now = numbers(drawn)["T"]
    assert (now.drawn, now.active, now.reviewed, now.reserve) == (3, 3, 1, 2)
    out("T-1", supervisor)
    assert numbers(drawn)["T"].reviewed == 0


def test_it_is_one_query(drawn, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        words_of(drawn)


def test_a_sample_that_was_not_drawn_has_none(sample) -> None:
    assert ledger_of(sample) is None


def test_a_withdrawn_draw_has_none(drawn) -> None:
    WithdrawalFactory.create(draw=drawn.draws.get())
    assert ledger_of(drawn) is None


def test_the_table_shows_the_numbers(drawn, supervisor) -> None:
    out("T-1", supervisor)
    words = words_of(drawn)
    assert "Stratum T 100 3 3 1 1 0 1 0" in words
    assert "All strata 200 6 6 1 1 0 3 0" in words
    assert "6 planned, 6 drawn, 1 eliminated, 1 replaced, 0 reviewed, 3 in reserve" in words
    assert "fewer than planned" not in words
    assert "Nothing is left in reserve" not in words


def test_it_warns_when_the_reserve_runs_dry(drawn, supervisor) -> None:
    out("T-1", supervisor)
    out("T-2", supervisor)
    assert "Nothing is left in reserve for Stratum T: a file" in words_of(drawn)
    out("T-3", supervisor)
    words = words_of(drawn)
    assert "1 file fewer than planned: Stratum T (1). Nothing is left in reserve there." in words
    assert "Nothing is left in reserve for" not in words
    assert "Stratum T 100 3 3 3 2 0 0 1" in words


def test_an_accepted_shortfall_stays_in_view(inspection) -> None:
    sample = drawn_sample(inspection, drawn=2, reserve=0, planned=5)
    assert DrawStratum.objects.filter(planned=5).count() == 2
    assert ledger(sample).total.gap == 6
    assert "6 files fewer than planned: Stratum T (3), Stratum V (3)." in words_of(sample)


def test_a_stratum_of_which_nothing_was_drawn_is_not_dry(inspection) -> None:
    sample = drawn_sample(inspection, drawn=0, reserve=0)
    assert ledger(sample).dry == ledger(sample).short == []
    assert "Stratum T 100 0 0 0 0 0 0 0" in words_of(sample)


def test_the_page_of_a_drawn_sample_shows_it(sign_in, drawn, sample, supervisor) -> None:
    client = sign_in(supervisor)
    page = client.get(f"/inspections/{drawn.inspection.slug}/{drawn.slug}/").content.decode()
    assert "Quotas: 6 planned" in page
    page = client.get(f"/inspections/{sample.inspection.slug}/{sample.slug}/").content.decode()
    assert "Quotas:" not in page
