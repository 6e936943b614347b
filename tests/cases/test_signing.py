"""Sign-off: what it freezes, what it refuses, reopening, and naming what was tampered with."""

from hashlib import sha256

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from accounts.events import history_of
from cases.actions.answering import Entry, record_answer
from cases.actions.signing import EXPLAIN, reopen, sign_off
from cases.checksum import canonical_answers, checksum_of
from cases.models import (
    Answer,
    CaseFile,
    Comment,
    FrozenAnswers,
    Result,
    Review,
    SignOff,
    Waiver,
)
from cases.results import frozen_figures
from cases.rollups import results
from cases.triggers import TRIGGERS
from cases.verification import differences
from peel.lib import triggers
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.accepted import accepted_file
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import ReviewFactory, SampleFactory

CHECKSUM = "2e5c0650fc0cadc57be3cc6895d0c035ee9be372da17d2c9be984a73ed6b9d04"


def answer_of(sample, reference, code):
    return Answer.objects.get(review__case_file__reference=reference, question__code=code)


def write_past_peel(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


class TestSigningOff:
    def test_freezes_every_figure_and_the_answers(self, ready, supervisor):
        figures = results(ready)
        made = sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)
        assert frozen_figures(made) == figures
        assert [r.sentence for r in made.results.all()] == [f.sentence for f in figures]
        assert (made.revision, made.files, made.by) == (1, 3, supervisor)
        assert made.checksum == checksum_of(canonical_answers(ready))
        ready.refresh_from_db()
        assert not ready.is_open

    def test_leaves_an_event_with_the_checksum(self, signed, supervisor):
        event = history_of(signed).get(verb="signed off")
        standing = signed.sign_offs.get()
        assert event.by == supervisor
        assert event.details == {
            "revision": 1, "checksum": standing.checksum, "waived": ["second_reviews"]
        }  # fmt: skip

    def test_waits_until_every_file_is_accepted(self, ready, supervisor):
        Review.objects.filter(case_file__reference="A-2").update(state="submitted")
        with pytest.raises(Conflict, match="1 file is not accepted yet"):
            sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)
        assert not SignOff.objects.exists()

    def test_needs_files(self, supervisor):
        empty = SampleFactory.create(inspection__lead=supervisor)
        with pytest.raises(Conflict, match="no files"):
            sign_off(sample=empty.pk, by=supervisor, reasons=ALL_THE_SAME)

    def test_does_not_wait_for_eliminated_files(self, ready, supervisor):
        Review.objects.filter(case_file__reference="A-2").update(state="submitted")
        CaseFile.objects.filter(reference="A-2").update(
            state="eliminated", elimination_reason="missing"
        )
        assert sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME).files == 2

    def test_happens_once(self, signed, supervisor):
        with pytest.raises(Conflict, match="signed off already"):
            sign_off(sample=signed.pk, by=supervisor, reasons=ALL_THE_SAME)

    @pytest.mark.parametrize("role", ["inspector", "other_supervisor", "administrator"])
    def test_is_for_a_supervisor_of_the_inspection(self, role, ready, request):
        with pytest.raises(Refused):
            sign_off(sample=ready.pk, by=request.getfixturevalue(role))

    def test_closes_the_answers(self, signed, inspector):
        review = Review.objects.get(case_file__reference="A-1")
        entry = Entry("effective", "no", base_revision=1)
        with pytest.raises(Conflict, match="signed off"):
            record_answer(review=review.pk, entry=entry, by=inspector)
        assert answer_of(signed, "A-1", "effective").value == "yes"

    @pytest.mark.parametrize("model", [Result, FrozenAnswers])
    def test_freezes_in_the_database_too(self, model, signed):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(sign_off=signed.sign_offs.get())
        assert model.objects.exists()


class TestWaiving:
    def test_what_is_not_clear_needs_a_reason_each(self, ready, inspector, supervisor):
        review = Review.objects.get(case_file__reference="A-1")
        Comment.objects.create(review=review, text="Why?", by=supervisor)
        with pytest.raises(Invalid) as refused:
            sign_off(sample=ready.pk, by=supervisor)
        assert refused.value.messages == (
            f"1 comment is not resolved. {EXPLAIN}",
            f"No file was reviewed a second time. {EXPLAIN}",
        )
        with pytest.raises(Invalid, match="1 comment is not resolved"):
            sign_off(
                sample=ready.pk, by=supervisor, reasons={"second_reviews": "Few.", "comments": " "}
            )
        assert not SignOff.objects.exists()
        ready.refresh_from_db()
        assert ready.is_open

    def test_keeps_what_was_found_and_why_that_was_enough(self, ready, supervisor):
        made = sign_off(
            sample=ready.pk,
            by=supervisor,
            reasons={"second_reviews": " A pilot. ", "comments": "Nothing to say.", "x": "y"},
        )
        [waiver] = made.waivers.all()
        assert (waiver.requirement, waiver.finding, waiver.reason) == (
            "second_reviews", "No file was reviewed a second time.", "A pilot."
        )  # fmt: skip

    def test_a_reason_that_can_not_be_stored_is_refused(self, ready, supervisor):
        with pytest.raises(Invalid, match="can't be stored"):
            sign_off(sample=ready.pk, by=supervisor, reasons={"second_reviews": "a\x00b"})
        with pytest.raises(Invalid, match="can't be stored"):
            reopen(sample=ready_and_signed(ready, supervisor), reason="a\x00b", by=supervisor)

    def test_stays_as_it_was_written(self, signed):
        for act in (
            lambda: Waiver.objects.update(reason="Another."),
            lambda: Waiver.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(
                sign_off=signed.sign_offs.get(), requirement="comments", finding="x", reason=""
            )

    def test_who_reviews_a_file_unread_by_the_other_does_not_sign_off(
        self, ready, supervisor, other_inspector
    ):
        """Nobody learns from the figures what they are to judge themselves."""
        file = CaseFile.objects.get(reference="A-1")
        ReviewFactory.create(case_file=file, position="second", counts=False, reviewer=supervisor)
        with pytest.raises(Refused, match="You review files here yourself"):
            sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)


def ready_and_signed(sample, by) -> int:
    sign_off(sample=sample.pk, by=by, reasons=ALL_THE_SAME)
    return int(sample.pk)


class TestReopening:
    def test_keeps_the_revision_and_says_why(self, signed, supervisor):
        reopen(sample=signed.pk, reason=" A file was missing. ", by=supervisor)
        signed.refresh_from_db()
        last = signed.sign_offs.get()
        assert signed.is_open
        assert (last.reopened_by, last.reopened_because) == (supervisor, "A file was missing.")
        assert last.results.count() == 5

    def test_then_signing_off_again_makes_a_second_revision(self, signed, supervisor, inspector):
        before = list(signed.sign_offs.get().results.values_list("code", "numerator"))
        reopen(sample=signed.pk, reason="A file was missing.", by=supervisor)
        accepted_file(signed, "A-4", inspector)
        second = sign_off(sample=signed.pk, by=supervisor, reasons=ALL_THE_SAME)
        first = signed.sign_offs.get(revision=1)
        assert (second.revision, second.files) == (2, 4)
        assert second.checksum != first.checksum
        assert list(first.results.values_list("code", "numerator")) == before
        assert differences(second.sample) == []

    def test_needs_a_reason(self, signed, supervisor):
        with pytest.raises(Invalid, match="reason"):
            reopen(sample=signed.pk, reason="  ", by=supervisor)

    def test_needs_a_signed_off_sample(self, ready, supervisor):
        with pytest.raises(Conflict, match="open already"):
            reopen(sample=ready.pk, reason="No reason", by=supervisor)

    def test_is_for_a_supervisor_of_the_inspection(self, signed, inspector):
        with pytest.raises(Refused):
            reopen(sample=signed.pk, reason="I want to", by=inspector)


class TestChecksum:
    def test_is_the_same_on_every_engine(self, ready):
        assert checksum_of(canonical_answers(ready)) == CHECKSUM

    def test_is_over_the_documented_lines(self, ready):
        lines = canonical_answers(ready).decode().splitlines(keepends=True)
        assert lines[0] == '["file","A-1",{"offence_group":"theft","outcome_type":"8"}]\n'
        assert lines[1] == '["answer","A-1","answered_promptly","yes",null,"",true]\n'
        assert lines[5] == '["answer","A-1","crimes_reported","2",2,"",true]\n'
        assert len(lines) == 3 * 10
        assert sha256("".join(lines).encode()).hexdigest() == CHECKSUM

    def test_does_not_depend_on_the_order_of_rows(self, ready):
        before = checksum_of(canonical_answers(ready))
        Answer.objects.filter(question__code="grade").update(revision=2)
        CaseFile.objects.filter(reference="A-1").update(position=99)
        assert checksum_of(canonical_answers(ready)) == before

    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (Answer, {"value": "other"}),
            (Answer, {"note": "another note"}),
            (Answer, {"count": 7}),
            (Answer, {"relevant": False}),
            (CaseFile, {"facts": {"offence_group": "violence"}}),
            (CaseFile, {"state": "eliminated", "elimination_reason": "missing"}),
        ],
    )
    def test_changes_with_everything_that_counts(self, model, change, ready):
        before = checksum_of(canonical_answers(ready))
        model.objects.filter(pk=model.objects.order_by("pk").values("pk")[:1]).update(**change)
        assert checksum_of(canonical_answers(ready)) != before


class TestVerification:
    def test_finds_nothing_when_nothing_changed(self, signed):
        assert differences(signed) == []

    def test_names_an_answer_changed_by_sql(self, signed):
        changed = answer_of(signed, "A-1", "effective")
        write_past_peel("UPDATE cases_answer SET value = %s WHERE id = %s", "no", changed.pk)
        found = differences(signed)
        assert "A-1, effective: the answer is “no” now; “yes” was signed off." in found
        assert "effective: the numerator is 1 now; 2 was signed off." in found
        assert any(line.startswith("The checksum of the answers is") for line in found)

    def test_names_a_changed_note(self, signed):
        changed = answer_of(signed, "A-3", "effective")
        write_past_peel("UPDATE cases_answer SET note = '' WHERE id = %s", changed.pk)
        assert (
            "A-3, effective: the note is empty now; “No record of it” was signed off."
            in differences(signed)
        )

    def test_names_an_answer_deleted_by_sql(self, signed):
        deleted = answer_of(signed, "A-1", "grade")
        write_past_peel("DELETE FROM cases_answer WHERE id = %s", deleted.pk)
        assert "A-1, grade: the answer “immediate” is gone." in differences(signed)

    def test_names_an_added_answer(self, ready, supervisor):
        answer = answer_of(ready, "A-1", "remarks")
        answer.delete()
        Review.objects.filter(pk=answer.review_id).update(answered=8)
        sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)
        answer.pk = None
        answer.save(force_insert=True)
        ready.refresh_from_db()
        assert "A-1, remarks: the answer “nothing else” was not there at sign-off." in differences(
            ready
        )

    def test_names_an_answer_that_was_changed_and_put_back(self, signed):
        answer = answer_of(signed, "A-1", "effective")
        for value in ("no", "yes"):
            write_past_peel("UPDATE cases_answer SET value = %s WHERE id = %s", value, answer.pk)
        found = differences(signed)
        assert len(found) == 2
        assert all(line.startswith("A-1, effective: the answer was written to") for line in found)

    def test_names_a_change_made_while_the_triggers_were_off(self, signed):
        triggers.remove(connection, TRIGGERS)
        Answer.objects.filter(pk=answer_of(signed, "A-1", "effective").pk).update(value="no")
        triggers.install(connection, TRIGGERS)
        assert "A-1, effective: the answer is “no” now; “yes” was signed off." in differences(
            signed
        )

    def test_names_a_tampered_fact(self, signed):
        file = CaseFile.objects.get(reference="A-1")
        file.facts = {"offence_group": "violence", "outcome_type": "8"}
        file.save()
        found = differences(signed)
        assert "A-1, offence_group: the fact is “violence” now; “theft” was signed off." in found
        assert "effective_violence: the denominator is 2 now; 1 was signed off." in found

    def test_names_a_file_taken_out_and_one_put_in(self, signed, inspector):
        CaseFile.objects.filter(reference="A-2").update(
            state="eliminated", elimination_reason="missing"
        )
        accepted_file(signed, "A-9", inspector)
        found = differences(signed)
        assert "A-2: is not in the sample now; it was signed off." in found
        assert "A-9: is in the sample now; it was not signed off." in found

    def test_names_a_tampered_result(self, signed):
        triggers.remove(connection, TRIGGERS)
        Result.objects.filter(code="effective").update(numerator=3)
        triggers.install(connection, TRIGGERS)
        assert differences(signed) == ["effective: the numerator is 2 now; 3 was signed off."]

    def test_names_frozen_answers_that_were_replaced(self, signed):
        triggers.remove(connection, TRIGGERS)
        FrozenAnswers.objects.update(packed=b"no answers")
        triggers.install(connection, TRIGGERS)
        assert differences(signed) == ["Revision 1: its frozen answers do not match its checksum."]

    def test_names_a_checksum_that_was_replaced(self, signed):
        answer_of(signed, "A-1", "effective")
        write_past_peel("UPDATE cases_signoff SET checksum = %s", "0" * 64)
        found = differences(signed)
        assert "Revision 1: its checksum is not the one in the history." in found

    def test_names_a_sample_that_was_opened_past_peel(self, signed):
        write_past_peel("UPDATE cases_sample SET state = 'open' WHERE id = %s", signed.pk)
        signed.refresh_from_db()
        assert differences(signed) == ["The sample is marked open; revision 1 was not reopened."]

    def test_needs_a_standing_sign_off(self, ready):
        with pytest.raises(SignOff.DoesNotExist):
            differences(ready)
