"""How a count is printed: the inspectorate's house style. Pure: no Django, no database.

Both numbers in words when both are ten or less, both in numerals when either is above
ten, "all 30 cases" when everything met, "none of the 12 cases" when nothing did.
"""

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def cases(met: int, of: int) -> str:
    """``met`` of ``of`` cases in words, to stand after "in".

    >>> cases(83, 100), cases(8, 9), cases(30, 30), cases(0, 12)
    ('83 of 100 cases', 'eight of nine cases', 'all 30 cases', 'none of the 12 cases')
    >>> cases(2, 2), cases(0, 2), cases(1, 1), cases(0, 1)
    ('both cases', 'neither of the two cases', 'the only relevant case', 'no case out of one')

    Raises ValueError when ``met`` is not between 0 and ``of``.
    """
    if not 0 <= met <= of:
        raise ValueError(f"{met} of {of} is not a count of cases.")
    if of == 0:
        return "no relevant cases"
    if of == 1:
        return "the only relevant case" if met else "no case out of one"
    if met == of:
        return "both cases" if of == 2 else f"all {_number(of, of)} cases"
    if met == 0:
        return "neither of the two cases" if of == 2 else f"none of the {_number(of, of)} cases"
    return f"{_number(met, of)} of {_number(of, of)} cases"


def counted(number: int, of: int) -> str:
    """Two counts in the same style where no cases are meant, such as crimes recorded.

    >>> counted(19, 22), counted(8, 9), counted(12, 9)
    ('19 of 22', 'eight of nine', '12 of 9')
    """
    largest = max(number, of)
    return f"{_number(number, largest)} of {_number(of, largest)}"


def sentence(phrase: str, met: int, of: int) -> str:
    """``phrase`` with its ``{cases}`` filled in.

    >>> sentence("investigations were effective in {cases}", 83, 100)
    'investigations were effective in 83 of 100 cases'
    >>> sentence("investigations were effective in {cases}", 0, 0)
    'there were no relevant cases'
    """
    if of == 0:
        # "Effective in no relevant cases" would read as if none of them was.
        return "there were no relevant cases"
    return phrase.replace("{cases}", cases(met, of))


def _number(number: int, largest: int) -> str:
    return WORDS[number] if largest <= 10 else f"{number:,}"
