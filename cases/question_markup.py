"""The markup of one question, made fast enough to show a whole checklist on one page.

A question's template is rendered once in the life of the process, with a slot wherever the
answer comes in. Each page then only fills the slots, which costs a tenth of rendering.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from checklists.instrument import NO, NOT_APPLICABLE, YES, Question

# Control characters: no definition can hold them, and escaping leaves them alone.
SLOT: Final = re.compile("\x02([^\x03]*)\x03")
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


class Pattern(NamedTuple):
    """Text between slots, and the names of the slots: one more text than names."""

    texts: tuple[str, ...]
    slots: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> SafeString:
        """The markup with each slot's value escaped; a slot without a value stays empty."""
        filled = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            if value := values.get(slot):
                filled.append(conditional_escape(value))
            filled.append(text)
        return mark_safe("".join(filled))  # noqa: S308


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
        "slot": _Slots(),
    }
    parts = SLOT.split(render_to_string(template, context))
    return Pattern(tuple(parts[::2]), tuple(parts[1::2]))


def split_guidance(guidance: str) -> tuple[str, str]:
    """Guidance that is long, as what is shown and what is folded away."""
    text = " ".join(guidance.split())
    if len(text) <= LONGEST_GUIDANCE:
        return text, ""
    end = text.find(". ", LONGEST_GUIDANCE // 3)
    return (text, "") if end < 0 else (text[: end + 1], text[end + 2 :])


class _Slots:
    """Gives the template a slot of any name: ``{{ slot.note }}``."""

    def __getitem__(self, name: str) -> str:
        return f"\x02{name}\x03"


def _options(question: Question) -> list[Option]:
    if question.kind not in ("yes_no", "choice"):
        return []
    slots = _Slots()
    return [
        Option(
            option.code,
            option.label,
            LETTERS.get(option.code, str(place) if place < 10 else ""),
            slots[f"checked {option.code}"],
        )
        for place, option in enumerate(question.options, 1)
    ]
