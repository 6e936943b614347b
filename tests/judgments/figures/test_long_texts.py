"""The figure check of long texts: its work grows with their length, and not with its square."""

from collections.abc import Callable
from functools import partial

import pytest

from forces.models import Inspection
from judgments.figures.checking import check_texts
from judgments.figures.drafts import DraftText
from judgments.figures.excerpts import WIDEST, Excerpts
from judgments.figures.matching.matches import matches_in
from judgments.figures.typed import typed_in
from judgments.models import Report
from tests.counting import calls
from tests.judgments.figures.test_matching import LABELLED

LENGTH = 2_000
MOST = 2.6
"""So many times the work of half the text: 2 as it grows with its length, 4 with its square."""


def repeated(part: str, length: int) -> str:
    return (part * (length // len(part) + 1))[:length]


def counted_up(part: str, length: int) -> str:
    """With other numbers each time."""
    return " ".join(part.format(met, met + 9) for met in range(10, length))[:length]


TEXTS = {
    "one figure without a name": lambda length: repeated("1 of 2 ", length),
    "one figure with its name": lambda length: repeated(
        "investigation plans were made in 63 of 76 cases, ", length
    ),
    "another percentage each time": lambda length: counted_up("83.{0} percent,", length),
    "another count each time": lambda length: counted_up(
        "effective plans and supervision of violent crime in {0} of {1},", length
    ),
    "sentences": lambda length: repeated("Plans were made in 64 of 76 cases. ", length),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_twice_as_long_is_matched_with_twice_the_work(text: Callable[[int], str]) -> None:
    def work(written: str) -> list[object]:
        return list(matches_in(written, typed_in(written), LABELLED, since=2023))

    work(text(LENGTH))
    half, whole = (calls(partial(work, text(length))) for length in (LENGTH, 2 * LENGTH))
    assert whole <= MOST * half


def test_a_draft_twice_as_long_is_checked_with_twice_the_work(lancashire: Inspection) -> None:
    owner = Report(inspection=lancashire, pk=1)

    def work(length: int) -> int:
        text = repeated("two of three good {{x}} {{a/b/c}}, {{x", length)
        lines = check_texts(lancashire, [DraftText(owner, "The summary", text)]).lines
        shown = [line.context for line in lines]
        shown += [offer.reads for line in lines for offer in line.offers]
        assert max(map(len, shown)) < 3 * WIDEST
        return len(lines)

    work(LENGTH)
    empty = calls(partial(work, len("two of three ")))
    half, whole = (calls(partial(work, length)) - empty for length in (LENGTH, 2 * LENGTH))
    assert 0 < whole <= MOST * half


def test_the_sentence_around_a_figure_is_cut_where_it_is_long_and_never_in_a_token() -> None:
    token = "{{shire-2023-25/vsa/plan_present count}}"
    text = f"{token} {'a' * WIDEST} 83 of 100 {'b' * (WIDEST - 20)} {token} and more"
    start = text.index("83")
    shown = Excerpts(text, lambda _: "63 of 76").around(start, start + len("83 of 100"))
    assert shown == f"…{'a' * (WIDEST - 1)} 83 of 100 {'b' * (WIDEST - 20)} …"
