"""The texts of a long report: every figure in them is cited. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

HEADINGS = (
    "Supervisors know what their teams are working on",
    "Plans are made early and mostly followed",
    "Victims are told what happens, but not always in time",
    "Risk is looked at again when something changes",
    "Demand is understood and people are moved to where it is",
    "Records say why a decision was taken",
    "Officers have the training that their work asks for",
)
SENTENCES = (
    "Leaders described the same priorities as the people who work for them.",
    "We watched meetings in which harm, demand and people were weighed against each other.",
    "Where a plan was missing, a supervisor usually noticed and asked for it.",
    "Officers told us that their workload leaves them time to keep victims informed.",
    "Guidance is easy to find, and those we spoke to had used it in the week before.",
    "Checks are made before anybody is sent, so that the right help arrives.",
    "In some records the reason for closing the case was left out, and nobody asked for it.",
    "Partners share what they know, and the tasks that follow are written down.",
    "A change in a victim's wishes was recorded, with what was done about it.",
    "Some teams rely on the memory of experienced colleagues where a record would serve better.",
    "Quality is looked at by somebody who did not do the work, and lessons are passed on.",
    "The constabulary could say which of its changes had made a difference, and how it knows.",
)
POINTS = (
    "what was known of the people involved;",
    "who was responsible for the next step, and until when;",
    "which advice was given and whether it was understood; and",
    "why the case was closed.",
)
SENTENCES_A_PARAGRAPH = 4
FEWEST_IN_A_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be cited: ``measures`` of a ``sample``, which is named with its inspection."""

    sample: str
    measures: Sequence[str]

    def token(self, number: int, form: str = "") -> str:
        """Cites the measure that comes at ``number``, counted round and round."""
        code = self.measures[number % len(self.measures)]
        return f"{{{{{self.sample}/{code}{form and ' '}{form}}}}}"

    def block(self, number: int, form: str) -> str:
        """Cites several measures in a chart or table, one more in every round."""
        several = FEWEST_IN_A_BLOCK + number // len(self.measures)
        codes = "+".join(_round(self.measures, number, several))
        return f"{{{{{self.sample}/{codes} {form}}}}}"


def heading(number: int) -> str:
    return HEADINGS[number % len(HEADINGS)]


def text(figures: Figures, number: int) -> str:
    """Markdown of half a page to a page; no two numbers have the same."""
    return "\n\n".join(_paragraphs(figures, number))


def rationale(number: int) -> str:
    return _sentences(number)


def _paragraphs(figures: Figures, number: int) -> Iterator[str]:
    yield f"{_sentences(number)} In the files that we read, {figures.token(number)}."
    yield f"{_sentences(number + 5)} It was so in **{figures.token(number + 7, 'count')}**."
    if number % 3 == 0:
        yield figures.block(number, "chart")
    elif number % 3 == 1:
        yield figures.block(number, "table")
    else:
        yield "Records did not always say:"
        yield "\n".join(f"- {point}" for point in POINTS)
    yield f"{_sentences(number + 8)} Elsewhere, {figures.token(number + 13)}."


def _sentences(number: int) -> str:
    return " ".join(_round(SENTENCES, number, SENTENCES_A_PARAGRAPH))


def _round(items: Sequence[str], first: int, number: int) -> list[str]:
    start = first % len(items)
    return list(islice(cycle(items), start, start + number))
