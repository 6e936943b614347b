"""Reviewers without their names."""


class Pseudonyms:
    """Numbers people in the order in which they are met; a number means nothing elsewhere."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def of(self, person: int | None) -> str:
        """Such as "R1"; "" for nobody."""
        if person is None:
            return ""
        return self._known.setdefault(person, f"R{len(self._known) + 1}")
