"""What changed from one text to the next."""

from hypothesis import given
from hypothesis import strategies as st

from judgments.findings.differences import Change, Piece, differences

TEXTS = st.text(st.sampled_from("ab \n"), max_size=40) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    pieces = differences(before, after)
    old = [piece.words for piece in pieces if piece.change != Change.PUT_IN]
    new = [piece.words for piece in pieces if piece.change != Change.TAKEN_OUT]
    assert ("".join(old), "".join(new)) == (before, after)


@given(TEXTS)
def test_what_did_not_change_is_one_piece(text: str) -> None:
    assert {piece.change for piece in differences(text, text)} <= {Change.SAME}


def test_a_word_that_took_the_place_of_another_is_told() -> None:
    assert differences("Calls are lost.", "Calls are answered.") == (
        Piece("Calls are ", Change.SAME),
        Piece("lost.", Change.TAKEN_OUT),
        Piece("answered.", Change.PUT_IN),
    )
