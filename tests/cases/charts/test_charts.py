"""What is drawn, and that words keep clear of lines and of one another."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.charts import (
    NARROW,
    WIDE,
    Bar,
    BarChart,
    Drawing,
    Emphasis,
    Layout,
    Line,
    Point,
    RuleLine,
    SeriesChart,
    bars,
    in_file,
    on_page,
    png,
    series,
)
from cases.charts.lettering import SIZE, width_of, wrapped
from cases.charts.looks import LOOKS, PATTERNED
from cases.charts.scale import axis, label_of
from cases.charts.shapes import Shape

LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
STYLES = Path("static/css/charts.css")
NAMES = ("Kent", "Hampshire and Isle of Wight", "Devon and Cornwall", "Gwent", "City of London")
Box = tuple[float, float, float, float]


def chart_of(values: list[Fraction], **changes: object) -> BarChart:
    drawn = tuple(
        Bar(NAMES[n % len(NAMES)], value, f"{float(value):.1f}", f"/forces/{n}/")
        for n, value in enumerate(values)
    )
    mean = sum(values, Fraction(0)) / len(values)
    lines = (Line("mean", (mean,), "Mean"), Line("deviation", (mean - 3, mean + 3), "Deviation"))
    fixed = {"title": "Title", "description": "About", "lines": lines, "most": 100}
    return BarChart(bars=drawn, **(fixed | changes))  # type: ignore[arg-type]


def series_of(days: list[int], values: list[Fraction]) -> SeriesChart:
    points = tuple(
        Point(f"Cycle {n}", date(2016, 1, 1) + timedelta(days=day), value, f"{float(value):.1f}",
              value - 5, value + 5, f"/cycles/{n}/")
        for n, (day, value) in enumerate(zip(sorted(days), values, strict=False))
    )  # fmt: skip
    rules = (RuleLine(date(2017, 5, 1), "Rules changed on 1 May 2017"),)
    return SeriesChart("Title", "About", points, rules, most=100)


def every(shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    for shape in shapes:
        yield shape
        yield from every(shape.inside)


def of_look(drawing: Drawing, *looks: str) -> list[Shape]:
    return [shape for shape in every(drawing.shapes) if shape.look in looks]


def box_of(words: Shape) -> Box:
    at = dict(words.attributes)
    x, y, width = float(at["x"]), float(at["y"]), width_of(words.words)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[at.get("text-anchor", "start")]
    return left, y - SIZE * 0.72, left + width, y + SIZE * 0.2


def boxes_of(drawing: Drawing) -> list[Box]:
    return [box_of(shape) for shape in every(drawing.shapes) if shape.tag == "text"]


def segments(line: Shape) -> list[Box]:
    drawn = dict(line.attributes)["d"]
    found = re.findall(r"M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)", drawn)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


def strokes_of(drawing: Drawing) -> list[Box]:
    """Every straight line but those of the grid, as a box without breadth."""
    lines = of_look(drawing, "mean", "deviation", "rule", "joining", "whisker")
    sides = [segment for line in lines for segment in segments(line)]
    return [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in sides]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def collisions(drawing: Drawing) -> list[tuple[Box, Box]]:
    boxes, strokes = boxes_of(drawing), strokes_of(drawing)
    pairs = [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :]]
    pairs += [(a, b) for a in boxes for b in strokes]
    return [(a, b) for a, b in pairs if overlap(a, b)]


def outside(drawing: Drawing) -> list[Box]:
    return [
        box
        for box in boxes_of(drawing)
        if box[0] < -1 or box[1] < -1 or box[2] > drawing.width + 1 or box[3] > drawing.height
    ]


percentages = st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10))


@LAYOUTS
@given(values=st.lists(percentages, min_size=1, max_size=45))
def test_no_word_of_a_bar_chart_touches_a_line_or_another_word(
    layout: Layout, values: list[Fraction]
) -> None:
    drawing = bars(chart_of(values, notes=("No figure: Kent, Surrey.",)), layout, headed=True)
    assert not collisions(drawing)
    assert not outside(drawing)


@LAYOUTS
@given(
    days=st.lists(st.integers(0, 4000), min_size=1, max_size=12, unique=True),
    values=st.lists(percentages, min_size=12, max_size=12),
)
def test_no_word_of_a_series_touches_a_line_or_another_word(
    layout: Layout, days: list[int], values: list[Fraction]
) -> None:
    drawing = series(series_of(days, values), layout, headed=True)
    assert not collisions(drawing)
    assert not outside(drawing)


def test_collisions_are_found_where_there_are_some() -> None:
    drawing = bars(chart_of([Fraction(50)]), WIDE)
    twice = Drawing(drawing.width, drawing.height, "", "", (*drawing.shapes, *drawing.shapes))
    assert collisions(twice)


@LAYOUTS
def test_a_bar_is_as_long_as_its_value(layout: Layout) -> None:
    drawing = bars(chart_of([Fraction(100), Fraction(25), Fraction(0)]), layout)
    full, quarter, none = (float(dict(bar.attributes)["width"]) for bar in of_look(drawing, "bar"))
    assert quarter == pytest.approx(full / 4, abs=0.1)
    assert none == 0


@LAYOUTS
def test_an_estimate_is_drawn_with_its_interval_and_a_count_without(layout: Layout) -> None:
    drawn = (
        Bar("Kent", 80, "80.0 percent (70.0 to 100.0 percent)", interval=(70, 100)),
        Bar("Gwent", 50, "one of two"),
    )
    chart = BarChart("Title", "About", drawn, most=100, unit="percent")
    drawing = bars(chart, layout, headed=True)
    in_key, on_bar = (segments(shape) for shape in of_look(drawing, "whisker"))
    bar, _ = (dict(shape.attributes) for shape in of_look(drawing, "bar"))
    start, end = float(bar["x"]), float(bar["x"]) + float(bar["width"])
    line = on_bar[0]
    assert line[1] == line[3]
    assert line[0] == pytest.approx(start + (end - start) * 70 / 80, abs=0.1)
    assert line[2] == pytest.approx(start + (end - start) * 100 / 80, abs=0.1)
    assert len(in_key) == len(on_bar) == 3
    words = [shape.words for shape in every(drawing.shapes)]
    assert "95 percent confidence interval" in words
    assert "percent" in words
    assert not collisions(drawing)
    assert not outside(drawing)


def test_counts_alone_have_no_interval_in_the_key() -> None:
    drawing = bars(BarChart("Title", "About", (Bar("Gwent", 50, "one of two"),)), WIDE)
    assert not of_look(drawing, "whisker")
    assert "95 percent confidence interval" not in [each.words for each in drawing.shapes]


@LAYOUTS
def test_rows_are_large_enough_to_be_touched(layout: Layout) -> None:
    drawing = bars(chart_of([Fraction(10), Fraction(20)]), layout)
    heights = [float(dict(t.attributes)["height"]) for t in of_look(drawing, "target")]
    assert len(heights) == 2
    assert min(heights) >= 24


def test_emphasis_is_told_by_a_pattern_and_by_bold_letters_too() -> None:
    drawn = (
        Bar("Kent", 80, "80.0", emphasis=Emphasis.SIMILAR),
        Bar("Gwent", 70, "70.0", emphasis=Emphasis.CHOSEN),
    )
    drawing = bars(chart_of([Fraction(1)], lines=()), WIDE)
    plain = on_page(drawing, "plain")
    marked = on_page(bars(BarChart("Title", "About", drawn), WIDE), "marked")
    assert "<pattern" not in plain
    assert '<pattern id="marked-stripes"' in marked
    assert 'fill="url(#marked-stripes)"' in marked
    assert marked.count("chart__chosen-words") == 2


def test_what_is_written_is_escaped_and_well_formed() -> None:
    nasty = "<script>alert('1')</script> & \"more\""
    drawn = (Bar(nasty, 1, nasty, f"/?q={nasty}"),)
    drawing = bars(BarChart(nasty, nasty, drawn, notes=(nasty,)), NARROW, headed=True)
    for written in (on_page(drawing, "x"), in_file(drawing)):
        assert "<script" not in written
        ElementTree.fromstring(written)  # noqa: S314  (ours)


def test_a_page_gets_classes_and_a_file_colours_and_neither_a_style() -> None:
    drawing = bars(chart_of([Fraction(10)]), WIDE)
    page, file = on_page(drawing, "x"), in_file(drawing)
    assert 'class="chart__bar"' in page
    assert "fill=" not in page.replace('fill="url(', "")
    assert "class=" not in file
    assert LOOKS["bar"]["fill"] in file
    assert "style=" not in page + file


def test_only_a_page_has_links() -> None:
    drawing = bars(chart_of([Fraction(10)]), WIDE)
    assert '<a href="/forces/0/"' in on_page(drawing, "x")
    assert "<a" not in in_file(drawing)


def test_the_style_sheet_dresses_a_chart_as_a_file_is_dressed() -> None:
    rules = re.findall(r"^\.chart__([\w-]+) \{ (.*?) \}$", STYLES.read_text(), re.M)
    worn = {
        look: dict(one.split(": ") for one in body.rstrip(";").split("; ")) for look, body in rules
    }
    assert worn == {look: dict(worn) for look, worn in LOOKS.items() if worn}
    assert set(PATTERNED) <= set(LOOKS)


@given(low=st.fractions(0, 10_000), length=st.fractions(Fraction(1, 100), 10_000))
def test_an_axis_holds_its_values_between_few_round_ticks(low: Fraction, length: Fraction) -> None:
    scale = axis(low, low + length, 0, 100)
    assert scale.low <= low
    assert low + length <= scale.high
    assert 2 <= len(scale.ticks) <= 9
    assert scale.ticks[-1] == scale.high
    assert scale.at(scale.low) == 0
    assert scale.at(scale.high) == 100


@pytest.mark.parametrize("value", [0, 37, 100])
def test_equal_values_have_an_axis_too(value: int) -> None:
    scale = axis(value, value, 0, 100, most=100)
    assert scale.low <= value <= scale.high <= 100
    assert len(scale.ticks) > 1


def test_ticks_are_printed_without_needless_decimals() -> None:
    assert label_of(Fraction(1500)) == "1,500"
    assert label_of(Fraction(1, 5)) == "0.2"


def test_words_are_wrapped_to_the_width() -> None:
    lines = wrapped("one two three four five six seven", 60)
    assert " ".join(lines) == "one two three four five six seven"
    assert max(map(width_of, lines)) <= 60


def test_a_picture_is_a_png_of_twice_the_size() -> None:
    drawing = bars(chart_of([Fraction(10)]), WIDE, headed=True)
    picture = png(drawing)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(picture[16:20], "big")
    assert width == 2 * (drawing.width + 32)


def test_points_apart_by_a_change_of_rules_are_not_joined() -> None:
    before = Point("2016", date(2016, 6, 1), 80, "80.0")
    after = Point("2018", date(2018, 6, 1), 85, "85.0", joined=False)
    rules = (RuleLine(date(2017, 5, 1), "Rules changed"),)
    apart = series(SeriesChart("T", "A", (before, after), rules), WIDE)
    joined = series(SeriesChart("T", "A", (before, Point("2018", after.on, 85, "85.0"))), WIDE)
    assert dict(of_look(apart, "joining")[0].attributes)["d"] == ""
    assert dict(of_look(joined, "joining")[0].attributes)["d"] != ""
    assert len(of_look(series(SeriesChart("T", "A", (before, after), rules), NARROW), "rule")) == 2
