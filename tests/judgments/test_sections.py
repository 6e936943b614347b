"""The way between the pages of an inspection's judgments."""

from django.template.loader import render_to_string

from forces.models import Inspection


def sections(inspection: Inspection, **context: object) -> str:
    return render_to_string("judgments/sections.html", {"inspection": inspection, **context})


def test_the_section_of_the_page_is_marked(inspection: Inspection) -> None:
    found = sections(inspection, section="judgments")
    assert found.count('aria-current="page"') == 1
    assert 'aria-current="page">Judgments<' in found


def test_drafts_are_no_section_for_who_reads_what_is_published(inspection: Inspection) -> None:
    found = sections(inspection, section="judgments", may_see_unpublished=False)
    for name in ("Evidence", "Findings", "Figures"):
        assert f">{name}<" not in found
