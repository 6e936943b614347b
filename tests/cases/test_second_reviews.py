"""Second reviews: which files are drawn or picked, who may have them, and what is left to do."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Event, User
from cases.actions.allocation import allocate, hand_over, share_by_capacity, share_equally
from cases.actions.answering import Entry, record_answer
from cases.actions.eliminating import Elimination, eliminate
from cases.actions.second_reviews import (
    draw_second_reviews,
    files_to_choose_from,
    pick_for_second_review,
    withdraw_second_review,
)
from cases.models import (
    CaseFile,
    EliminationReason,
    Position,
    Review,
    Sample,
    SecondReviewDraw,
)
from cases.permissions import leave_team
from cases.relevance import progress_of
from cases.sampling.tickets import ticket_of
from cases.second_review_draws import Frame, drawn_again, files_in, plan_of, quotas_of
from cases.states import ReviewState
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.conftest import SignIn
from tests.factories import InspectorFactory, ReviewFactory, SupervisorFactory, TeamMemberFactory

PAGE = "/inspections/shire-2023-25/vsa/second-reviews/"


# The draw, purely

SIZES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("123456")),
    st.integers(1, 30),
    min_size=1,
)


@given(SIZES, st.integers(1, 100), st.text("xyz", min_size=1))
def test_every_reviewer_gives_their_part(
    sizes: dict[tuple[str, str], int], share: int, seed: str
) -> None:
    whole = sum(sizes.values())
    target = -(-share * whole // 100)
    quotas = quotas_of(sizes, target, seed)
    assert sum(quotas.values()) == target
    assert all(0 < quota <= sizes[cell] for cell, quota in quotas.items())
    given_by, had = Counter[str](), Counter[str]()
    for (_, reviewer), files in sizes.items():
        had[reviewer] += files
    for (_, reviewer), quota in quotas.items():
        given_by[reviewer] += quota
    for reviewer, files in had.items():
        assert abs(given_by[reviewer] * whole - target * files) < whole


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 5), st.text("xyz", min_size=1))
def test_equal_reviewers_of_equal_groups_give_equal_groups(
    reviewers: int, groups: int, each: int, seed: str
) -> None:
    sizes = {(str(g), str(r)): each * reviewers for g in range(groups) for r in range(reviewers)}
    quotas = quotas_of(sizes, groups * reviewers, seed)
    by_group, by_reviewer = Counter[str](), Counter[str]()
    for (group, reviewer), quota in quotas.items():
        by_group[group] += quota
        by_reviewer[reviewer] += quota
    assert set(by_group.values()) == {reviewers}
    assert set(by_reviewer.values()) == {groups}


@settings(max_examples=50)
@given(SIZES, st.integers(1, 100), st.text("xyz", min_size=1))
def test_the_lowest_tickets_of_each_cell_are_drawn(
    sizes: dict[tuple[str, str], int], share: int, seed: str
) -> None:
    frame = {
        f"{group}{reviewer}-{n}".upper(): (group, reviewer)
        for (group, reviewer), files in sizes.items()
        for n in range(files)
    }
    drawn = {ticket["reference"] for ticket in drawn_again(frame, share, seed)}
    plan = plan_of(Frame(frame, {}, {}), share, seed)
    assert len(drawn) == plan.target == files_in(share, Frame(frame, {}, {}))
    for cell in sizes:
        files = sorted((r for r, c in frame.items() if c == cell), key=lambda r: ticket_of(seed, r))
        chosen = [reference in drawn for reference in files]
        assert chosen == sorted(chosen, reverse=True)


def test_who_is_rounded_up_is_not_always_the_same() -> None:
    sizes = {("theft", str(reviewer)): 1 for reviewer in range(10)}
    first = {next(iter(quotas_of(sizes, 1, f"seed {n}"))) for n in range(40)}
    assert len(first) > 5


# Choosing


@pytest.fixture
def files(sample: Sample, inspector: User, other_inspector: User) -> list[CaseFile]:
    """Six files of the inspector and four of the other one, half of them theft."""
    made = []
    for place in range(10):
        group = "theft" if place % 2 else "violence"
        review = ReviewFactory.create(
            sample=sample,
            facts={"offence_group": group},
            reviewer=inspector if place < 6 else other_inspector,
        )
        made.append(review.case_file)
    return made


def seconds() -> list[Review]:
    return list(Review.objects.filter(position=Position.SECOND).order_by("case_file"))


def draw(sample: Sample, by: User, share: int = 20, seed: str = "Peel") -> SecondReviewDraw:
    return draw_second_reviews(sample=sample, share=share, seed=seed, by=by)


def pick(sample: Sample, by: User, *files: CaseFile) -> list[Review]:
    return pick_for_second_review(
        sample=sample, references=[file.reference for file in files], by=by
    )


def give(review: Review, to: User, by: User) -> int:
    return allocate(sample=review.case_file.sample, reviews=[review.pk], to=to, by=by)


def start(review: Review, by: User) -> None:
    record_answer(review=review.pk, entry=Entry("effective", "yes"), by=by)


def test_a_draw_takes_its_share_and_can_be_made_again(
    sample: Sample, files: list[CaseFile], supervisor: User
) -> None:
    made = draw(sample, supervisor, share=45)
    assert (len(made.files), len(made.frame), made.revision) == (5, 10, 1)
    assert {review.case_file.reference for review in seconds()} == {
        ticket["reference"] for ticket in made.files
    }
    assert Counter(made.frame[t["reference"]][1] for t in made.files).most_common(1)[0][1] == 3
    kept = SecondReviewDraw.objects.get()
    assert drawn_again(kept.frame, kept.share, kept.seed) == kept.files
    assert drawn_again(kept.frame, kept.share, "Another") != kept.files
    for review in seconds():
        assert (review.counts, review.reviewer, review.state) == (False, None, "unallocated")
        assert review.asked == len(progress_of(sample.instrument, {}).asked) > 0


def test_what_is_reviewed_twice_is_not_drawn_again(
    sample: Sample, files: list[CaseFile], supervisor: User
) -> None:
    first = draw(sample, supervisor, share=50)
    second = draw(sample, supervisor, share=100, seed="The rest")
    assert len(second.frame) == len(second.files) == 5
    assert not set(first.frame) - {f.reference for f in files}
    assert not {t["reference"] for t in first.files} & set(second.frame)
    with pytest.raises(Invalid, match="There is no file to draw"):
        draw(sample, supervisor, seed="Nothing left")


def test_only_an_inspector_s_active_file_can_be_chosen(
    sample: Sample, inspector: User, supervisor: User
) -> None:
    plain = ReviewFactory.create(sample=sample, reviewer=inspector)
    ReviewFactory.create(sample=sample)
    ReviewFactory.create(sample=sample, reviewer=supervisor)
    gone = ReviewFactory.create(sample=sample, reviewer=inspector)
    eliminate(
        case_file=gone.case_file_id, elimination=Elimination(EliminationReason.MISSING),
        by=supervisor,
    )  # fmt: skip
    assert list(files_to_choose_from(sample)) == [plain.case_file]


def test_picking_names_every_file_that_can_t_be(
    sample: Sample, files: list[CaseFile], inspector: User, supervisor: User
) -> None:
    twice, other = files[0], files[1]
    pick(sample, supervisor, twice)
    unallocated = ReviewFactory.create(sample=sample).case_file
    own = ReviewFactory.create(sample=sample, reviewer=supervisor).case_file
    Review.objects.filter(case_file=own).update(reviewer=SupervisorFactory.create(name="Lead"))
    with pytest.raises(Invalid) as error:
        pick_for_second_review(
            sample=sample,
            references=[
                "NO-SUCH", twice.reference, unallocated.reference, own.reference, other.reference,
            ],
            by=supervisor,
        )  # fmt: skip
    assert error.value.messages == (
        "“NO-SUCH” is not in this sample. Check how it is written.",
        f"{twice} is reviewed a second time already.",
        f"{unallocated} is not allocated. Allocate its first review first.",
        f"{own} is reviewed by Lead, who is no inspector, so nobody can do it blind.",
    )
    assert [review.case_file for review in seconds()] == [twice]


def test_a_draw_that_is_sent_twice_is_made_once(
    sample: Sample, files: list[CaseFile], supervisor: User
) -> None:
    made = draw(sample, supervisor)
    with pytest.raises(Invalid, match="Draw 1 was made with this seed") as refused:
        draw(sample, supervisor)
    assert f"drew {len(made.files)} file" in str(refused.value)
    assert sample.second_review_draws.count() == 1
    assert draw(sample, supervisor, seed="Another").revision == 2


@pytest.mark.parametrize(
    ("share", "seed", "reason"),
    [(0, "Peel", "from 1 to 100"), (101, "Peel", "from 1 to 100"), (10, " Peel", "Remove")],
)
def test_a_share_and_a_seed_that_can_t_be_used(
    sample: Sample, files: list[CaseFile], supervisor: User, share: int, seed: str, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        draw(sample, supervisor, share, seed)
    assert not seconds()


def test_who_may_choose(
    sample: Sample, files: list[CaseFile], inspector: User, other_supervisor: User, supervisor: User
) -> None:
    for by in (inspector, other_supervisor):
        with pytest.raises(Refused):
            draw(sample, by)
    ReviewFactory.create(sample=sample, reviewer=supervisor)
    with pytest.raises(Refused, match="You review files of this sample yourself"):
        draw(sample, supervisor)


def test_choosing_leaves_no_trace_on_the_file(
    sample: Sample, files: list[CaseFile], supervisor: User
) -> None:
    made = draw(sample, supervisor, share=100)
    event = Event.objects.get(target__startswith="cases.")
    assert event.target == f"cases.sample:{sample.pk}"
    assert event.verb == "drew second reviews"
    assert event.details == {"draw": 1, "seed": "Peel", "share": 100, "files": len(made.files)}


# Who may have one


def test_nobody_has_both_reviews_of_a_file(
    sample: Sample,
    files: list[CaseFile],
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> None:
    [second] = pick(sample, supervisor, files[0])
    with pytest.raises(Conflict, match="Inspector 1 has or knows the other review"):
        give(second, inspector, supervisor)
    assert give(second, other_inspector, supervisor) == 1
    first = Review.objects.get(case_file=files[0], position=Position.FIRST)
    with pytest.raises(Conflict, match="Inspector 2 has or knows the other review"):
        give(first, other_inspector, supervisor)


def test_nor_one_whose_other_they_answered_in(
    sample: Sample,
    files: list[CaseFile],
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> None:
    first = Review.objects.get(case_file=files[0])
    start(first, inspector)
    give(first, other_inspector, supervisor)
    [second] = pick(sample, supervisor, files[0])
    with pytest.raises(Conflict, match="Inspector 1 has or knows the other review"):
        give(second, inspector, supervisor)


def test_supervisors_have_neither(
    sample: Sample, files: list[CaseFile], inspection: Inspection, supervisor: User
) -> None:
    [second] = pick(sample, supervisor, files[0])
    for review in (second, Review.objects.get(case_file=files[0], position=Position.FIRST)):
        with pytest.raises(Conflict, match="is reviewed twice, so only inspectors"):
            give(review, supervisor, supervisor)


def test_sharing_gives_nobody_a_file_they_know(
    sample: Sample,
    files: list[CaseFile],
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> None:
    made = pick(sample, supervisor, *files)
    third = InspectorFactory.create()
    TeamMemberFactory.create(inspection=sample.inspection, user=third)
    people = [inspector, other_inspector, third]
    share_equally(sample=sample, reviews=[r.pk for r in made], among=people, by=supervisor)
    firsts = dict(
        Review.objects.filter(position=Position.FIRST).values_list("case_file", "reviewer")
    )
    assert all(firsts[review.case_file_id] != review.reviewer_id for review in seconds())
    taken = Counter(review.reviewer_id for review in seconds())
    assert sorted(taken.values()) == [3, 3, 4]


def test_sharing_first_reviews_keeps_them_apart_too(
    sample: Sample,
    files: list[CaseFile],
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> None:
    for second in pick(sample, supervisor, *files[:3]):
        give(second, other_inspector, supervisor)
    firsts = list(Review.objects.filter(position=Position.FIRST))
    people = [inspector, other_inspector]
    share_equally(sample=sample, reviews=[r.pk for r in firsts], among=people, by=supervisor)
    held = Counter(
        Review.objects.filter(position=Position.FIRST).values_list("reviewer", flat=True)
    )
    assert set(held.values()) == {5}
    for file in files[:3]:
        assert len({review.reviewer_id for review in file.reviews.all()}) == 2


def test_handing_over_takes_second_reviews_along(
    sample: Sample,
    files: list[CaseFile],
    inspection: Inspection,
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> None:
    [second] = pick(sample, supervisor, files[9])
    give(second, inspector, supervisor)
    assert "7 open files" in (leave_team(inspector, inspection) or "")
    third = InspectorFactory.create()
    TeamMemberFactory.create(inspection=inspection, user=third)
    moved = hand_over(
        inspection=inspection, leaver=inspector, among=[other_inspector, third], by=supervisor
    )
    assert moved == 7
    second.refresh_from_db()
    assert second.reviewer == third
    assert leave_team(inspector, inspection) is None


def test_a_review_that_somebody_knows_goes_to_who_else_takes_some(
    sample: Sample,
    files: list[CaseFile],
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> None:
    [second] = pick(sample, supervisor, files[0])
    people = [inspector, other_inspector]
    share_equally(sample=sample, reviews=[second.pk], among=people, by=supervisor)
    second.refresh_from_db()
    assert second.reviewer == other_inspector
    capacities = {inspector: 1, other_inspector: 1}
    made = [r.pk for r in pick(sample, supervisor, files[1], files[2])]
    with pytest.raises(Conflict, match="Inspector 1 has or knows the other review"):
        share_by_capacity(sample=sample, reviews=made, capacities=capacities, by=supervisor)


# Taking one back


def test_a_second_review_that_nobody_started_is_withdrawn(
    sample: Sample, files: list[CaseFile], other_inspector: User, supervisor: User
) -> None:
    [second] = pick(sample, supervisor, files[0])
    give(second, other_inspector, supervisor)
    with pytest.raises(Invalid, match="Give the reason"):
        withdraw_second_review(review=second.pk, reason=" ", by=supervisor)
    withdraw_second_review(review=second.pk, reason="Picked by mistake.", by=supervisor)
    assert not seconds()
    event = Event.objects.get(target=f"cases.sample:{sample.pk}", verb="withdrew a second review")
    assert event.details == {
        "file": files[0].reference,
        "reason": "Picked by mistake.",
        "reviewer": other_inspector.email,
    }
    assert files[0] in files_to_choose_from(sample)


def test_one_that_was_started_stays(
    sample: Sample, files: list[CaseFile], other_inspector: User, supervisor: User
) -> None:
    [second] = pick(sample, supervisor, files[0])
    give(second, other_inspector, supervisor)
    start(second, other_inspector)
    with pytest.raises(Conflict, match="was started"):
        withdraw_second_review(review=second.pk, reason="No.", by=supervisor)
    first = Review.objects.get(case_file=files[0], position=Position.FIRST)
    with pytest.raises(Conflict, match="not a second review"):
        withdraw_second_review(review=first.pk, reason="No.", by=supervisor)


# The page


@pytest.fixture
def lead(sign_in: SignIn, supervisor: User) -> Client:
    return sign_in(supervisor)


def words_of(client: Client, address: str = PAGE) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_from_an_empty_page_to_files_in_somebody_s_work(
    lead: Client,
    sign_in: SignIn,
    files: list[CaseFile],
    inspector: User,
    other_inspector: User,
) -> None:
    assert "No file of this sample is reviewed a second time yet." in words_of(lead)
    assert "10 files can be chosen" in words_of(lead)
    posted = lead.post(f"{PAGE}draw/", {"share": "20", "seed": "Peel"}, follow=True)
    assert "2 files are drawn. Say now who reviews them." in posted.content.decode()
    assert "Nobody has it yet 2" in words_of(lead)
    for second in seconds():
        first = Review.objects.get(case_file=second.case_file, position=Position.FIRST)
        to = other_inspector if first.reviewer == inspector else inspector
        sent = {"do": "allocate", "review": second.pk, "to": to.pk}
        given_ = lead.post(f"{PAGE}allocate/", sent, follow=True).content.decode()
        assert f"1 file is given to {to.name} for a second review." in given_
        assert second.case_file.reference in words_of(sign_in(to), "/my-work/")
    assert "Being reviewed 2" in words_of(lead)


def test_a_draw_is_shown_with_what_repeats_it(lead: Client, files: list[CaseFile]) -> None:
    lead.post(f"{PAGE}draw/", {"share": "20", "seed": "Peel"})
    text = words_of(lead, f"{PAGE}draws/1/")
    assert "the same files come out" in text
    for ticket in SecondReviewDraw.objects.get().files:
        assert ticket["ticket"] in text
    assert lead.get(f"{PAGE}draws/2/").status_code == 404


def test_mistakes_are_said_and_nothing_is_chosen(lead: Client, files: list[CaseFile]) -> None:
    for action, sent, reason in (
        ("draw", {"share": "0", "seed": "Peel"}, "Enter a share from 1 to 100 percent."),
        ("draw", {"share": "ten", "seed": "Peel"}, "Enter a whole number, such as 10."),
        ("draw", {"share": "10", "seed": ""}, "Enter a seed"),
        ("pick", {"references": ""}, "Enter the reference of at least one file."),
        ("pick", {"references": "<b>"}, "“&lt;B&gt;” is not in this sample."),
    ):
        response = lead.post(f"{PAGE}{action}/", sent)
        assert response.status_code == 400
        assert reason in response.content.decode()
    assert not seconds()


def test_picking_takes_references_as_they_are_typed(lead: Client, files: list[CaseFile]) -> None:
    typed = f"{files[0].reference.lower()}\r\n\r\n {files[1].reference} \n{files[0].reference}"
    lead.post(f"{PAGE}pick/", {"references": typed})
    assert [review.case_file for review in seconds()] == files[:2]


def test_withdrawing_asks_first(
    lead: Client, sample: Sample, files: list[CaseFile], supervisor: User
) -> None:
    [second] = pick(sample, supervisor, files[0])
    address = f"{PAGE}{second.pk}/withdraw/"
    assert "Nobody has it yet." in words_of(lead, address)
    assert "Give the reason." in lead.post(address, {}).content.decode()
    assert lead.post(address, {"reason": "A slip."}).status_code == 302
    assert not seconds()


def test_what_can_t_be_given_is_said(
    lead: Client, sample: Sample, files: list[CaseFile], supervisor: User, inspector: User
) -> None:
    [second] = pick(sample, supervisor, files[0])
    for sent, reason in (
        ({"review": second.pk, "to": ""}, "Choose who reviews the files."),
        ({"review": "", "to": inspector.pk}, "Choose at least one file."),
        ({"review": second.pk, "to": inspector.pk}, "has or knows the other review"),
        ({"review": second.pk, "do": "share"}, "Choose at least one inspector"),
    ):
        said = lead.post(f"{PAGE}allocate/", {"do": "allocate", **sent}, follow=True)
        assert reason in said.content.decode()
    assert seconds()[0].state == ReviewState.UNALLOCATED


def test_the_page_costs_the_same_for_any_number_of_files(
    lead: Client,
    sample: Sample,
    files: list[CaseFile],
    supervisor: User,
    django_assert_max_num_queries: Callable,
) -> None:
    pick(sample, supervisor, files[0])
    lead.get(PAGE)
    with django_assert_max_num_queries(19) as few:
        lead.get(PAGE)
    pick(sample, supervisor, *files[1:4])
    with django_assert_max_num_queries(len(few)):
        lead.get(PAGE)
