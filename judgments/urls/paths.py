"""Where the addresses of several pages begin."""

from typing import Final

INSPECTION: Final = "inspections/<slug:inspection>/"
