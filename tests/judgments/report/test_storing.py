"""A report is frozen as JSON from which the same report comes back, with a checksum over it."""

import json
from dataclasses import replace

import pytest

from judgments.report.document import Prose, Section, missing_from
from judgments.report.storing import checksum_of, restored, stored
from judgments.text.tree import BulletList, MissingFigure, Paragraph
from tests.judgments.report.reports import draft, published


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


def test_only_known_kinds_are_read():
    with pytest.raises(KeyError):
        restored({"type": "date", "year": 1})


def test_what_has_no_figure_is_found():
    assert missing_from(draft()) == ()
    missing = MissingFigure("{{shire/vsa/x}}", "unknown")
    assert missing_from(draft_with(missing)) == (missing,)


def draft_with(missing):
    part = Prose("", (BulletList(((Paragraph((missing,)),),)),))
    return replace(draft(), sections=(Section("a", "A", (part,)),))
