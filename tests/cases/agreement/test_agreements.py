"""Which answers of a sample are held against each other."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases.agreements import (
    COLUMNS,
    FIGURES,
    by_month,
    by_pair,
    by_question,
    by_stage,
    comparison_of,
    lines_of,
    pairs_of_people,
    whole_sample,
)
from cases.models import Answer, CaseFile, Position, Review
from cases.relevance import asked_questions
from cases.states import CaseFileState, ReviewState
from tests.cases.agreement.twice import MAY, answer_all, reviewed_twice
from tests.cases.random_casework import random_samples
from tests.factories import CaseFileFactory, InspectorFactory, SampleFactory


def counts(sample, code="effective"):
    """How many pairs there are of a question, and how many of them agree."""
    lines = {line.key["question"]: line.three_way for line in by_question(comparison_of(sample))}
    return lines[code].pairs, lines[code].agreed


@pytest.fixture
def twice(sample, inspector, other_inspector):
    """A file that both inspectors reviewed; they differ on whether it was effective."""
    return reviewed_twice(sample, inspector, other_inspector, {"effective": "no"})


class TestWhichFiles:
    def test_both_reviews_of_a_file_are_compared(self, twice, sample):
        assert counts(sample) == (1, 0)
        assert counts(sample, "answered_promptly") == (1, 1)

    @pytest.mark.parametrize("state", ReviewState)
    @pytest.mark.parametrize("position", [Position.FIRST, Position.SECOND])
    def test_only_when_both_are_submitted_or_accepted(self, position, state, twice, sample):
        held_by = {} if state != ReviewState.UNALLOCATED else {"reviewer": None}
        twice.reviews.filter(position=position).update(state=state, **held_by)
        is_in = state in {ReviewState.SUBMITTED, ReviewState.ACCEPTED}
        assert counts(sample) == ((1, 0) if is_in else (0, 0))
        assert bool(comparison_of(sample).readings) == is_in

    def test_an_eliminated_file_is_not(self, twice, sample):
        twice.state, twice.elimination_reason = CaseFileState.ELIMINATED, "missing"
        twice.save()
        assert counts(sample) == (0, 0)
        assert not comparison_of(sample).readings

    def test_the_agreed_review_is_not(self, twice, sample, supervisor):
        twice.reviews.update(counts=False)
        answer_all(twice, Position.AGREED, supervisor, {"effective": "yes"}, MAY)
        assert counts(sample) == (1, 0)

    def test_a_file_of_another_sample_is_not(self, twice, sample, inspector, other_inspector):
        elsewhere = SampleFactory.create(inspection=sample.inspection)
        reviewed_twice(elsewhere, inspector, other_inspector)
        assert counts(sample) == (1, 0)
        assert counts(elsewhere) == (1, 1)

    def test_a_left_out_stage_is_not(self, twice, sample):
        sample.left_out_stages = ["crime_recording"]
        sample.save()
        stages = {line.key["stage"] for line in by_stage(comparison_of(sample))}
        assert stages == {"call_handling", "investigation"}
        codes = {line.key["question"] for line in by_question(comparison_of(sample))}
        assert "crimes_reported" not in codes


class TestWhichAnswers:
    def test_a_question_that_one_was_not_asked_is_a_difference_on_its_parent(
        self, sample, inspector, other_inspector
    ):
        reviewed_twice(sample, inspector, other_inspector, {"repeat_victim": "no"})
        assert counts(sample, "repeat_victim") == (1, 0)
        assert counts(sample, "history_used") == (0, 0)
        assert whole_sample(comparison_of(sample)).three_way.pairs == 4

    def test_an_answer_that_was_kept_and_does_not_count_is_not_compared(
        self, sample, inspector, other_inspector
    ):
        changes = {"victim_checked": "not_applicable"}
        reviewed_twice(sample, inspector, other_inspector, changes)
        assert Answer.objects.filter(relevant=False, question__code="history_used").exists()
        assert counts(sample, "victim_checked") == (1, 0)
        assert counts(sample, "repeat_victim") == counts(sample, "history_used") == (0, 0)

    def test_not_applicable_is_an_answer_but_not_a_yes_or_no(
        self, sample, inspector, other_inspector
    ):
        reviewed_twice(sample, inspector, other_inspector, {"answered_promptly": "not_applicable"})
        lines = {line.key["question"]: line for line in by_question(comparison_of(sample))}
        line = lines["answered_promptly"]
        assert (line.three_way.pairs, line.three_way.agreed, line.yes_no.pairs) == (1, 0, 0)

    def test_a_cleared_answer_is_not_compared(self, twice, sample):
        Answer.objects.filter(review__position="second", question__code="effective").update(
            value=""
        )
        assert counts(sample) == (0, 0)

    def test_numbers_are_compared_and_words_are_not(self, sample, inspector, other_inspector):
        reviewed_twice(sample, inspector, other_inspector, {"crimes_reported": "3"})
        assert counts(sample, "crimes_reported") == (1, 0)
        assert counts(sample, "crimes_recorded") == (1, 1)
        with pytest.raises(KeyError):
            counts(sample, "remarks")


class TestLines:
    def test_two_inspectors_are_one_line_whoever_came_first(
        self, sample, inspector, other_inspector
    ):
        for _ in range(5):
            reviewed_twice(sample, inspector, other_inspector, {"effective": "no"})
            reviewed_twice(sample, other_inspector, inspector, {"effective": "no"})
        third = InspectorFactory.create(name="Inspector 3")
        reviewed_twice(sample, inspector, third)
        lines = by_pair(comparison_of(sample))
        assert [dict(line.key) for line in lines] == [
            {"inspector": "Inspector 1", "other_inspector": "Inspector 2"},
            {"inspector": "Inspector 1", "other_inspector": "Inspector 3"},
        ]
        assert [line.three_way.pairs for line in lines] == [50, 5]
        assert [line.three_way.agreed for line in lines] == [40, 5]

    def test_an_inspectors_answers_stand_on_one_side_of_the_table(
        self, sample, inspector, other_inspector
    ):
        # Inspector 1 always says yes and inspector 2 always no, whoever came first.
        for _ in range(5):
            reviewed_twice(sample, inspector, other_inspector, {"effective": "no"})
            reviewed_twice(
                sample, other_inspector, inspector, {"effective": "yes"}, both={"effective": "no"}
            )
        pairs = [p for p in comparison_of(sample).pairs if p.question == "effective"]
        assert Counter(pair.cell for pair in pairs) == {("yes", "no"): 5, ("no", "yes"): 5}
        [sided] = pairs_of_people(comparison_of(sample)).values()
        assert {pair.cell for pair in sided if pair.question == "effective"} == {("yes", "no")}

    def test_a_stage_and_the_sample_add_up_yes_or_no_questions(self, twice, sample):
        lines = {line.key["stage"]: line.three_way for line in by_stage(comparison_of(sample))}
        assert {code: (line.pairs, line.agreed) for code, line in lines.items()} == {
            "call_handling": (4, 4),
            "investigation": (1, 0),
        }
        whole = whole_sample(comparison_of(sample))
        assert dict(whole.key) == {"sample": "shire-2023-25/vsa"}
        assert (whole.three_way.pairs, whole.three_way.agreed) == (5, 4)

    def test_months_are_those_of_submission_for_each_inspector(
        self, sample, inspector, other_inspector
    ):
        file = reviewed_twice(sample, inspector, other_inspector, {"effective": "no"})
        # In London this is already June.
        late = datetime(2024, 5, 31, 23, 30, tzinfo=UTC)
        file.reviews.filter(position="second").update(submitted_at=late)
        lines = [
            line for line in by_month(comparison_of(sample)) if line.key["question"] == "grade"
        ]
        assert [tuple(line.key.values()) for line in lines] == [
            ("Inspector 1", "grade", "2024-05"),
            ("Inspector 2", "grade", "2024-06"),
        ]
        assert {(line.three_way.pairs, line.three_way.agreed) for line in lines} == {(1, 1)}

    def test_what_has_no_date_is_left_out_of_the_months_alone(self, twice, sample):
        Review.objects.update(submitted_at=None)
        assert by_month(comparison_of(sample)) == []
        assert counts(sample) == (1, 0)

    @pytest.mark.parametrize("by", COLUMNS)
    def test_every_kind_of_line_has_its_columns(self, by, twice, sample):
        lines = lines_of(comparison_of(sample), by)
        assert lines
        assert {tuple(line.as_dict()) for line in lines} == {(*COLUMNS[by], *FIGURES)}

    @pytest.mark.parametrize("files", [1, 3])
    def test_queries_do_not_grow_with_files(self, files, sample, inspector, other_inspector):
        for _ in range(files):
            reviewed_twice(sample, inspector, other_inspector)
        comparison_of(sample)
        with CaptureQueriesContext(connection) as queries:
            comparison_of(sample)
        assert len(queries) == 2


ANSWERS_OF = {
    "answered_promptly": ["yes", "no", "not_applicable"],
    "victim_checked": ["yes", "no", "not_applicable"],
    "repeat_victim": ["yes", "no"],
    "history_used": ["yes", "no"],
    "crimes_reported": ["1", "2"],
    "effective": ["yes", "no"],
    "grade": ["immediate", "scheduled"],
}
given_answers = st.fixed_dictionaries({c: st.sampled_from(v) for c, v in ANSWERS_OF.items()})


@random_samples
@given(st.lists(st.tuples(given_answers, given_answers), min_size=1, max_size=4))
def test_the_pairs_are_those_of_a_plain_model(sample, inspector, other_inspector, readings):
    with transaction.atomic():
        expected = Counter[tuple[str, str, str]]()
        for one, other in readings:
            file: CaseFile = CaseFileFactory.create(sample=sample)
            answer_all(file, Position.FIRST, inspector, one, MAY)
            answer_all(file, Position.SECOND, other_inspector, other, MAY)
            asked = [asked_questions(sample.instrument, answers) for answers in (one, other)]
            expected.update(
                (code, one[code], other[code]) for code in asked[0] & asked[1] & one.keys()
            )
        pairs = comparison_of(sample).pairs
        assert Counter((p.question, p.first, p.second) for p in pairs) == expected
        transaction.set_rollback(True)
