"""What waits for a person is told where their work begins."""

from accounts.models import User
from judgments.actions import judging
from judgments.models import Judgment
from judgments.waiting import sent_back_to
from tests.cases.counting import queries_of
from tests.factories import InspectorFactory
from tests.judgments.conftest import GOOD, SignIn, area_of

MY_WORK = "/my-work/"
TO_MODERATE = 'href="/judgments/to-moderate/">1 judgment waits for moderation</a>'


def test_a_supervisor_is_told_of_what_they_may_moderate(
    drafted: Judgment, inspector: User, supervisor: User, other_supervisor: User, sign_in: SignIn
) -> None:
    lead, other = sign_in(supervisor), sign_in(other_supervisor)
    assert "for moderation" not in other.get(MY_WORK).content.decode()
    judging.revise(judgment=drafted, opinion=GOOD, edition=1, by=supervisor)
    judging.propose(judgment=drafted, by=inspector)
    assert TO_MODERATE in other.get(MY_WORK).content.decode()
    assert "for moderation" not in lead.get(MY_WORK).content.decode()
    assert "for moderation" not in sign_in(inspector).get(MY_WORK).content.decode()


def test_authors_are_told_of_what_was_sent_back_to_them(
    proposed: Judgment, inspector: User, other_supervisor: User, sign_in: SignIn
) -> None:
    client, link = sign_in(inspector), f'href="{proposed.get_absolute_url()}">The judgment of'
    assert link not in client.get(MY_WORK).content.decode()
    judging.send_back(judgment=proposed, reason="Say why.", by=other_supervisor)
    page = client.get(MY_WORK).content.decode()
    assert link in page
    assert "was sent back to you" in page
    assert link not in sign_in(InspectorFactory.create()).get(MY_WORK).content.decode()
    assert link not in sign_in(other_supervisor).get(MY_WORK).content.decode()


def test_a_draft_was_not_sent_back_once_it_is_proposed_or_taken_back(
    proposed: Judgment, inspector: User, supervisor: User, other_supervisor: User
) -> None:
    judging.step_back(judgment=proposed, reason="Too soon.", by=supervisor)
    assert sent_back_to(inspector) == []
    judging.propose(judgment=proposed, by=inspector)
    judging.send_back(judgment=proposed, reason="Say why.", by=other_supervisor)
    proposed.refresh_from_db()
    judging.revise(judgment=proposed, opinion=GOOD, edition=proposed.edition, by=supervisor)
    assert sent_back_to(inspector) == [proposed]
    assert sent_back_to(supervisor) == []
    judging.propose(judgment=proposed, by=inspector)
    assert sent_back_to(inspector) == []


def test_more_judgments_take_no_more_queries(
    proposed: Judgment, inspector: User, other_supervisor: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    author, moderator = sign_in(inspector), sign_in(other_supervisor)
    area = area_of(proposed.area.inspection, "leadership")
    few = queries_of(moderator, MY_WORK)
    judging.propose(judgment=judging.draft(area=area, opinion=GOOD, by=inspector), by=inspector)
    assert "2 judgments wait for moderation" in moderator.get(MY_WORK).content.decode()
    assert queries_of(moderator, MY_WORK) == few
    judging.send_back(judgment=proposed, reason="Say why.", by=other_supervisor)
    few = queries_of(author, MY_WORK)
    other = Judgment.objects.get(area=area)
    judging.send_back(judgment=other, reason="Say why.", by=other_supervisor)
    assert queries_of(author, MY_WORK) == few
    assert author.get(MY_WORK).content.decode().count("was sent back to you") == 2
