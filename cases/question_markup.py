"""The markup of one question, made fast enough to show a whole checklist on one page."""

from functools import lru_cache
from typing import Final, NamedTuple

from checklists.instrument import NO, NOT_APPLICABLE, YES, Question
from peel.lib.patterns import Pattern, Slots, pattern_from

KEPT: Final = 4096
LETTERS: Final = {YES: "Y", NO: "N", NOT_APPLICABLE: "A"}
LONGEST_GUIDANCE: Final = 260
WIDEST_LINE: Final = 44


class Option(NamedTuple):
    """One answer to choose from, the key that chooses it, and the slot for its mark."""

    code: str
    label: str
    key: str
    checked: str


@lru_cache(maxsize=KEPT)
def pattern_of(template: str, question: Question, follows: str = "") -> Pattern:
    """The pattern of ``template`` for one question; ``follows`` says what it hangs on."""
    shown, folded = split_guidance(question.guidance)
    context = {
        "question": question,
        "follows": follows,
        "guidance": shown,
        "more_guidance": folded,
        "options": _options(question),
        "inline": sum(len(option.label) + 6 for option in question.options) <= WIDEST_LINE,
        "asked_when": " ".join(sorted(question.asked_when)),
        "note_on": " ".join(sorted(question.note_required_on)),
    }
    return pattern_from(template, context)


def split_guidance(guidance: str) -> tuple[str, str]:
    """Guidance that is long, as what is shown and what is folded away."""
    text = " ".join(guidance.split())
    if len(text) <= LONGEST_GUIDANCE:
        return text, ""
    end = text.find(". ", LONGEST_GUIDANCE // 3)
    return (text, "") if end < 0 else (text[: end + 1], text[end + 2 :])


def _options(question: Question) -> list[Option]:
    if question.kind not in ("yes_no", "choice"):
        return []
    slots = Slots()
    return [
        Option(
            option.code,
            option.label,
            LETTERS.get(option.code, str(place) if place < 10 else ""),
            slots[f"checked {option.code}"],
        )
        for place, option in enumerate(question.options, 1)
    ]
