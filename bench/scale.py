"""How much casework the databases hold that are measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """So many inspections of each force, with one sample of 100 files each."""

    name: str
    forces: int
    inspections: int

    @property
    def samples(self) -> int:
        return self.forces * self.inspections


ONE = Scale("one", forces=1, inspections=1)
SMALL = Scale("small", forces=4, inspections=3)
FULL = Scale("full", forces=43, inspections=18)
EXPORTS = Scale("exports", forces=1, inspections=1)
"""Apart from ONE: large samples are added to it."""
SCALES = {scale.name: scale for scale in (ONE, SMALL, FULL, EXPORTS)}
