"""The pages of figures: the check, accepting, using a token, and figures to insert."""

from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.events import history_of, target_of
from accounts.models import User
from cases.models import Sample
from forces.models import Force, Inspection
from judgments.actions import asking, passages
from judgments.actions.reporting import write_summary
from judgments.models import Action, ActionKind, Evidence, Finding, InspectionArea, Report
from tests.judgments.conftest import SignIn
from tests.judgments.figures.conftest import VSA, change_an_answer, sign_off_again

CHECK = "/judgments/inspections/lancashire-2023-25/figures/"
INSERT, ACCEPT, USE = f"{CHECK}insert/", f"{CHECK}accept/", f"{CHECK}use-token/"
EFFECTIVE = f"{{{{{VSA}/effective count}}}}"
TYPED = "Investigations were effective in two of three cases."


@pytest.fixture
def client(inspector: User, sign_in: SignIn) -> Client:
    return sign_in(inspector)


def write(area: InspectionArea, text: str, by: User) -> Finding:
    wording = passages.Wording("main", "What we found", text)
    return passages.write(Finding, area=area, wording=wording, by=by)


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def use(client: Client, text: Finding | Action | Report, **changes: object) -> int:
    sent = {
        "owner": target_of(text), "edition": text.edition, "start": TYPED.index("two"),
        "typed": "two of three cases", "token": EFFECTIVE, **changes,
    }  # fmt: skip
    return client.post(USE, sent).status_code


def test_before_there_is_a_figure_it_says_what_to_do(
    covered: InspectionArea, client: Client
) -> None:
    page = text_of(client, CHECK)
    assert "No text of this inspection has a figure yet" in page
    assert INSERT in page


def test_the_check_lists_every_figure_by_what_is_to_be_done(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    text = f"{TYPED} Good in {EFFECTIVE}. We saw 12 of 40. It is {{{{{VSA}/nothing}}}}."
    write(covered, text, inspector)
    page = text_of(client, CHECK)
    assert "1 figure keeps the report from being published." in page
    assert "1 is linked, 1 typed where a token could stand, 1 to make sure of by hand." in page
    for part in (
        "has no figure nothing",
        "12 of 40",
        f'Effective investigations <code class="figures-token">{EFFECTIVE}',
    ):
        assert part in page


def test_more_than_ten_linked_figures_are_shown_when_asked_for(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    for _ in range(10):
        write(covered, f"Good in {EFFECTIVE}.", inspector)
    page = text_of(client, CHECK)
    assert "Show the" not in page
    assert f'Effective investigations <code class="figures-token">{EFFECTIVE}' in page
    write(covered, f"Good in {EFFECTIVE}. It is {{{{{VSA}/nothing}}}}.", inspector)
    page = text_of(client, CHECK)
    assert page.index("To put right") < page.index("Show the 11 linked figures")
    assert page.index("<details") < page.index(f'<code class="figures-token">{EFFECTIVE}')


def test_a_chart_among_words_is_an_error_on_the_page_and_for_the_command(
    covered: InspectionArea, client: Client, inspector: User, capsys: pytest.CaptureFixture[str]
) -> None:
    write(covered, f"It shows {{{{{VSA}/effective chart}}}} well.", inspector)
    assert "A chart or table needs a paragraph of its own." in text_of(client, CHECK)
    with pytest.raises(SystemExit):
        call_command("check_figures", "lancashire-2023-25")
    assert "error: Responding, main finding" in capsys.readouterr().out


def test_a_moved_figure_is_accepted_with_a_press(
    covered: InspectionArea, client: Client, inspector: User, signed: Sample, supervisor: User
) -> None:
    finding = write(covered, f"Good in {EFFECTIVE}.", inspector)
    change_an_answer(signed, supervisor)
    assert "no figure at present" in text_of(client, CHECK)
    sign_off_again(signed, supervisor)
    page = text_of(client, CHECK)
    assert "<dd>two of three cases</dd>" in page
    assert "<dd>all three cases</dd>" in page
    sent = {"owner": target_of(finding), "token": EFFECTIVE, "printed": "all three cases"}
    assert client.post(ACCEPT, sent)["Location"] == CHECK
    assert "No figure keeps the report from being published." in text_of(client, CHECK)


def test_what_is_sent_in_part_is_refused(covered: InspectionArea, client: Client) -> None:
    for sent in ({}, {"owner": ["a", "b"], "token": "c", "printed": "d"}):
        assert client.post(ACCEPT, sent).status_code == 400
    assert client.post(USE, {"owner": "judgments.finding:1"}).status_code == 400


def test_a_token_takes_the_place_of_a_typed_figure(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    finding = write(covered, TYPED, inspector)
    assert use(client, finding) == 302
    finding.refresh_from_db()
    assert finding.text == f"Investigations were effective in {EFFECTIVE}."
    assert [event.verb for event in history_of(finding)] == ["written", "revised"]
    assert "1 is linked, 0 typed" in text_of(client, CHECK)


def test_the_evidence_of_a_finding_stays_when_a_token_is_used(
    covered: InspectionArea, client: Client, inspector: User, lancashire: Inspection
) -> None:
    Evidence.objects.create(
        inspection=lancashire, number=1, kind="interview", gathered_on="2024-05-01",
        source_role="Sergeant", summary="It was seen.", recorded_by=inspector,
    )  # fmt: skip
    wording = passages.Wording("main", "What we found", TYPED, evidence=(1,))
    finding = passages.write(Finding, area=covered, wording=wording, by=inspector)
    assert use(client, finding) == 302
    assert list(finding.citations.values_list("evidence__number", flat=True)) == [1]


def test_a_token_can_be_used_in_an_action_and_in_the_summary(
    covered: InspectionArea, client: Client, inspector: User
) -> None:
    wording = asking.Wording(ActionKind.AREA_FOR_IMPROVEMENT, "Investigate better", TYPED)
    action = asking.write(area=covered, wording=wording, by=inspector)
    report = write_summary(inspection=covered.inspection, text=TYPED, edition=0, by=inspector)
    assert (use(client, action), use(client, report)) == (302, 302)
    action.refresh_from_db()
    report.refresh_from_db()
    assert EFFECTIVE in report.summary
    assert EFFECTIVE in action.text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"edition": 2}, 409),
        ({"start": 3}, 409),
        ({"typed": ""}, 409),
        ({"owner": "judgments.finding:0"}, 409),
        ({"token": f"{{{{{VSA}/nothing}}}}"}, 409),
        ({"token": f"{{{{{VSA}/effective chart}}}}"}, 400),
        ({"token": "83 of 100"}, 400),
    ],
)
def test_a_text_that_was_not_read_is_never_changed(
    covered: InspectionArea, client: Client, inspector: User, changes: dict[str, object],
    status: int,
) -> None:  # fmt: skip
    finding = write(covered, TYPED, inspector)
    assert use(client, finding, **changes) == status
    finding.refresh_from_db()
    assert finding.text == TYPED


def test_who_only_reads_is_offered_no_change(
    covered: InspectionArea, inspector: User, administrator: User, sign_in: SignIn
) -> None:
    finding = write(covered, TYPED, inspector)
    client = sign_in(administrator)
    page = text_of(client, CHECK)
    assert EFFECTIVE in page
    assert USE not in page
    assert use(client, finding) == 403


def test_figures_are_searched_by_all_words(
    covered: InspectionArea, client: Client, sent: Force
) -> None:
    page = text_of(client, f"{INSERT}?q=effective+violence")
    assert "1 figure." in page
    assert f"{{{{{VSA}/effective_violence count}}}}" in page
    assert "Chart" in page
    assert "<html" not in text_of(client, f"{INSERT}?q=999&list=yes")
    assert "No figure has all these words" in text_of(client, f"{INSERT}?q=zebra")
    assert "figures. Search to see others." not in page


def test_typed_words_are_escaped(covered: InspectionArea, client: Client, inspector: User) -> None:
    write(covered, "<script>alert(1)</script> in {{<b>}} and 12 of 40.", inspector)
    response = client.get(CHECK)
    assert b"<script>alert" not in response.content
    assert b"<b>" not in response.content
    search = client.get(INSERT, {"q": '"><script>'})
    assert b"<script>" not in search.content.replace(b"<script type", b"").replace(
        b"<script src", b""
    )


def test_any_number_of_figures_takes_the_same_queries(
    covered: InspectionArea, client: Client, inspector: User, sent: Force
) -> None:
    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    write(covered, f"{TYPED} Good in {EFFECTIVE}.", inspector)
    one = queries(CHECK)
    for _ in range(2):
        write(covered, f"{TYPED} Good in {EFFECTIVE}. We saw 12 of 40.", inspector)
    assert queries(CHECK) == one
    assert one <= 25
    assert queries(INSERT) <= 20


def test_the_command_prints_a_line_each_and_fails_on_errors(
    covered: InspectionArea, inspector: User, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = write(covered, f"{TYPED} Good in {EFFECTIVE}.", inspector)
    call_command("check_figures", "lancashire-2023-25")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("typed: Responding, main finding “What we found”: two of three")
    assert lines[1] == (
        "lancashire-2023-25: 2 figures (1 linked, 1 typed, 0 differs, 0 unknown, 0 moved, "
        "0 missing, 0 unreadable, 0 published)."
    )
    wording = passages.Wording("main", "What we found", f"In {{{{{VSA}/nothing}}}}.")
    passages.revise(passage=finding, wording=wording, edition=1, by=inspector)
    with pytest.raises(SystemExit) as ended:
        call_command("check_figures", "lancashire-2023-25", "--all")
    assert ended.value.code == 1
    assert capsys.readouterr().out.startswith("error: Responding, main finding")


def test_the_command_says_when_there_is_no_such_inspection(db: None) -> None:
    with pytest.raises(CommandError, match="There is no inspection nowhere"):
        call_command("check_figures", "nowhere")
