"""A drawing as SVG: for a page, dressed by its style sheet, or as a file that stands alone."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from .layouts import NARROW
from .lettering import SIZE
from .looks import LOOKS, PATTERNED
from .shapes import Drawing, Shape

FONT: Final = "Arimo, 'Liberation Sans', Arial, sans-serif"
MARGIN: Final = 16
STRIPES: Final = "M-2 2L2 -2M0 8L8 0M6 10L10 6"


def on_page(drawing: Drawing, key: str) -> SafeString:
    """The drawing for a page. ``key`` sets its identifiers apart from other drawings there."""
    width = "narrow" if drawing.width == NARROW.width else "wide"
    opening = _opening(
        "svg",
        {
            "class": f"chart chart--{width}",
            "viewBox": f"0 0 {drawing.width} {drawing.height}",
            "role": "group",
            "aria-labelledby": f"{key}-title {key}-about",
        },
    )
    content = _Writer(key, dressed=False, links=True).content(drawing)
    return mark_safe(f"{opening}{content}</svg>")  # noqa: S308  (every word is escaped below)


def in_file(drawing: Drawing) -> str:
    """The drawing as a file of its own, with a margin, its own colours and its own letters."""
    width, height = str(drawing.width + 2 * MARGIN), str(drawing.height + 2 * MARGIN)
    opening = _opening(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": width,
            "height": height,
            "viewBox": f"-{MARGIN} -{MARGIN} {width} {height}",
            "role": "img",
            "aria-labelledby": "chart-title chart-about",
            "font-family": FONT,
            "font-size": str(SIZE),
        },
    )
    box = {"x": f"-{MARGIN}", "y": f"-{MARGIN}", "width": width, "height": height}
    paper = _opening("rect", box | dict(LOOKS["paper"]))
    content = _Writer("chart", dressed=True, links=False).content(drawing)
    return f"{opening}{paper}</rect>{content}</svg>\n"


class _Writer:
    """Writes shapes: with classes, or ``dressed`` with what the classes would give them."""

    def __init__(self, key: str, *, dressed: bool, links: bool) -> None:
        self.key, self.links = key, links
        self.looks = {look: self._attributes(look, dressed) for look in LOOKS}

    def content(self, drawing: Drawing) -> str:
        title, about = escape(drawing.title), escape(drawing.description)
        named = f'<title id="{self.key}-title">{title}</title>'
        told = f'<desc id="{self.key}-about">{about}</desc>'
        return named + told + self._patterns(drawing) + "".join(map(self._shape, drawing.shapes))

    def _shape(self, shape: Shape) -> str:
        if shape.url:
            return self._link(shape)
        inside = "".join(map(self._shape, shape.inside)) or escape(shape.words)
        look = self.looks[shape.look] if shape.look else ""
        # Numbers and words of our own, so they need no escaping.
        placed = "".join([f' {name}="{value}"' for name, value in shape.attributes])
        return f"<{shape.tag}{placed}{look}>{inside}</{shape.tag}>"

    def _link(self, shape: Shape) -> str:
        # The spaces part the words where the link is read out.
        inside = " ".join(map(self._shape, shape.inside))
        if not self.links:
            return f"<g>{inside}</g>"
        return f"{_opening('a', {'href': shape.url}, self.looks[shape.look])}{inside}</a>"

    def _patterns(self, drawing: Drawing) -> str:
        if not any(shape.look in PATTERNED for shape in _every(drawing.shapes)):
            return ""
        return (
            f'<defs><pattern id="{self.key}-stripes" width="8" height="8"'
            f' patternUnits="userSpaceOnUse"><rect width="8" height="8"'
            f'{self.looks["stripe-ground"]}/><path d="{STRIPES}"{self.looks["stripe"]}/>'
            "</pattern></defs>"
        )

    def _attributes(self, look: str, dressed: bool) -> str:
        worn = dict(LOOKS[look]) if dressed else {"class": f"chart__{look}"}
        if look in PATTERNED:
            worn["fill"] = f"url(#{self.key}-{PATTERNED[look]})"
        return _written(worn)


def _opening(tag: str, attributes: Mapping[str, str], more: str = "") -> str:
    return f"<{tag}{_written(attributes)}{more}>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _every(shapes: Iterable[Shape]) -> Iterator[Shape]:
    for shape in shapes:
        yield shape
        yield from _every(shape.inside)
