"""The way between the pages of an inspection's judgments."""

import re

from django.template.loader import render_to_string

from forces.models import Inspection

ALL = ["Judgments", "Evidence", "Findings", "Actions", "Figures", "Report"]


def sections(inspection: Inspection, **context: object) -> str:
    return render_to_string("judgments/sections.html", {"inspection": inspection, **context})


def offered(found: str) -> list[str]:
    return re.findall(r'href="/[^"]+"[^>]*>(\w+)<', found)


def test_the_section_of_the_page_is_marked(inspection: Inspection) -> None:
    found = sections(inspection, section="findings", may_see_unpublished=True)
    assert found.count('aria-current="page"') == 1
    assert 'aria-current="page">Findings<' in found


def test_who_works_towards_the_report_is_led_to_all_of_it(inspection: Inspection) -> None:
    assert offered(sections(inspection, may_see_unpublished=True)) == ALL


def test_drafts_are_no_section_for_who_reads_what_is_published(inspection: Inspection) -> None:
    found = sections(inspection, may_see_unpublished=False)
    assert offered(found) == ["Judgments", "Actions", "Report"]
