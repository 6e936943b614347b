"""Which judgments of a published report were reissued after it came out."""

from django.db.models import Exists, OuterRef

from accounts.events import target_of_outer
from accounts.models import Event, User
from judgments.models import Judgment, Publication
from judgments.states import JudgmentState


def reissued_since(publication: Publication, reader: User) -> list[Judgment]:
    """The judgments that stand and were published after the version, with their areas. One query.

    The moment counts, not the day: an erratum prints what was reissued on the same one. The first
    judgment of an area reissues nothing, though others were withdrawn before it.
    """
    published = Event.objects.filter(
        target=target_of_outer(Judgment), verb="published", at__gt=publication.published_at
    )
    replaced = Judgment.objects.filter(area=OuterRef("area"), state=JudgmentState.SUPERSEDED)
    standing = Judgment.objects.visible_to(reader).standing()
    again = standing.filter(
        Exists(published.order_by()),
        Exists(replaced.order_by()),
        area__inspection=publication.report.inspection_id,
    )
    return list(again.select_related("area__area"))
