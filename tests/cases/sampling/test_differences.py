"""What is told of a draw that doesn't come out again as it was recorded."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.sampling.differences import differences
from cases.sampling.drawing import draw
from cases.sampling.plans import read_plan
from cases.sampling.tickets import ticket_of

EXTRACT = {f"04/{n:02}/23": ("8" if n % 3 else "18",) for n in range(24)}
PLAN = read_plan(
    {
        "code": "a",
        "title": "A",
        "checklist": "vsa",
        "strata": [{"code": "o", "each": ["outcome"], "quota": 3}],
        "reserve": {"share": 0, "at_least": 2},
    }
)


def recorded(**changed: Any) -> dict[str, Any]:
    drawn = draw(EXTRACT, PLAN, "Peel", ("outcome",)).as_mapping()
    numbers = {"records": 24, "rejected": 0, "excluded": 0}
    source = {"algorithm": "1", "seed": "Peel", "extract_sha256": "aa"}
    read: dict[str, Any] = json.loads(json.dumps({**source, **numbers, **drawn, **changed}))
    return read


def test_a_draw_that_comes_out_again_has_no_differences():
    assert differences(recorded(), recorded()) == []


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        ({"algorithm": "2"}, ["The draw was recorded with algorithm 1 and repeated with 2."]),
        ({"seed": "peel"}, ["The recorded seed is “Peel”, not “peel”."]),
        (
            {"extract_sha256": "bb"},
            [
                "The extract is another file: its SHA-256 is bb, and the draw records aa. The "
                "draw from it is the same."
            ],
        ),
        (
            {"extract_sha256": "bb", "records": 1_025},
            [
                "The extract is another file: its SHA-256 is bb, and the draw records aa.",
                "1,025 records were read, and the draw records 24.",
            ],
        ),
        ({"rejected": 3}, ["3 rows were rejected, and the draw records 0."]),
        ({"excluded": 1}, ["1 record was excluded, and the draw records 0."]),
    ],
)
def test_another_source_is_told(changed, sentences):
    assert differences(recorded(), recorded(**changed)) == sentences


def test_what_one_of_them_does_not_name_is_not_compared():
    bare = {key: recorded()[key] for key in ("strata", "drawn", "reserve")}
    assert differences(recorded(), bare) == differences(bare, recorded()) == []


def test_a_stratum_that_differs_is_told():
    now = recorded()
    now["strata"][0].update(count=17, quota=1, reserve=1)
    now["strata"][1]["stratum"] = "o_9"
    assert differences(recorded(), now) == [
        "The stratum “o_8” is recorded, and isn't in the draw now.",
        "The stratum “o_9” is in the draw now, and isn't recorded.",
        "The stratum “o_18” has 17 records, and the draw records 8.",
        "The stratum “o_18” has 1 file, and the draw records 3.",
        "The stratum “o_18” has 1 in reserve, and the draw records 2.",
    ]


def test_a_file_that_differs_is_told():
    was, now = recorded(), recorded()
    lost = now["drawn"].pop(0)
    other = {"reference": "NEW", "stratum": "o_8", "ticket": ticket_of("Peel", "NEW")}
    now["drawn"].append(other)
    changed = now["reserve"][0]
    before = dict(changed)
    changed["stratum"] = "o_9"
    assert differences(was, now) == [
        f"{lost['reference']} is recorded as drawn (stratum “{lost['stratum']}”, ticket "
        f"{lost['ticket']}), and isn't now.",
        f"NEW is drawn now (stratum “o_8”, ticket {other['ticket']}), and isn't recorded so.",
        f"{before['reference']}, in reserve, has stratum “o_9”, ticket {before['ticket']}, and the "
        f"draw records stratum “{before['stratum']}”, ticket {before['ticket']}.",
    ]


def test_another_order_is_told_once():
    now = recorded()
    now["drawn"].reverse()
    first, last = now["drawn"][-1]["reference"], now["drawn"][0]["reference"]
    assert differences(recorded(), now) == [
        f"{last} is number 1 drawn now, and the draw records {first} there."
    ]


@given(st.data())
def test_any_change_of_any_value_is_told(data):
    """A value of the draw itself or of its source, picked at random and changed."""
    now: Any = recorded()
    spots = [(now, key) for key in ("algorithm", "seed", "extract_sha256", "records", "excluded")]
    spots += [(row, key) for row in now["strata"] for key in ("stratum", "count", "quota")]
    spots += [
        (row, key)
        for row in (*now["drawn"], *now["reserve"])
        for key in ("reference", "stratum", "ticket")
    ]
    holder, key = data.draw(st.sampled_from(spots))
    was = deepcopy(holder[key])
    holder[key] = was + 1 if isinstance(was, int) else f"{was}x"
    found = differences(recorded(), now)
    assert found
    assert all(sentence.endswith(".") for sentence in found)


def test_another_seed_or_record_draws_something_else():
    other_seed = draw(EXTRACT, PLAN, "peel", ("outcome",)).as_mapping()
    assert differences(recorded(), other_seed)
    fewer = {
        ref: facts for ref, facts in EXTRACT.items() if ref != recorded()["drawn"][0]["reference"]
    }
    assert differences(recorded(), draw(fewer, PLAN, "Peel", ("outcome",)).as_mapping())
