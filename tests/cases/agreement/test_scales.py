"""What is compared, on which scale, and how it is worded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.agreement.cross_tables import Paired
from cases.agreement.scales import (
    Basis,
    compared_questions,
    pooled_questions,
    scale_of,
    taken,
)
from cases.agreement.summaries import agreement_of
from cases.agreement.wording import coefficient, percent, sentence
from cases.relevance import asked_questions
from checklists.definition import parse
from checklists.instrument import NOT_APPLICABLE, Question
from tests.cases.agreement.tables import pairs_of
from tests.factories import SMALL_CHECKLIST

INSTRUMENT = parse(SMALL_CHECKLIST)


def answers_to(question: Question) -> st.SearchStrategy[str]:
    return st.sampled_from([option.code for option in question.options] or ["1", "2"])


given_answers = st.fixed_dictionaries({q.code: answers_to(q) for q in INSTRUMENT.questions})


class TestScales:
    def test_words_are_not_compared(self):
        codes = [question.code for question in compared_questions(INSTRUMENT)]
        assert "remarks" not in codes
        assert {"effective", "grade", "crimes_reported"} <= set(codes)

    def test_only_yes_or_no_questions_are_added_up(self):
        assert set(pooled_questions(INSTRUMENT.questions)) == {
            "answered_promptly", "victim_checked", "repeat_victim", "history_used", "effective",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("codes", "basis", "scale"),
        [
            (["answered_promptly"], Basis.THREE_WAY, 3),
            (["answered_promptly"], Basis.YES_NO, 2),
            (["effective"], Basis.THREE_WAY, 2),
            (["effective", "answered_promptly"], Basis.THREE_WAY, 3),
            (["grade"], Basis.THREE_WAY, 2),
            (["crimes_reported"], Basis.THREE_WAY, None),
        ],
    )
    def test_the_scale_is_what_there_is_to_choose_from(self, codes, basis, scale):
        assert scale_of([INSTRUMENT.question(code) for code in codes], basis) == scale

    def test_yes_or_no_leaves_out_what_either_found_not_applicable(self):
        values = ("yes", "no", NOT_APPLICABLE)
        pairs = [Paired(0, "effective", one, other) for one in values for other in values]
        questions = {"effective": INSTRUMENT.question("effective")}
        assert len(taken(pairs, questions, Basis.THREE_WAY)) == 9
        kept = taken(pairs, questions, Basis.YES_NO)
        assert {pair.cell for pair in kept} == {
            ("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no"),
        }  # fmt: skip

    @given(given_answers, given_answers)
    def test_a_question_asked_of_one_alone_is_a_difference_on_what_it_hangs_on(self, one, other):
        asked = [asked_questions(INSTRUMENT, answers) for answers in (one, other)]
        for code in asked[0] ^ asked[1]:
            parent = INSTRUMENT.question(code).parent
            while parent and not (parent in asked[0] and parent in asked[1]):
                parent = INSTRUMENT.question(parent).parent
            assert parent is not None
            assert one[parent] != other[parent]


class TestWording:
    def test_figures_come_with_their_interval(self):
        agreement = agreement_of(pairs_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), 3)
        assert str(percent(agreement.raw)) == "89.0 (81.4 to 93.7)"
        assert str(coefficient(agreement.kappa)) == "0.80 (0.68 to 0.91)"
        assert str(coefficient(agreement.ac1)) == "0.85 (0.76 to 0.93)"

    def test_a_negative_coefficient_has_a_true_minus_sign(self):
        kappa = agreement_of(pairs_of([[118, 5], [2, 0]]), 2).kappa
        assert coefficient(kappa).figure == "\N{MINUS SIGN}0.02"

    def test_nought_has_no_sign(self):
        kappa = agreement_of(pairs_of([[9, 0], [2, 0]]), 2).kappa
        assert str(coefficient(kappa)) == "0.00 (no interval: one reviewer gave one answer only)"

    def test_what_cannot_be_said_is_said_plainly(self):
        few, same = (
            agreement_of(pairs_of([[9, 0], [0, 0]]), 2),
            agreement_of(pairs_of([[10, 0], [0, 0]]), 2),
        )
        assert str(percent(few.raw)) == "too few to say"
        assert str(coefficient(same.kappa)) == "not defined: all answers are the same"
        assert str(coefficient(same.ac1)) == "1.00 (no interval: all agree)"

    def test_the_sentence_of_a_sample(self):
        agreement = agreement_of(pairs_of([[30, 2], [3, 5]]), 2)
        assert sentence(agreement) == (
            "Both reviewers were asked 40 yes or no questions over the 40 files reviewed twice, "
            "and gave the same answer to 35 of them: 87.5 percent (73.9 to 94.5). "
            "Cohen’s kappa is 0.59 (0.27 to 0.91); Gwet’s AC1 is 0.82 (0.66 to 0.98)."  # noqa: RUF001
        )

    def test_the_sentence_of_too_few(self):
        assert sentence(agreement_of(pairs_of([[1, 0], [0, 0]]), 2)) == (
            "Both reviewers were asked 1 yes or no question over the 1 file reviewed twice, and "
            "gave the same answer to 1 of them. That is too few to say more."
        )
