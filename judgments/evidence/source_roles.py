"""Finds what looks like a person's name where only a role belongs. Pure.

Roles are written with capitals too ("Detective Chief Inspector"), so words of police work are
known. A name in small letters is missed: nothing tells it from other words.
"""

import re
from itertools import pairwise
from typing import Final

_TITLES = "mr mrs ms miss mx dr sir dame rev pc wpc dc ps sgt ds insp di dci dsu supt"
_RANKS = "constable sergeant inspector superintendent commissioner commander officer detective"
_ROLE_WORDS = """
    acting adult advice adviser advisor advocate agency analyst antisocial armed arrest assault
    assistant audit authority behaviour board body borough british call caller case centre chief
    child children city clerk code college committee community compliance contact control
    coordinator corporate council counter county court crime crimes criminal crown custody cyber
    data delivery department deputy desk detention development digital director disclosure
    district diversity division divisional dog domestic driver economic employee equality
    exploitation family federation finance financial firearms first force forces forensic fraud
    front governance group handler harm hate head health home hub human improvement incident
    independent information inspectorate integrity intelligence intervention investigation
    investigations investigator investigators justice lawyer lead leader leadership learning
    legal liaison line local logistics major management manager managers media mental member
    missing multi national neighbourhood nurse offence offender offenders office officers online
    operations operational operator organised panel partner partnership patrol people performance
    person persons planning police policing policy practitioner prevention prison probation
    problem professional programme project prosecution protection psychologist public quality
    rape reality records regional representative representatives research resolution resources
    response review risk road roads safeguarding safer safety scene school search section
    secretary security senior serious service services sexual shift social solicitor special
    specialist staff standards station statutory stop strategic strategy student students
    superintendents supervisor supervisors support switch tactical taker team technology training
    traffic transport trust uniform uniformed union unit vehicle victim victims violence volunteer
    volunteers vulnerability vulnerable ward welfare witness women worker workers young youth
    north south east west northern southern eastern western central and at for from in of the to
    with
"""
TITLES: Final = frozenset(_TITLES.split())
RANKS: Final = frozenset(_RANKS.split())
KNOWN: Final = TITLES | RANKS | frozenset(_ROLE_WORDS.split())
APOSTROPHES: Final = "'\N{RIGHT SINGLE QUOTATION MARK}"
WORD: Final = re.compile(
    rf"[^\W\d_][^\W\d_{APOSTROPHES}-]*[{APOSTROPHES}]?[^\W\d_-]*\.?|[^\s\w]|\d+"
)


def looks_like_a_name(role: str) -> bool:
    """Whether a name seems to stand in ``role``, as in "Sergeant Patel" or "Jane Smith"."""
    return any(_is_named(before, after) for before, after in pairwise(WORD.findall(role)))


def _is_named(before: str, after: str) -> bool:
    """Whether ``after`` reads as the surname of what stands right before it."""
    if not _could_be_a_name(after):
        return False
    title = before.rstrip(".").casefold() in TITLES | RANKS
    return title or _is_initial(before) or _could_be_a_name(before)


def _could_be_a_name(word: str) -> bool:
    """A capital with small letters after it, and no word of police work."""
    if not (word[0].isupper() and any(letter.islower() for letter in word[1:])):
        return False
    folded = word.rstrip(".").casefold()
    for apostrophe in APOSTROPHES:
        folded = folded.removesuffix(f"{apostrophe}s").removesuffix(apostrophe)
    return folded not in KNOWN


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 and word[0].isupper()
