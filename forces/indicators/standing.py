"""Reads the values that stand: those of the accepted lists, where a later one wins."""

from collections import defaultdict
from collections.abc import Collection

from forces.indicators.computing import Amount, ForceData
from forces.indicators.indicator import Indicator
from forces.indicators.periods import Period
from forces.indicators.shipped import shipped_indicators
from forces.models import Force, SubmittedValue

Key = tuple[str, str]


def force_data(force: Force) -> ForceData:
    """Everything that a force gave and that was accepted. One query."""
    return _read([force.pk], None)[force.pk]


def data_of_forces(
    forces: Collection[Force], indicator: Indicator | None = None
) -> dict[int, ForceData]:
    """What stands of each force, by primary key, whether it gave any or not. One query.

    With an ``indicator``, only what it takes to compute that one.
    """
    codes = None
    if indicator is not None:
        codes = [indicator.code, *(i.code for i in shipped_indicators().parts_of(indicator))]
    return _read([force.pk for force in forces], codes)


def _read(forces: list[int], codes: list[str] | None) -> dict[int, ForceData]:
    values = SubmittedValue.objects.accepted().filter(submission__force__in=forces)
    if codes is not None:
        values = values.filter(indicator__in=codes)
    held: dict[int, dict[Key, dict[Period, Amount]]] = {pk: defaultdict(dict) for pk in forces}
    rows = values.select_related("submission").order_by("submission__starts", "pk")
    for row in rows:
        held[row.submission.force_id][(row.indicator, row.group)][row.period] = amount_of(row)
    return {pk: ForceData(shipped_indicators(), dict(found)) for pk, found in held.items()}


def amount_of(row: SubmittedValue) -> Amount:
    """A stored value. Reads its submission."""
    sources = (row.source,) if row.source else ()
    return Amount(row.value, row.illustrative, row.submission.synthetic, sources)
