"""A report is frozen as JSON from which the same report comes back, with a checksum over it.

``frozen/`` holds a report as each format stored it, made once and never again. Whatever
becomes of the code, these must be read and printed: published reports look like them.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from judgments.report.document import Prose, Section, missing_from
from judgments.report.formats import FORMATS
from judgments.report.storing import FORMAT, KINDS, Unreadable, checksum_of, restored, stored
from judgments.text.tree import BulletList, FigureToken, MissingFigure, Paragraph
from tests.judgments.report.reports import draft, published

FROZEN = Path(__file__).with_name("frozen")


@pytest.mark.parametrize("document", [draft(), published(), published(3)])
def test_what_is_stored_comes_back(document):
    assert restored(json.loads(json.dumps(stored(document)))) == document


def test_the_checksum_does_not_depend_on_the_order_of_names():
    content = stored(published())
    turned = dict(reversed(list(content.items())))

    assert checksum_of(turned) == checksum_of(content)
    assert len(checksum_of(content)) == 64


def test_the_checksum_changes_with_one_word():
    content = stored(published())

    assert checksum_of(stored(draft("One word."))) != checksum_of(stored(draft("One word!")))
    assert checksum_of(content) != checksum_of(stored(published(2)))


def test_what_is_stored_carries_the_number_of_its_format():
    assert stored(published())["format"] == FORMAT


def test_what_carries_no_number_is_of_the_first_format():
    content = stored(published())
    del content["format"]

    assert restored(content) == published()


def test_a_field_that_came_later_has_its_default():
    content = stored(published())
    assert content.pop("errata") == []
    assert content.pop("synthetic") is False

    assert restored(content) == published()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": 99}, "is of the format 99, which is not known"),
        ({"type": "Text", "words": "x"}, "is not that of a report"),
        ({"sections": [{"type": "date", "year": 1}]}, "the kind date, which is not known"),
        ({"sections": [{"title": "x"}]}, "the kind None, which is not known"),
        ({"sections": [{"type": ["Text"]}]}, "which is not known"),
        ({"sections": [{"type": "Prose"}]}, "a Prose lacks: heading, blocks"),
        ({"author": "x"}, "a Document has unknown: author"),
        ({"published_on": "yesterday"}, "published_on of a Document can't be read: 'yesterday'"),
        ({"starts": 7}, "starts of a Document can't be read: 7"),
    ],
)
def test_what_can_not_be_read_is_said_in_words(changed, said):
    with pytest.raises(Unreadable, match=said):
        restored({**stored(published()), **changed})


@pytest.mark.parametrize("content", [[], "x", None, 7, {}])
def test_what_is_no_report_is_said_in_words(content):
    with pytest.raises(Unreadable, match="is not that of a report"):
        restored(content)


def frozen(number: int) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((FROZEN / f"format-{number}.json").read_bytes())
    return held


def test_each_format_has_a_frozen_report_with_one_of_everything():
    # A token gives way to its figure before anything is stored.
    kinds = set(KINDS) - {FigureToken.__name__}

    assert {path.name for path in FROZEN.iterdir()} == {
        f"format-{number}.json" for number in range(1, FORMAT + 1)
    }
    assert kinds == {part["type"] for part in parts(frozen(FORMAT)["report"])}


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_a_frozen_report_is_as_it_was(number):
    held = frozen(number)

    assert checksum_of(held["report"]) == held["checksum"]
    assert held["report"]["format"] == number


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_a_frozen_report_is_read_without_loss(number):
    content = frozen(number)["report"]
    content.pop("format")

    assert list(lost(content, stored(restored(content)))) == []


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS)
def test_a_frozen_report_is_printed(made, number):
    assert made.write(restored(frozen(number)["report"]))


def test_what_has_no_figure_is_found():
    assert missing_from(draft()) == ()
    missing = MissingFigure("{{shire/vsa/x}}", "unknown")
    assert missing_from(draft_with(missing)) == (missing,)


def draft_with(missing):
    part = Prose("", (BulletList(((Paragraph((missing,)),),)),))
    return replace(draft(), sections=(Section("a", "A", (part,)),))


def parts(content: Any) -> Iterator[dict[str, Any]]:
    """Everything within a stored report that has a kind."""
    if isinstance(content, list):
        for item in content:
            yield from parts(item)
    elif isinstance(content, dict):
        yield content
        for value in content.values():
            yield from parts(value)


def lost(then: Any, now: Any, where: str = "report") -> Iterator[str]:
    """What ``then`` holds and ``now`` doesn't, which may hold more."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in then.items():
            yield from lost(value, now.get(name), f"{where}.{name}")
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for place, (before, after) in enumerate(zip(then, now, strict=True)):
            yield from lost(before, after, f"{where}[{place}]")
    elif then != now:
        yield f"{where}: {then!r} became {now!r}"
