#!/usr/bin/env python3
"""Fetch the files of others that Peel serves, draws or tests with, and make them ours to serve.

Run it after a version below changes. It needs npm and nothing else, and writes only
files that are named here.
"""

import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"\n?(/\*|//)# sourceMappingURL=\S+( ?\*/)?\s*$")
CREST_IMAGE = re.compile(r"[a-z-]+:url\([^)]*crest[^)]*\);?")
ABSOLUTE_ASSET = re.compile(r"url\(/assets/")


def stylesheet(text: str) -> str:
    """The style sheet without the font and the crest that only GOV.UK itself may show."""
    text = FONT_FACE.sub("", text)
    text = re.sub(r'"?GDS Transport"?,\s*', "", text)
    text = CREST_IMAGE.sub("", text)
    text = ABSOLUTE_ASSET.sub("url(assets/", text)
    return without_source_map(text)


def without_source_map(text: str) -> str:
    """The text without its last line's source map, which hashed static storage would look for."""
    return SOURCE_MAP.sub("", text).rstrip() + "\n"


def unchanged(text: str) -> str:
    return text


@dataclass(frozen=True)
class Piece:
    """A file of a package, where it goes and what is done to its text; None for no text."""

    source: str
    destination: str
    edit: Callable[[str], str] | None


PACKAGES = {
    "govuk-frontend@6.6.0": (
        Piece(
            "dist/govuk/govuk-frontend.min.css",
            "static/vendor/govuk/govuk-frontend.css",
            stylesheet,
        ),
        Piece(
            "dist/govuk/govuk-frontend.min.js",
            "static/vendor/govuk/govuk-frontend.js",
            without_source_map,
        ),
    ),
    "axe-core@4.14.1": (
        Piece("axe.min.js", "tests/vendor/axe.min.js", without_source_map),
        Piece("LICENSE", "tests/vendor/axe-LICENSE.txt", unchanged),
        Piece("LICENSE-3RD-PARTY.txt", "tests/vendor/axe-LICENSE-3RD-PARTY.txt", unchanged),
    ),
    # As wide as Arial, letter by letter, so a picture is laid out as the page is.
    "@expo-google-fonts/arimo@0.4.3": (
        Piece("400Regular/Arimo_400Regular.ttf", "cases/charts/fonts/Arimo-Regular.ttf", None),
        Piece("700Bold/Arimo_700Bold.ttf", "cases/charts/fonts/Arimo-Bold.ttf", None),
        Piece(
            "400Regular_Italic/Arimo_400Regular_Italic.ttf",
            "cases/charts/fonts/Arimo-Italic.ttf",
            None,
        ),
        Piece("LICENSE_FONT", "cases/charts/fonts/LICENSE.txt", unchanged),
    ),
}


def fetch(package: str, folder: Path) -> Path:
    """Download ``package`` (``name@version``) into ``folder`` and return the archive's path."""
    printed = subprocess.run(  # noqa: S603  (the packages are the ones named above)
        ["npm", "pack", "--json", "--silent", package],  # noqa: S607
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    name: str = json.loads(printed)[0]["filename"]
    return folder / name


def unpack(archive: Path, pieces: tuple[Piece, ...]) -> None:
    """Write each piece of ``archive`` to its place."""
    with tarfile.open(archive) as files:
        for piece in pieces:
            member = files.extractfile(f"package/{piece.source}")
            if member is None:
                raise SystemExit(f"{archive.name} has no file {piece.source}.")
            destination = ROOT / piece.destination
            destination.parent.mkdir(parents=True, exist_ok=True)
            content = member.read()
            edited = piece.edit(content.decode()).encode() if piece.edit else content
            destination.write_bytes(edited)
            print(f"{piece.destination}: {destination.stat().st_size} bytes")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for package, pieces in PACKAGES.items():
            unpack(fetch(package, Path(folder)), pieces)


if __name__ == "__main__":
    main()
