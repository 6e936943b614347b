"""The pages of judgments: what they show, to whom, and with how many queries."""

import csv
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.events import history_of
from accounts.models import User
from forces.models import Cycle, Inspection, Region
from judgments.actions import asking, judging, passages
from judgments.actions.coverage import set_areas
from judgments.actions.frameworks import load_framework
from judgments.actions.judging import NOTHING_WAITS, Opinion
from judgments.consistency import NO_CAUSE, NO_FINDING
from judgments.models import Action, Finding, Framework, InspectionArea, Judgment
from peel.lib.errors import Conflict
from tests.factories import CycleFactory, ForceFactory, InspectionFactory, SecondmentFactory
from tests.judgments.conftest import COVERED, GOOD, SMALL, SignIn, area_of, publish_new

NATIONAL = "/judgments/cycles/2023-25/"
INSPECTION = "/judgments/inspections/shire-2023-25/"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def judged_force(framework: Framework, lead: User, name: str, region: Region) -> Inspection:
    """Another force, graded in responding."""
    force = ForceFactory.create(short_name=name, region=region)
    inspection = InspectionFactory.create(force=force, cycle=framework.cycle, lead=lead)
    set_areas(inspection=inspection, treatments=COVERED, by=lead)
    publish_new(area_of(inspection, "responding"), "requires_improvement", lead)
    return inspection


# All forces


def test_downloads_and_links_elsewhere_are_not_printed(
    published: Judgment, observer: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(observer), NATIONAL)
    kept_off = re.findall(r'<p class="govuk-body judgments-off-paper">(.*?)</p>', page)
    assert len(kept_off) == 2
    assert "/export/" not in re.sub(r'<p class="[^"]*judgments-off-paper">.*?</p>', "", page)
    on_paper = Path("static/css/judgments.css").read_text(encoding="utf-8").split("@media print")[1]
    hidden = re.findall(r"([^{}]*)\{ display: none; \}", on_paper)
    assert any(".judgments-off-paper" in selectors for selectors in hidden)


def test_it_begins_at_the_latest_cycle_with_a_judgment(
    published: Judgment, observer: User, sign_in: SignIn
) -> None:
    CycleFactory.create(slug="2031", name="2031")
    assert sign_in(observer).get("/judgments/")["Location"] == NATIONAL


def test_before_any_is_published_it_says_so(
    drafted: Judgment, supervisor: User, sign_in: SignIn
) -> None:
    assert "No judgment is published yet" in text_of(sign_in(supervisor), "/judgments/")
    assert "Not published" in text_of(sign_in(supervisor), NATIONAL)


def test_a_judgment_says_what_does_not_fit_until_it_is_published(
    cycle: Cycle, inspector: User, supervisor: User, other_supervisor: User, observer: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    load_framework(source=SMALL.replace("requires_improvement", "inadequate"), by=None)
    inspection = InspectionFactory.create(lead=supervisor, cycle=cycle)
    set_areas(inspection=inspection, treatments=COVERED, by=supervisor)
    area, other = area_of(inspection, "responding"), area_of(inspection, "leadership")
    made = judging.draft(area=area, opinion=Opinion("inadequate", "Why."), by=supervisor)
    page, lead = made.get_absolute_url(), sign_in(supervisor)
    for sentence in (NO_CAUSE, NO_FINDING):
        assert text_of(lead, page).count(sentence) == 1
    concern = asking.Wording("cause_of_concern", "Calls are lost", "Many.")
    for each in (area, other):
        asking.write(area=each, wording=concern, by=supervisor)
    wording = passages.Wording("main", "Calls", "Many are lost.")
    passages.write(Finding, area=area, wording=wording, by=supervisor)
    shown = text_of(lead, page)
    assert NO_CAUSE not in shown
    assert NO_FINDING not in shown
    assert shown.count("The cause of concern “Calls are lost” has no recommendation") == 1
    judging.propose(judgment=made, by=supervisor)
    assert "has no recommendation" in text_of(sign_in(other_supervisor), page)
    judging.moderate(judgment=made, by=other_supervisor)
    judging.confirm(judgment=made, by=supervisor)
    asked = text_of(lead, f"{page}publish/")
    assert "has no recommendation" in asked
    assert "Why." in asked
    assert 'type="submit" class="govuk-button' not in asked
    with pytest.raises(Conflict, match="has no recommendation"):
        judging.publish(judgment=made, by=supervisor)
    cause = Action.objects.get(area=area)
    soon = timezone.localdate() + timedelta(days=30)
    counted = asking.Wording("recommendation", "Count the calls", "Every day.", soon)
    asking.write(area=area, wording=counted, cause=cause, by=supervisor)
    assert 'type="submit" class="govuk-button' in text_of(lead, f"{page}publish/")
    judging.publish(judgment=made, by=supervisor)
    assert "does not fit" not in text_of(lead, page)
    assert "does not fit" not in text_of(sign_in(observer), page)


def test_without_a_framework_it_says_what_to_do(supervisor: User, sign_in: SignIn) -> None:
    assert "manage.py load_frameworks" in text_of(sign_in(supervisor), "/judgments/")
    assert sign_in(supervisor).get(NATIONAL).status_code == 404


def test_forces_stand_by_areas_with_counts(
    published: Judgment, framework: Framework, supervisor: User, sign_in: SignIn, observer: User
) -> None:
    judged_force(framework, supervisor, "Avonshire", Region.SOUTH_WEST)
    ForceFactory.create(short_name="Farshire")
    response = sign_in(observer).get(NATIONAL)
    found = response.context["found"]
    assert [area.code for area in found.columns] == ["responding", "leadership"]
    assert found.rows[0].force.short_name == "Avonshire"
    counts = {c.grade.code: [number for _, number in c.by_area] for c in found.counts}
    assert counts == {"good": [1, 0], "requires_improvement": [1, 0]}
    text = response.content.decode()
    assert "No judgment in this cycle: Farshire." in text
    assert "Inspected without a grade: Service to victims." in text
    assert reverse("judgments:judgment", args=[published.pk]) in text


def test_forces_are_narrowed_to_a_region(
    published: Judgment, framework: Framework, supervisor: User, sign_in: SignIn
) -> None:
    judged_force(framework, supervisor, "Avonshire", Region.SOUTH_WEST)
    client = sign_in(supervisor)
    found = client.get(f"{NATIONAL}?region=south-west").context["found"]
    assert [row.force.short_name for row in found.rows] == ["Avonshire"]
    assert "Show all regions" in text_of(client, f"{NATIONAL}?region=wales")


def test_a_judgment_under_way_shows_to_those_who_see_it_alone(
    drafted: Judgment, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    address = reverse("judgments:judgment", args=[drafted.pk])
    assert address in text_of(sign_in(supervisor), NATIONAL)
    assert address not in text_of(sign_in(observer), NATIONAL)
    assert ">Good<" not in sign_in(observer).get(NATIONAL).content.decode().split("Forces</h2>")[1]


def test_the_national_page_takes_eight_queries_for_any_number_of_forces(
    published: Judgment, framework: Framework, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    judged_force(framework, supervisor, "Avonshire", Region.SOUTH_WEST)
    few = queries_of(client, NATIONAL)
    for name in ("Bshire", "Cshire", "Dshire"):
        judged_force(framework, supervisor, name, Region.WALES)
    assert queries_of(client, NATIONAL) == few <= 8


def test_a_standing_grade_names_its_cycle(
    cycle: Cycle, earlier: Cycle, supervisor: User, sign_in: SignIn
) -> None:
    load_framework(source=f'{SMALL}grades_stand_from: "2016"\n', by=None)
    inspection = InspectionFactory.create(lead=supervisor, cycle=cycle, slug="shire-2023-25")
    set_areas(inspection=inspection, treatments={"responding": "stands"}, by=supervisor)
    made = publish_new(area_of(inspection, "responding"), "good", supervisor)
    client = sign_in(supervisor)
    for page in (NATIONAL, INSPECTION, f"/judgments/forces/{inspection.force.slug}/"):
        assert "Good (2016)" in text_of(client, page)
    assert "Its grade of 2016 stands" in text_of(client, made.get_absolute_url())


def test_the_grades_are_exported(
    published: Judgment, cycle: Cycle, observer: User, sign_in: SignIn
) -> None:
    response: Any = sign_in(observer).get(f"{NATIONAL}export/csv/")
    lines = csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    rows = {row["area"]: row for row in lines}
    assert rows["responding"]["grade"] == "good"
    assert rows["responding"]["judgment"] == str(published.pk)
    assert (rows["leadership"]["grade"], rows["leadership"]["words"]) == ("", "Not published")
    event = history_of(cycle).get()
    assert (event.verb, event.by) == ("exported a comparison", observer)
    assert sign_in(observer).get(f"{NATIONAL}export/pdf/").status_code == 404


# One force


def test_a_force_shows_its_cycles_and_why_they_are_not_compared(
    published: Judgment, supervisor: User, observer: User, sign_in: SignIn
) -> None:
    force = published.area.inspection.force
    page = f"/judgments/forces/{force.slug}/"
    client = sign_in(observer)
    assert "not compared" not in text_of(client, page)
    before = CycleFactory.create(slug="2017", name="2017", starts="2017-01-01", ends="2017-12-31")
    load_framework(source=SMALL.replace("2023-25", '"2017"'), by=None)
    inspection = InspectionFactory.create(force=force, cycle=before, lead=supervisor)
    set_areas(inspection=inspection, treatments={"responding": "graded"}, by=supervisor)
    assert "Grades of 2017 and 2023-25 are not compared" in text_of(client, page)
    assert queries_of(client, page) <= 8


# One inspection


def test_the_page_of_an_inspection_leads_from_areas_to_judgments(
    inspection: Inspection, supervisor: User, inspector: User, sign_in: SignIn
) -> None:
    lead, member = sign_in(supervisor), sign_in(inspector)
    assert "Choose the areas" in text_of(lead, INSPECTION)
    assert "Choose the areas" not in text_of(member, INSPECTION)
    form = lead.get(f"{INSPECTION}areas/").context["form"]
    assert form["victim_service"].initial == "ungraded"
    lead.post(f"{INSPECTION}areas/", COVERED)
    text = text_of(member, INSPECTION)
    assert f"{INSPECTION}areas/responding/" in text
    assert "It is graded, but nobody has judged it." in text


def test_all_are_published_together_through_the_page(
    confirmed: Judgment, inspection: Inspection, supervisor: User, sign_in: SignIn
) -> None:
    client, publish = sign_in(supervisor), f"{INSPECTION}publish/"
    assert publish not in text_of(client, INSPECTION)
    assert client.post(publish).status_code == 409
    refused = text_of(client, publish)
    assert "Leadership: It is graded, but nobody has judged it." in refused
    assert 'type="submit" class="govuk-button' not in refused
    publish_new(area_of(inspection, "leadership"), "good", supervisor)
    assert publish in text_of(client, INSPECTION)
    asked = text_of(client, publish)
    for part in ("never change", "judgments-grade--green", GOOD.rationale, NO_FINDING):
        assert part in asked
    client.post(publish)
    confirmed.refresh_from_db()
    assert confirmed.state == "published"
    assert publish not in text_of(client, INSPECTION)
    assert NOTHING_WAITS in text_of(client, publish)


def test_a_treatment_that_can_not_change_is_told_on_the_page(
    drafted: Judgment, supervisor: User, sign_in: SignIn
) -> None:
    response = sign_in(supervisor).post(f"{INSPECTION}areas/", {"leadership": "graded"})
    assert response.status_code == 400
    assert "Responding has a judgment" in response.content.decode()


@pytest.mark.parametrize("who", ["supervisor", "inspector", "observer"])
def test_an_inspection_takes_as_many_queries_for_any_number_of_judgments(
    published: Judgment, inspection: Inspection, who: str, sign_in: SignIn, supervisor: User,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    client = sign_in(request.getfixturevalue(who))
    few = queries_of(client, INSPECTION)
    publish_new(area_of(inspection, "leadership"), "good", supervisor)
    assert queries_of(client, INSPECTION) == few <= 14


def test_somebody_from_the_force_reads_what_is_published_alone(
    proposed: Judgment, inspection: Inspection, other_supervisor: User, sign_in: SignIn
) -> None:
    SecondmentFactory.create(user=other_supervisor, force=inspection.force)
    client = sign_in(other_supervisor)
    assert "Under way" not in text_of(client, INSPECTION)
    assert client.get(proposed.get_absolute_url()).status_code == 404


# From draft to published, in the browser's steps


def test_a_judgment_goes_its_way_through_the_pages(
    responding: InspectionArea, inspector: User, supervisor: User, other_supervisor: User,
    observer: User, sign_in: SignIn,
) -> None:  # fmt: skip
    author, lead, moderator = map(sign_in, (inspector, supervisor, other_supervisor))
    new = f"{INSPECTION}areas/responding/"
    assert author.post(new, {"rationale": "Why."}).status_code == 400
    page = author.post(new, {"grade": "good", "rationale": ""})["Location"].removesuffix("#saved")
    response = author.post(f"{page}propose/", follow=True)
    assert "Write the rationale" in response.content.decode()
    change = {"grade": "requires_improvement", "rationale": "Too <b>slow</b>.", "edition": 1}
    author.post(f"{page}revise/", change)
    assert "Propose" in text_of(author, page)
    author.post(f"{page}propose/")
    assert "Agree" not in text_of(author, page)
    assert moderator.post(f"{page}send-back/", {"reason": ""}).status_code == 400
    moderator.post(f"{page}send-back/", {"reason": "Say how slow."})
    assert "Say how slow." in text_of(author, page)
    author.post(f"{page}propose/")
    moderator.post(f"{page}moderate/")
    assert "Confirm" not in text_of(moderator, page)
    lead.post(f"{page}confirm/")
    lead.post(f"{page}step-back/", {"reason": "Too soon."})
    lead.post(f"{page}confirm/")
    assert sign_in(observer).get(page).status_code == 404
    assert "never change" in text_of(lead, f"{page}publish/")
    lead.post(f"{page}publish/")
    seen = text_of(sign_in(observer), page)
    assert "Too &lt;b&gt;slow&lt;/b&gt;." in seen
    assert "What happened" not in seen
    assert "Say how slow." not in seen


def test_an_edition_that_was_not_read_is_not_overwritten(
    drafted: Judgment, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    page = f"{drafted.get_absolute_url()}revise/"
    sent = {"grade": "good", "rationale": "Mine.", "edition": 1}
    assert sign_in(inspector).post(page, sent).status_code == 302
    response = sign_in(supervisor).post(page, {**sent, "rationale": "Theirs."})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Somebody else changed this judgment meanwhile" in text
    assert "Save it to put it in the place of theirs" in text
    assert ">Theirs.</textarea>" in text.replace("\n", "")
    assert "Mine." in text
    drafted.refresh_from_db()
    assert drafted.rationale == "Mine."
    again = {**sent, "rationale": "Both.", "edition": response.context["form"]["edition"].value()}
    assert sign_in(supervisor).post(page, again).status_code == 302


def test_what_looks_like_personal_data_is_asked_about(
    responding: InspectionArea, inspector: User, sign_in: SignIn
) -> None:
    client, new = sign_in(inspector), f"{INSPECTION}areas/responding/"
    sent = {"grade": "good", "rationale": "Ring 01632 960 001."}
    response = client.post(new, sent)
    assert "phone number" in response.content.decode()
    assert "keep_personal_data" in response.content.decode()
    assert client.post(new, {**sent, "keep_personal_data": "on"}).status_code == 302


def test_the_reason_of_a_reissue_is_asked_about_too(
    published: Judgment, supervisor: User, sign_in: SignIn
) -> None:
    client, page = sign_in(supervisor), f"{published.get_absolute_url()}reissue/"
    sent = {"grade": "good", "rationale": "Slower.", "reason": "Ring 01632 960 001."}
    response = client.post(page, sent)
    assert response.context["form"].errors.keys() == {"reason"}
    assert client.post(page, {**sent, "keep_personal_data": "on"}).status_code == 302


def test_a_reissue_and_its_original_name_each_other(
    published: Judgment, supervisor: User, other_supervisor: User, observer: User, sign_in: SignIn
) -> None:
    lead, page = sign_in(supervisor), published.get_absolute_url()
    sent = {"grade": "requires_improvement", "rationale": "Slower.", "reason": "A wrong figure."}
    assert lead.post(f"{page}reissue/", {**sent, "reason": ""}).status_code == 400
    again = lead.post(f"{page}reissue/", sent)["Location"].removesuffix("#saved")
    assert "A reissue of this judgment is under way" in text_of(lead, page)
    assert "A wrong figure." not in text_of(sign_in(observer), page)
    lead.post(f"{again}propose/")
    sign_in(other_supervisor).post(f"{again}moderate/")
    lead.post(f"{again}confirm/")
    lead.post(f"{again}publish/")
    reader = sign_in(observer)
    assert "This judgment was reissued" in text_of(reader, page)
    assert "in place of" in text_of(reader, again)
    assert "A wrong figure." in text_of(reader, again)
    assert "reissued" in text_of(reader, INSPECTION)


@pytest.mark.parametrize("act", ["publish", "send-back", "take-up-again", "reissue"])
def test_a_step_that_the_state_does_not_allow_is_told(
    drafted: Judgment, supervisor: User, other_supervisor: User, act: str, sign_in: SignIn
) -> None:
    user = other_supervisor if act == "send-back" else supervisor
    response = sign_in(user).get(f"{drafted.get_absolute_url()}{act}/")
    assert response.status_code == 409


def test_a_rationale_is_previewed_and_kept_like_every_other_text(
    drafted: Judgment, inspector: User, sign_in: SignIn
) -> None:
    client, page = sign_in(inspector), f"{drafted.get_absolute_url()}revise/"
    sent = {"grade": "good", "rationale": "Calls are **answered**.", "edition": 1}
    text = client.post(page, {**sent, "preview": "yes"}).content.decode()
    assert "<strong>answered</strong>" in text
    assert f'data-draft="judgment:{drafted.pk}" data-draft-edition="1"' in text
    drafted.refresh_from_db()
    assert drafted.edition == 1
    assert client.post(page, sent)["Location"] == f"{drafted.get_absolute_url()}#saved"


def test_a_judgment_takes_as_many_queries_with_a_longer_past(
    drafted: Judgment, supervisor: User, sign_in: SignIn
) -> None:
    client, page = sign_in(supervisor), drafted.get_absolute_url()
    few = queries_of(client, page)
    for edition in (1, 2, 3):
        client.post(
            f"{page}revise/", {"grade": "good", "rationale": f"{edition}", "edition": edition}
        )
    assert queries_of(client, page) == few
