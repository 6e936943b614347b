"""Drawing a sample: what is stored, what is refused, and withdrawing a draw."""

from typing import Any

import pytest

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.actions.drawing import draw_sample, prepare_draw, record_draw
from cases.actions.eliminating import Elimination, eliminate, restore
from cases.actions.samples import NewCaseFile, import_case_files
from cases.actions.withdrawing import withdraw_draw
from cases.draw_records import differences_from, record_of
from cases.exports import answers_table
from cases.grid import census_of
from cases.models import CaseFile, Draw, EliminationReason, Review, Sample, Ticket
from cases.sampling.tickets import ticket_of
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.extract_files import PLAN, plan, read_rows, rows
from tests.factories import SecondmentFactory, SupervisorFactory

pytestmark = pytest.mark.django_db
SEED = "a seed"


@pytest.fixture
def extract(tmp_path):
    return read_rows(tmp_path)


@pytest.fixture
def draw(sample, extract, supervisor) -> Draw:
    return drawn(sample, extract, supervisor)


def drawn(sample: Sample, extract, by, **changes: Any) -> Draw:
    given: dict[str, Any] = {"plan": plan(), "seed": SEED, "name": "may.csv"} | changes
    return draw_sample(sample=sample, extract=extract, by=by, **given)


def lowest(prefix: str, number: int, first: int = 0) -> list[str]:
    """The references with the lowest tickets, worked out from the rule alone."""
    references = [line.split(",")[0] for line in rows() if line.startswith(prefix)]
    return sorted(references, key=lambda r: ticket_of(SEED, r))[first : first + number]


class TestDrawing:
    def test_the_lowest_tickets_of_each_stratum_are_the_files(self, draw, sample) -> None:
        wanted = sorted([*lowest("B", 3), *lowest("A", 3)], key=lambda r: ticket_of(SEED, r))
        files = list(CaseFile.objects.filter(sample=sample))
        assert [file.reference for file in files] == wanted
        assert [file.position for file in files] == [1, 2, 3, 4, 5, 6]
        assert {file.facts["offence_group"] for file in files} == {"theft", "violence"}
        reviews = Review.objects.filter(case_file__sample=sample)
        assert [(r.state, r.counts, r.asked) for r in reviews] == [("unallocated", True, 7)] * 6

    def test_the_next_tickets_are_the_reserve(self, draw) -> None:
        reserve = draw.tickets.filter(is_reserve=True)
        assert [t.reference for t in reserve.filter(stratum__code="theft")] == lowest("B", 3, 3)
        assert [t.reference for t in reserve.filter(stratum__code="violence")] == lowest("A", 3, 3)
        assert [t.position for t in reserve] == [1, 2, 3, 4, 5, 6]
        assert all(t.ticket == ticket_of(SEED, t.reference) for t in draw.tickets.all())

    def test_everything_that_repeats_it_is_stored(self, draw, extract, sample, supervisor) -> None:
        assert (draw.revision, draw.algorithm, draw.seed, draw.by) == (1, "1", SEED, supervisor)
        assert (draw.extract_name, draw.extract_sha256) == ("may.csv", extract.sha256)
        assert (draw.extract_rows, draw.records, draw.rejected) == (32, 32, 0)
        assert (draw.excluded, draw.outside, draw.outside_window) == (2, 0, 0)
        assert draw.exclusions == [{"reason": "Reviewed elsewhere", "records": 2}]
        assert draw.plan == plan().as_mapping()
        assert draw.columns["Offence group"] == "offence_group"
        strata = draw.strata.values_list("code", "records", "planned", "quota", "reserve")
        assert list(strata) == [("theft", 20, 3, 3, 3), ("violence", 10, 3, 3, 3)]
        sample.refresh_from_db()
        assert sample.target == 6

    def test_it_is_told_in_the_record_of_events(self, draw, sample) -> None:
        event = history_of(sample).last()
        assert event is not None
        assert event.verb == "drawn"
        assert event.details["seed"] == SEED
        file = CaseFile.objects.filter(sample=sample).first()
        assert file is not None
        assert [e.verb for e in history_of(file)] == ["drawn"]
        assert verify_chain(sample) == verify_chain(file) == []

    def test_only_what_the_draw_needs_is_kept(self, draw) -> None:
        """Of 32 records, those that were drawn and those in reserve."""
        assert Ticket.objects.count() == 12
        assert CaseFile.objects.count() == 6

    def test_facts_without_a_value_are_left_out(self, sample, tmp_path, supervisor) -> None:
        extract = read_rows(tmp_path, [f"B/{n},theft,,," for n in range(9)])
        alone = plan("code: p\ntitle: P\nchecklist: small\ntarget: 2\n")
        draw = drawn(sample, extract, supervisor, plan=alone)
        facts = {str(t.facts) for t in draw.tickets.all()}
        assert facts == {"{'offence_group': 'theft'}"}

    def test_a_prepared_draw_writes_nothing(self, sample, extract, supervisor) -> None:
        prepared = prepare_draw(
            sample=sample, extract=extract, name="may.csv", plan=plan(), seed=SEED
        )
        assert not Draw.objects.exists()
        record_draw(sample=sample, prepared=prepared, by=supervisor)
        with pytest.raises(Conflict, match="is drawn already"):
            record_draw(sample=sample, prepared=prepared, by=supervisor)
        assert Draw.objects.count() == 1


class TestRefusals:
    @pytest.mark.parametrize("role", ["inspector", "other_supervisor", "administrator", "observer"])
    def test_only_a_supervisor_of_the_inspection_draws(self, request, sample, extract, role):
        with pytest.raises(Refused):
            drawn(sample, extract, request.getfixturevalue(role))
        assert not Draw.objects.exists()

    def test_a_drawn_sample_is_not_drawn_again(self, draw, sample, extract, supervisor) -> None:
        with pytest.raises(Conflict, match="is drawn already"):
            drawn(sample, extract, supervisor)

    def test_a_sample_with_imported_files_is_not_drawn(self, sample, extract, supervisor) -> None:
        import_case_files(sample=sample, files=[NewCaseFile("X", {})], by=supervisor)
        with pytest.raises(Conflict, match="imported from a list"):
            drawn(sample, extract, supervisor)

    def test_a_plan_for_other_facts_is_named(self, sample, extract, supervisor) -> None:
        wrong = plan(PLAN.replace("{offence: Shoplifting}", "{ofence: Shoplifting}"))
        with pytest.raises(Invalid, match="“ofence”"):
            drawn(sample, extract, supervisor, plan=wrong)

    def test_every_problem_is_named_at_once(self, sample, extract, supervisor) -> None:
        wrong = plan(PLAN.replace("checklist: small", "checklist: vsa"))
        with pytest.raises(Invalid) as refused:
            drawn(sample, extract, supervisor, plan=wrong, seed=" ")
        assert "“vsa”" in refused.value.messages[0]
        assert "seed" in refused.value.messages[1]

    def test_a_quota_above_its_stratum_is_named_or_accepted(
        self, sample, tmp_path, supervisor
    ) -> None:
        extract = read_rows(tmp_path, rows(theft=2))
        with pytest.raises(Invalid, match="“Theft” asks for 3 files") as refused:
            drawn(sample, extract, supervisor)
        assert not Draw.objects.exists()
        draw = drawn(sample, extract, supervisor, accept_shortfalls=True)
        assert draw.shortfalls == list(refused.value.messages)
        strata = draw.strata.values_list("code", "planned", "quota", "reserve")
        assert list(strata) == [("theft", 3, 2, 0), ("violence", 3, 3, 3)]


class TestWithdrawing:
    def test_the_sample_can_be_drawn_again(self, draw, sample, extract, supervisor) -> None:
        first = set(CaseFile.objects.active().values_list("reference", flat=True))
        withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        assert not CaseFile.objects.active().exists()
        again = drawn(sample, extract, supervisor, seed="another seed")
        second = set(CaseFile.objects.active().values_list("reference", flat=True))
        assert again.revision == 2
        assert len(second) == 6
        assert first & second, "some are drawn by both seeds, or this shows nothing"
        assert list(Draw.objects.standing()) == [again]
        assert record_of(draw)["drawn"] != record_of(again)["drawn"]

    def test_its_files_are_neither_listed_nor_counted(
        self, draw, sample, extract, supervisor, sign_in
    ) -> None:
        withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        census = census_of(sample)
        assert (census.active, census.eliminated) == (0, 0)
        assert list(answers_table(sample).rows) == []
        page = sign_in(supervisor).get("/inspections/shire-2023-25/vsa/").content.decode()
        assert "This sample has no files yet." in page
        assert "Draw 1 was withdrawn on" in page
        assert f"/inspections/shire-2023-25/vsa/draws/{draw.revision}/" in page
        drawn(sample, extract, supervisor)
        assert census_of(sample).eliminated == 0
        listed = [row[0] for row in answers_table(sample).rows]
        assert len(listed) == len(set(listed)) == 6

    def test_its_files_stay_out(self, draw, supervisor) -> None:
        withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        file = CaseFile.objects.first()
        assert file is not None
        assert file.elimination_reason == EliminationReason.DRAW_WITHDRAWN
        with pytest.raises(Conflict, match="was withdrawn"):
            restore(case_file=file.pk, reason="A slip.", by=supervisor)
        last = history_of(file).last()
        assert last is not None
        assert (last.verb, last.details) == ("withdrawn", {"reason": "The wrong seed."})

    def test_replacements_leave_with_it(self, draw, sample, extract, supervisor) -> None:
        file = CaseFile.objects.first()
        assert file is not None
        eliminate(
            case_file=file.pk,
            elimination=Elimination(EliminationReason.MISSING, "Lost."),
            by=supervisor,
        )
        withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        drawn(sample, extract, supervisor)
        assert CaseFile.objects.of_standing_draws().count() == 6
        assert CaseFile.objects.count() == 13

    def test_not_after_an_answer(self, draw, sample, supervisor, inspector) -> None:
        review = Review.objects.filter(case_file__sample=sample)[0]
        allocate(sample=sample, reviews=[review.pk], to=inspector, by=supervisor)
        record_answer(review=review.pk, entry=Entry("effective", "yes"), by=inspector)
        with pytest.raises(Conflict, match="Answers were given"):
            withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        assert CaseFile.objects.active().count() == 6

    def test_not_twice_and_not_without_a_reason(self, draw, supervisor) -> None:
        with pytest.raises(Invalid, match="Give the reason"):
            withdraw_draw(draw=draw, reason=" ", by=supervisor)
        withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        with pytest.raises(Conflict, match="withdrawn already"):
            withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)

    @pytest.mark.parametrize("role", ["inspector", "administrator", "observer"])
    def test_only_by_a_supervisor(self, request, draw, role) -> None:
        with pytest.raises(Refused):
            withdraw_draw(draw=draw, reason="No.", by=request.getfixturevalue(role))

    def test_a_list_can_be_imported_instead(self, draw, sample, supervisor) -> None:
        withdraw_draw(draw=draw, reason="The wrong seed.", by=supervisor)
        file = CaseFile.objects.first()
        assert file is not None
        listed = [NewCaseFile(file.reference, {"offence_group": "theft"})]
        assert import_case_files(sample=sample, files=listed, by=supervisor) == 1


class TestRepeating:
    def test_the_same_extract_gives_the_same_draw(self, draw, extract) -> None:
        assert differences_from(draw, extract) == []

    def test_the_order_of_rows_changes_the_checksum_alone(self, draw, tmp_path) -> None:
        [difference] = differences_from(draw, read_rows(tmp_path, rows()[::-1]))
        assert difference.startswith("The extract is another file")
        assert difference.endswith("The draw from it is the same.")

    def test_what_differs_is_named(self, draw, tmp_path) -> None:
        [gone] = lowest("B", 1)
        kept = [line for line in rows() if not line.startswith(gone)]
        found = differences_from(draw, read_rows(tmp_path, kept))
        assert any(line.startswith("31 records were read, and the draw") for line in found)
        assert any(line.startswith(f"{gone} is recorded as drawn") for line in found)

    def test_a_file_that_was_changed_behind_it_is_named(self, draw, extract, sample) -> None:
        one, two, three = CaseFile.objects.filter(sample=sample)[:3]
        CaseFile.objects.filter(pk=one.pk).update(reference="SWAPPED")
        CaseFile.objects.filter(pk=two.pk).update(facts={})
        CaseFile.objects.filter(pk=three.pk).update(ticket=None)
        assert sorted(differences_from(draw, extract)) == sorted(
            [
                f"{one.reference} was drawn, and is called SWAPPED in the sample.",
                f"{two.reference} has other facts in the sample than when it was drawn.",
                f"{three.reference} was drawn, and isn't in the sample.",
            ]
        )

    def test_the_record_is_the_json_of_the_draw(self, draw, sample) -> None:
        record = record_of(draw)
        assert list(record)[:8] == [
            "algorithm", "sample", "plan", "extract_sha256", "seed", "records", "rejected",
            "outside_window",
        ]  # fmt: skip
        assert record["sample"] == f"{sample.inspection.slug}/vsa"
        assert record["strata"][0] == {
            "stratum": "theft",
            "title": "Theft",
            "count": 20,
            "quota": 3,
            "reserve": 3,
            "probability": 0.15,
            "weight": pytest.approx(20 / 3),
        }
        assert [t["reference"] for t in record["drawn"] if t["stratum"] == "theft"] == lowest(
            "B", 3
        )


def test_supervisors_see_the_draws_but_those_of_their_own_force(draw, sample, inspector) -> None:
    seconded = SupervisorFactory.create()
    assert Draw.objects.visible_to(seconded).get() == draw
    SecondmentFactory.create(user=seconded, force=sample.inspection.force)
    assert not Draw.objects.visible_to(User.objects.get(pk=seconded.pk)).exists()
    assert not Draw.objects.visible_to(inspector).exists()


def test_a_draw_with_files_stays_within_a_few_queries(
    sample, extract, supervisor, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(40):
        drawn(sample, extract, supervisor)
