"""The moderation of a file as its page shows it: what differs first, and what a choice does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checklists.instrument import Question

from .contributions import Effect
from .file_moderation import Moderation
from .foresight import Foresight
from .models import Choice, Decision
from .relevance import Given
from .review_differences import Compared, Standing, followers_of

NOT_ASKED = "Not asked"
THIRD = f"{Choice.THIRD.value}-"
"""What the name of another answer begins with, before its code where it is one of a list."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody sent on a question that could not be recorded, and why."""

    question: str
    chose: str
    value: str
    note: str
    reason: str
    problem: str
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. ``effects`` are the figures that it moves.

    ``typed`` says that the answer is to be typed in.
    """

    key: str
    title: str
    label: str
    note: str
    effects: Sequence[Effect]
    is_chosen: bool
    typed: bool = False
    needs_note: bool = False

    @property
    def is_third(self) -> bool:
        return self.key.startswith(THIRD)


@dataclass(frozen=True, slots=True)
class Follower:
    """A question that only one review was asked, because of its answer to the parent."""

    question: Question
    asked_in: str
    label: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One question. ``options`` are empty where nothing can be decided.

    ``moot`` says after whose decision it isn't asked any more, "" while it is asked.
    """

    question: Question
    first: Given | None
    second: Given | None
    agreed: Given | None
    options: Sequence[Option]
    followers: Sequence[Follower]
    decision: Decision | None
    revision: int
    is_open: bool
    is_outdated: bool
    moot: str
    draft: Draft | None

    @property
    def has_third(self) -> bool:
        """Whether there is an answer to choose that neither review has."""
        return any(option.is_third for option in self.options)

    @property
    def first_label(self) -> str:
        return _label(self.question, self.first)

    @property
    def second_label(self) -> str:
        return _label(self.question, self.second)

    @property
    def agreed_label(self) -> str:
        return _label(self.question, self.agreed)

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and not self.is_outdated

    @property
    def decided_label(self) -> str:
        return self.question.label_of(self.decision.value) if self.decision else ""


@dataclass(frozen=True, slots=True)
class ModerationSheet:
    """The page. ``differences`` are in the checklist's order, so a parent comes before what
    hangs on it; ``words`` and ``rest`` are the questions without a difference in answers.
    """

    differences: Sequence[Row]
    words: Sequence[Row]
    rest: Sequence[Row]
    moved: Sequence[Effect]

    @property
    def left(self) -> int:
        return sum(row.is_open for row in self.differences)

    @property
    def decided(self) -> int:
        return sum(row.is_decided and not row.moot for row in self.differences)

    @property
    def next_open(self) -> Row | None:
        return next((row for row in self.differences if row.is_open), None)


def moderation_sheet(
    moderation: Moderation, *, decides: bool, opened: str = "", draft: Draft | None = None
) -> ModerationSheet:
    """The whole page in one query. ``decides`` says whether the reader may decide now.

    ``opened`` is the code of a question to be decided on though nothing differs there.
    """
    return _Maker(moderation, decides, opened, draft).sheet()


class _Maker:
    """Makes the rows of one sheet; what all of them need is computed once."""

    def __init__(
        self, moderation: Moderation, decides: bool, opened: str, draft: Draft | None
    ) -> None:
        self.moderation = moderation
        self.instrument = moderation.instrument
        self.decides = decides
        self.draft = draft
        self.opened = draft.question if draft else opened
        self.agreed = moderation.agreed
        self.open = frozenset(self.agreed.open)
        self.compared = {one.question.code: one for one in moderation.compared}
        self.followers = followers_of(moderation.compared)
        self.foresight = Foresight(moderation)

    def sheet(self) -> ModerationSheet:
        rows = list(self._rows())
        differing, wordy = Standing.DIFFERS, Standing.WORDS
        standing = {code: one.standing for code, one in self.compared.items()}
        first = [r for r in rows if self._comes_first(r, standing[r.question.code] == differing)]
        listed = {row.question.code for row in first}
        others = [row for row in rows if row.question.code not in listed and not row.moot]
        return ModerationSheet(
            differences=first,
            words=[r for r in others if standing[r.question.code] == wordy],
            rest=[r for r in others if standing[r.question.code] != wordy],
            moved=self.foresight.moved(),
        )

    def _comes_first(self, row: Row, differs: bool) -> bool:
        decided = row.decision is not None and not row.moot
        return differs or decided or row.is_open or bool(row.options)

    def _rows(self) -> Iterator[Row]:
        for one in self.moderation.compared:
            code = one.question.code
            if one.standing != Standing.NONE or code in self.agreed.answers:
                yield self._row(one)

    def _row(self, one: Compared) -> Row:
        code = one.question.code
        draft = self.draft if self.draft and self.draft.question == code else None
        return Row(
            question=one.question,
            first=one.first,
            second=one.second,
            agreed=None if code in self.open else self.agreed.answers.get(code),
            options=self._options(one) if self._has_options(one) else (),
            followers=self._followers(code),
            decision=self.moderation.decisions.get(code),
            revision=self.moderation.revisions.get(code, 0),
            is_open=code in self.open,
            is_outdated=code in self.moderation.outdated,
            moot="" if code in self.agreed.answers else self._moot(one.question),
            draft=draft,
        )

    def _has_options(self, one: Compared) -> bool:
        code = one.question.code
        if not self.decides or code not in self.agreed.answers:
            return False
        is_decided = code in self.moderation.decisions
        differs = one.standing == Standing.DIFFERS
        return differs or is_decided or code in self.open or code == self.opened

    def _moot(self, question: Question) -> str:
        """The number of the nearest parent that is still asked."""
        parent = question.parent
        while parent and parent not in self.agreed.answers:
            parent = self.instrument.question(parent).parent
        return self.instrument.question(parent).number if parent else question.number

    def _followers(self, code: str) -> tuple[Follower, ...]:
        """Those that hang on the answer, each followed by those that hang on it in turn."""
        found: list[Follower] = []
        for follower in self.followers.get(code, ()):
            one = self.compared[follower]
            found.append(
                Follower(
                    question=one.question,
                    asked_in="first" if one.first else "second",
                    label=_label(one.question, one.stand_in),
                    is_asked=follower in self.agreed.answers,
                )
            )
            found += self._followers(follower)
        return tuple(found)

    def _options(self, one: Compared) -> tuple[Option, ...]:
        chosen = self._chosen(one)
        options = []
        for choice, given in ((Choice.FIRST, one.first), (Choice.SECOND, one.second)):
            if given:
                title = choice.label if self.moderation.second else "Review"
                options.append(self._option(one, choice.value, title, given, chosen))
        listed = {given.value for given in (one.first, one.second) if given}
        for answer in one.question.options:
            if answer.code not in listed:
                given = Given(answer.code)
                options.append(
                    self._option(one, f"{THIRD}{answer.code}", "Another answer", given, chosen)
                )
        if one.question.kind in {"count", "text"}:
            options.append(self._typed(one, chosen))
        return tuple(options)

    def _option(self, one: Compared, key: str, title: str, given: Given, chosen: str) -> Option:
        question = one.question
        return Option(
            key=key,
            title=title,
            label=question.label_of(given.value),
            note=given.note,
            effects=self.foresight.effects_of(question.code, given),
            is_chosen=key == chosen,
            needs_note=key.startswith(THIRD) and given.value in question.note_required_on,
        )

    def _typed(self, one: Compared, chosen: str) -> Option:
        return Option(
            key=THIRD, title="Another answer", label="", note="", effects=(),
            is_chosen=chosen == THIRD, typed=True,
        )  # fmt: skip

    def _chosen(self, one: Compared) -> str:
        """The key of the option that was sent, or else of the one that was decided."""
        code = one.question.code
        if self.draft and self.draft.question == code:
            return self.draft.chose
        decision = self.moderation.decisions.get(code)
        if decision is None or code in self.moderation.outdated:
            return ""
        if decision.chose != Choice.THIRD:
            return decision.chose
        is_listed = any(option.code == decision.value for option in one.question.options)
        return f"{THIRD}{decision.value}" if is_listed else THIRD


def _label(question: Question, given: Given | None) -> str:
    return question.label_of(given.value) if given else NOT_ASKED
