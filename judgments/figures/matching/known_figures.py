"""The known figures, looked up by what a text has of them. Pure."""

from collections.abc import Collection, Iterable

from judgments.figures.matching.comparing import has_value
from judgments.figures.matching.known import Known
from judgments.figures.tokens import CasesToken, Token
from judgments.figures.typed import Percent, RoundedShare, Times, Value


class KnownFigures:
    """All that are known, of which a value is looked for once however often it is typed."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.all = tuple(known)
        self.stems = frozenset[str]().union(*(each.names.stems for each in self.all))
        self._own = tuple(each for each in self.all if each.own)
        self._having: dict[tuple[Value | RoundedShare, str], tuple[Known, ...]] = {}

    def having(self, value: Value | RoundedShare) -> tuple[Known, ...]:
        """Those that print as it was typed."""
        # 83 and 83.0 are the same number, and not the same figure.
        written = str(value.value) if isinstance(value, Percent | Times) else ""
        found = self._having.get((value, written))
        if found is None:
            found = tuple(each for each in self.all if has_value(each, value))
            self._having[value, written] = found
        return found

    def named_by(self, stems: frozenset[str]) -> tuple[Known, ...]:
        """The inspection's own of whose names a sentence has a word at least."""
        return tuple(each for each in self._own if not each.names.stems.isdisjoint(stems))

    def cited_by(self, tokens: Collection[Token]) -> frozenset[Known]:
        """The inspection's own that tokens cite, in whatever form."""
        figures = {figure for token in tokens for figure in _figures_of(token)}
        return frozenset(each for each in self._own if each.token.figure in figures)


def _figures_of(token: Token) -> Iterable[str]:
    if isinstance(token, CasesToken):
        return (f"{token.inspection}/{token.sample}/{code}" for code in token.measures)
    return (token.figure,)
