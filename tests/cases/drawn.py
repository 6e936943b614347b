"""A sample as a draw leaves it, without an extract."""

from cases.actions.adding import add_case_files
from cases.models import CaseFile, Sample
from forces.models import Inspection
from tests.factories import DrawFactory, DrawStratumFactory, SampleFactory, TicketFactory


def drawn_sample(
    inspection: Inspection, drawn: int = 2, reserve: int = 3, planned: int | None = None
) -> Sample:
    """Two strata, “T” and “V”, each with files T-1.. that were drawn and a reserve T-R1.. ."""
    sample = SampleFactory.create(inspection=inspection, slug="drawn")
    draw = DrawFactory.create(sample=sample)
    files = []
    for letter in "TV":
        stratum = DrawStratumFactory.create(
            draw=draw,
            code=letter,
            title=f"Stratum {letter}",
            planned=drawn if planned is None else planned,
            quota=drawn,
            reserve=reserve,
        )
        for number in range(1, drawn + 1):
            ticket = TicketFactory.create(stratum=stratum, reference=f"{letter}-{number}")
            files.append(
                CaseFile(
                    sample=sample,
                    reference=ticket.reference,
                    facts=ticket.facts,
                    position=ticket.position,
                    ticket=ticket,
                )
            )
        for number in range(1, reserve + 1):
            TicketFactory.create(
                stratum=stratum,
                reference=f"{letter}-R{number}",
                position=number * 2 + (letter == "V"),
                is_reserve=True,
            )
    add_case_files(sample, files)
    return sample
