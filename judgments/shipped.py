"""The frameworks that Peel ships."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def shipped_sources() -> dict[str, str]:
    """The definitions by the slugs of their cycles."""
    return {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}
