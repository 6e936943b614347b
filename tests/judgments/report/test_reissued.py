"""Which judgments were reissued after a report came out."""

from accounts.models import User
from forces.models import Inspection
from judgments.actions import judging
from judgments.actions.coverage import set_areas
from judgments.models import Publication
from judgments.report.reissued import reissued_since
from tests.judgments.conftest import COVERED, GOOD, area_of, publish_new
from tests.judgments.report.conftest import reissue


def test_the_first_judgment_of_an_area_reissues_nothing(
    publication: Publication, ready: Inspection, supervisor: User, observer: User
) -> None:
    set_areas(inspection=ready, treatments={**COVERED, "planning": "graded"}, by=supervisor)
    area = area_of(ready, "planning")
    early = judging.draft(area=area, opinion=GOOD, by=supervisor)
    judging.withdraw(judgment=early, reason="It came too early.", by=supervisor)

    first = publish_new(area, "good", supervisor)

    assert first.revision == 2
    assert reissued_since(publication, observer) == []
    again = reissue(first, "requires_improvement", supervisor)
    assert reissued_since(publication, observer) == [again]
