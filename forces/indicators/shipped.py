"""The indicators that Peel asks for, as they are shipped."""

from functools import cache
from pathlib import Path

from forces.indicators.definition import parse
from forces.indicators.indicator import Indicators

SOURCE = Path(__file__).parent.parent / "data" / "indicators.yaml"


@cache
def shipped_indicators() -> Indicators:
    """Read once and kept. Raises ``BrokenDefinition``, which a test keeps from happening."""
    return parse(SOURCE.read_text("utf-8"))
