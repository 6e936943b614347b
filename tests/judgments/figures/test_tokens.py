"""The grammar of tokens: what is one, what it names, and that writing it gives it back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forces.indicators.periods import Period
from judgments.figures.tokens import (
    CasesToken,
    ForceDataToken,
    Form,
    Token,
    split,
    token_of,
    tokens_of,
    unreadable,
)

SLUGS = st.from_regex(r"[a-z0-9]([a-z0-9_-]{0,8}[a-z0-9])?", fullmatch=True)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = DAYS.map(lambda day: f"{day:%Y-%m}")
SPANS = st.tuples(MONTHS, MONTHS).map(lambda two: "..".join(sorted(two)))
CASES = st.builds(CasesToken, st.sampled_from(Form), SLUGS, SLUGS, SLUGS)
SEVERAL = st.builds(
    CasesToken,
    st.sampled_from([Form.CHART, Form.TABLE]),
    SLUGS,
    SLUGS,
    st.lists(SLUGS, min_size=2, max_size=4).map("+".join),
)
FORCE_DATA = st.builds(
    ForceDataToken,
    st.sampled_from(Form),
    SLUGS,
    SLUGS,
    st.one_of(st.just(""), SLUGS),
    st.one_of(DAYS.map(date.isoformat), MONTHS, SPANS),
)
TOKENS: st.SearchStrategy[Token] = st.one_of(CASES, SEVERAL, FORCE_DATA)
PROSE = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), min_size=1)


@given(TOKENS)
def test_a_written_token_is_read_back(token: Token) -> None:
    assert token_of(token.text) == token
    assert split(token.text) == (token,)


@given(st.lists(st.tuples(PROSE, TOKENS)), PROSE)
def test_text_is_split_at_its_tokens_and_nothing_is_lost(
    pairs: list[tuple[str, Token]], rest: str
) -> None:
    text = "".join(before + token.text for before, token in pairs) + rest
    parts = split(text)
    assert parts == (*(part for pair in pairs for part in pair), rest)
    assert "".join(part if isinstance(part, str) else part.text for part in parts) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_split_without_loss(text: str) -> None:
    assert "".join(p if isinstance(p, str) else p.text for p in split(text)) == text


def test_spaces_inside_the_braces_do_not_matter() -> None:
    token = token_of("{{ shire-2023-25/vsa/plan_present   count }}")
    assert token == CasesToken(Form.COUNT, "shire-2023-25", "vsa", "plan_present")


def test_the_form_is_a_sentence_where_none_is_named() -> None:
    token = CasesToken(Form.SENTENCE, "shire-2023-25", "vsa", "plan_present")
    assert token.text == "{{shire-2023-25/vsa/plan_present}}"
    assert token_of("{{shire-2023-25/vsa/plan_present sentence}}") == token


@pytest.mark.parametrize(
    ("when", "starts", "ends"),
    [
        ("2024-06-30", date(2023, 7, 1), date(2024, 6, 30)),
        ("2024-02-29", date(2023, 3, 1), date(2024, 2, 29)),
        ("2021-03-21", date(2021, 3, 21), date(2021, 3, 21)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-04..2023-09", date(2023, 4, 1), date(2023, 9, 30)),
    ],
)
def test_a_period_is_a_year_a_day_or_months(when: str, starts: date, ends: date) -> None:
    token = token_of(f"{{{{shire/force-data/calls_999 {when}}}}}")
    assert isinstance(token, ForceDataToken)
    assert token.period == Period(starts, ends)


def test_a_group_stands_after_the_indicator() -> None:
    token = token_of("{{shire/force-data/stop_and_searches/black 2023-03-31 table}}")
    assert token == ForceDataToken(Form.TABLE, "shire", "stop_and_searches", "black", "2023-03-31")


@pytest.mark.parametrize(
    "written",
    [
        "{{}}",
        "{{shire}}",
        "{{shire-2023-25/vsa}}",
        "{{shire-2023-25/vsa/plan_present graph}}",
        "{{shire-2023-25/vsa/plan present}}",
        "{{a/b/c/d}}",
        "{{shire-2023-25/vsa/plan_present+plan_followed}}",
        "{{shire/force-data/calls_999 2024-13-01}}",
        "{{shire/force-data/calls_999 2024-02-30}}",
        "{{shire/force-data/calls_999 2024-09..2024-04}}",
        "{{../vsa/x}}",
        "{{<b>/vsa/x}}",
        "{{" + "a" * 249 + "/vsa/x}}",
    ],
)
def test_what_is_no_token_stays_text_and_is_listed(written: str) -> None:
    assert split(f"In {written}.") == (f"In {written}.",)
    assert unreadable(f"In {written} and {written}.") == (written,)


def test_a_token_does_not_go_over_a_line() -> None:
    assert tokens_of("{{shire-2023-25/vsa/plan_present\ncount}}") == ()


def test_a_token_counts_once_in_a_text() -> None:
    text = "{{a/b/c}} {{d/e/f}} {{a/b/c}}"
    assert [token.figure for token in tokens_of(text)] == ["a/b/c", "d/e/f"]
