"""Markup that is filled in by hand escapes what a template would; templates say errors once."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.utils.safestring import mark_safe

from peel.lib.patterns import Pattern


def test_a_pattern_escapes_what_it_is_filled_with():
    pattern = Pattern(("<b>", "", "</b>"), ("name", "mark"))
    filled = pattern.fill({"name": "<script>\"'&", "mark": mark_safe("<i></i>")})
    assert filled == "<b>&lt;script&gt;&quot;&#x27;&amp;<i></i></b>"


def test_a_slot_without_a_value_stays_empty():
    assert Pattern(("<b>", "</b>"), ("name",)).fill({}) == "<b></b>"


def test_the_options_of_a_select_are_escaped_grouped_and_marked():
    choices = [("", "Any"), ("<&>", [("a", "<b>A</b>"), (2, "Two")])]
    field = forms.Select(attrs={"id": "x"}, choices=choices)
    html = "".join(line.strip() for line in field.render("x", 2).splitlines())
    assert html == (
        '<select name="x" class="govuk-select" id="x"><option value="">Any</option>'
        '<optgroup label="&lt;&amp;&gt;"><option value="a">&lt;b&gt;A&lt;/b&gt;</option>'
        '<option value="2" selected>Two</option></optgroup></select>'
    )


def test_no_page_says_twice_that_there_is_a_problem():
    summary = '{% include "components/error_summary.html" %}'
    templates = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    assert any(summary in template for template in templates)
    # A form that is printed whole begins with its own summary.
    assert [t for t in templates if summary in t and "{{ form }}" in t] == []
