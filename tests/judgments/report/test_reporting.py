"""The summary, publication that freezes text and figures, and the erratum that corrects them."""

import pytest
from django.db import DatabaseError, transaction

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from cases.actions.signing import reopen
from forces.models import Inspection
from judgments.actions import judging, passages, reporting
from judgments.actions.asking import publish_drafts
from judgments.actions.judging import Opinion
from judgments.actions.reporting import publish, publish_erratum, write_summary
from judgments.consistency import Point
from judgments.figures.telling import WITHHELD
from judgments.models import Action, CitedFigure, Finding, Judgment, Publication, Report
from judgments.report.assembling import assemble
from judgments.report.document import missing_from
from judgments.report.readiness import readiness_of
from judgments.report.storing import checksum_of, restored
from judgments.report.verifying import faults_of
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import SupervisorFactory
from tests.judgments.conftest import area_of
from tests.judgments.report.conftest import COUNT, confirm, sample_of


def test_each_version_of_the_summary_stays_on_record(
    lancashire: Inspection, supervisor: User
) -> None:
    write_summary(inspection=lancashire, text=" *First* ", edition=0, by=supervisor)
    report = write_summary(inspection=lancashire, text="Second", edition=1, by=supervisor)

    assert (report.summary, report.edition, report.written_by) == ("Second", 2, supervisor)
    assert [e.details["summary"] for e in history_of(report)] == ["*First*", "Second"]
    assert verify_chain(report) == []


def test_nobody_overwrites_a_summary_that_they_have_not_read(
    lancashire: Inspection, supervisor: User
) -> None:
    write_summary(inspection=lancashire, text="First", edition=0, by=supervisor)

    for edition in (0, 2):
        with pytest.raises(Conflict, match="Somebody else"):
            write_summary(inspection=lancashire, text="Mine", edition=edition, by=supervisor)
    assert Report.objects.get().summary == "First"


def test_the_summary_is_asked_about_personal_data_and_holds_only_what_can_be_stored(
    lancashire: Inspection, supervisor: User
) -> None:
    text = "Write to someone@example.org."
    with pytest.raises(PersonalDataWarning):
        write_summary(inspection=lancashire, text=text, edition=0, by=supervisor)
    with pytest.raises(Invalid):
        write_summary(inspection=lancashire, text="a\x00b", edition=0, by=supervisor)
    assert not Report.objects.exists()

    write_summary(
        inspection=lancashire, text=text, edition=0, by=supervisor, keep_personal_data=True
    )
    assert Report.objects.get().summary == text


def test_only_the_team_writes_the_summary(
    lancashire: Inspection, observer: User, administrator: User, other_supervisor: User
) -> None:
    for person in (observer, administrator, other_supervisor):
        with pytest.raises(Refused):
            write_summary(inspection=lancashire, text="x", edition=0, by=person)


def test_the_figures_of_the_summary_are_kept(lancashire: Inspection, supervisor: User) -> None:
    report = write_summary(inspection=lancashire, text=f"In {COUNT}.", edition=0, by=supervisor)

    cited = CitedFigure.objects.get()
    assert (cited.owner, cited.printed) == (f"judgments.report:{report.pk}", "two of three cases")


def test_publishing_freezes_the_report_and_publishes_its_parts(
    ready: Inspection, supervisor: User
) -> None:
    publication = publish(inspection=ready, by=supervisor)
    publication.refresh_from_db()

    assert publication.number == 1
    assert publication.checksum == checksum_of(publication.content)
    assert faults_of(publication) == []
    assert {j.state for j in Judgment.objects.all()} == {"published"}
    assert {a.state for a in Action.objects.all()} == {"published"}
    document = restored(publication.content)
    assert (document.number, document.published_on) == (1, publication.published_on)
    assert "Two of three cases" not in str(document)  # it stands within a sentence
    assert "two of three cases" in str(document)


def test_a_published_version_never_changes(publication: Publication) -> None:
    everything = Publication.objects.filter(pk=publication.pk)
    for change in (
        lambda: everything.update(checksum="0" * 64),
        lambda: everything.update(content={}),
        everything.delete,
        Report.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_was_tampered_with_is_named(publication: Publication) -> None:
    publication.content["force"] = "Another force"
    assert "not what was frozen" in faults_of(publication)[0]

    publication.checksum = checksum_of(publication.content)
    assert "not the one that the record names" in faults_of(publication)[0]


def test_the_published_figures_stay_when_the_sample_is_reopened(
    publication: Publication, ready: Inspection, supervisor: User
) -> None:
    before = Publication.objects.get().content

    reopen(sample=sample_of(ready).pk, reason="An answer was wrong.", by=supervisor)

    assert Publication.objects.get().content == before
    with pytest.raises(Conflict, match="reopened"):
        publish_erratum(inspection=ready, reason="Corrected.", by=supervisor)


def test_a_report_is_published_once(ready: Inspection, supervisor: User) -> None:
    publish(inspection=ready, by=supervisor)
    with pytest.raises(Conflict, match="published already"):
        publish(inspection=ready, by=supervisor)


def test_only_a_supervisor_of_the_team_publishes(
    ready: Inspection, inspector: User, other_supervisor: User, administrator: User
) -> None:
    for person in (inspector, other_supervisor, administrator):
        with pytest.raises(Refused):
            publish(inspection=ready, by=person)
    assert not Publication.objects.exists()


def test_everything_that_keeps_a_report_back_is_named(
    finding: Finding, lancashire: Inspection, supervisor: User
) -> None:
    confirm(area_of(lancashire, "responding"), "good", supervisor)
    judging.draft(
        area=area_of(lancashire, "leadership"),
        opinion=judging.Opinion("good", "So far."),
        by=supervisor,
    )
    wording = passages.Wording("main", "Calls", "In {{nowhere/vsa/calls}} and " + COUNT)
    passages.write(Finding, area=finding.area, wording=wording, by=supervisor)

    with pytest.raises(Conflict) as refused:
        publish(inspection=lancashire, by=supervisor)

    told = str(refused.value)
    assert "The report has no summary yet." in told
    assert "Leadership: Its judgment is not confirmed yet." in told
    assert "{{nowhere/vsa/calls}}" in told
    assert not Judgment.objects.filter(state="published").exists()


def test_an_erratum_needs_a_reason_a_publication_and_a_difference(
    ready: Inspection, supervisor: User
) -> None:
    with pytest.raises(Conflict, match="not published yet"):
        publish_erratum(inspection=ready, reason="Wrong.", by=supervisor)
    publish(inspection=ready, by=supervisor)
    with pytest.raises(Invalid):
        publish_erratum(inspection=ready, reason=" ", by=supervisor)
    with pytest.raises(PersonalDataWarning, match="e-mail address"):
        publish_erratum(inspection=ready, reason="Ask a@example.org.", by=supervisor)
    with pytest.raises(Conflict, match="Nothing differs"):
        publish_erratum(inspection=ready, reason="Wrong.", by=supervisor)


def test_an_erratum_keeps_the_original_readable(
    publication: Publication, ready: Inspection, finding: Finding, supervisor: User
) -> None:
    original = publication.content
    wording = passages.Wording("main", "Investigations are good", f"In {COUNT}.")
    passages.revise(passage=finding, wording=wording, edition=1, by=supervisor)

    erratum = publish_erratum(inspection=ready, reason="The heading was wrong.", by=supervisor)

    assert (erratum.number, erratum.reason) == (2, "The heading was wrong.")
    document = restored(erratum.content)
    assert [e.reason for e in document.errata] == ["The heading was wrong."]
    assert document.first_published_on == publication.published_on
    assert "Investigations are good" in str(document)
    first = Publication.objects.get(number=1)
    assert first.content == original
    assert "Investigations are thorough" in str(restored(first.content))
    verbs = [event.verb for event in history_of(erratum.report)]
    assert verbs == ["summary written", "published", "erratum published"]
    assert faults_of(erratum) == faults_of(first) == []


def test_an_erratum_publishes_a_reissue(
    publication: Publication, ready: Inspection, supervisor: User, other_supervisor: User
) -> None:
    standing = Judgment.objects.get(area=area_of(ready, "responding"))
    opinion = judging.Opinion("requires_improvement", "It was overlooked.")
    again = judging.reissue(judgment=standing, opinion=opinion, reason="Wrong.", by=supervisor)
    judging.propose(judgment=again, by=supervisor)
    with pytest.raises(Conflict, match="Nothing differs"):
        publish_erratum(inspection=ready, reason="Reissued.", by=supervisor)
    judging.moderate(judgment=again, by=other_supervisor)
    judging.confirm(judgment=again, by=supervisor)

    erratum = publish_erratum(inspection=ready, reason="Reissued.", by=supervisor)

    again.refresh_from_db()
    standing.refresh_from_db()
    assert (again.state, standing.state) == ("published", "superseded")
    assert "Requires improvement" in str(restored(erratum.content).sections[0])


def test_a_report_waits_for_the_figures_of_the_judgments_that_go_with_it_alone(
    publication: Publication, ready: Inspection, finding: Finding, supervisor: User
) -> None:
    [first, second] = Judgment.objects.standing().filter(area__inspection=ready).order_by("pk")
    wrong = Opinion("good", "Investigations were effective in one of three cases.")
    judging.reissue(judgment=first, opinion=wrong, reason="Under way.", by=supervisor)
    wording = passages.Wording("main", "Otherwise", "Differently.")
    passages.revise(passage=finding, wording=wording, edition=1, by=supervisor)
    publish_erratum(inspection=ready, reason="A heading was wrong.", by=supervisor)

    made = judging.reissue(judgment=second, opinion=wrong, reason="A slip.", by=supervisor)
    judging.propose(judgment=made, by=supervisor)
    judging.moderate(judgment=made, by=SupervisorFactory.create())
    judging.confirm(judgment=made, by=supervisor)
    passages.revise(
        passage=finding,
        wording=passages.Wording("main", "Again", "Differently."),
        edition=2,
        by=supervisor,
    )
    with pytest.raises(Conflict, match="rationale of the judgment: one of three cases"):
        publish_erratum(inspection=ready, reason="Another one.", by=supervisor)


def test_what_changes_while_it_is_published_is_checked_again(
    ready: Inspection, finding: Finding, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if somebody saved a text between the check and the freezing."""

    def publish_and_change(*, inspection: Inspection, by: User) -> list[Action]:
        Finding.objects.filter(pk=finding.pk).update(
            text="In {{shire-2023-25/none/such}}.", edition=finding.edition + 1
        )
        return publish_drafts(inspection=inspection, by=by)

    monkeypatch.setattr(reporting, "publish_drafts", publish_and_change)
    with pytest.raises(Conflict, match="has no figure"):
        publish(inspection=ready, by=supervisor)
    assert not Publication.objects.exists()


def test_what_no_format_can_print_is_not_frozen(
    ready: Inspection, finding: Finding, supervisor: User
) -> None:
    wording = passages.Wording("main", "Investigations are thorough", f"{COUNT} \U0001f600")
    passages.revise(passage=finding, wording=wording, edition=finding.edition, by=supervisor)
    with pytest.raises(Conflict, match="The report can't be made as PDF"):
        publish(inspection=ready, by=supervisor)
    assert not Publication.objects.exists()


def test_who_reviews_a_file_again_is_not_told_a_figure_by_what_keeps_the_report_back(
    ready: Inspection, finding: Finding, supervisor: User, second_reviewer: User
) -> None:
    text = "Investigations were effective in 3 of 100 cases."
    wording = passages.Wording("main", "Investigations are thorough", text)
    passages.revise(passage=finding, wording=wording, edition=finding.edition, by=supervisor)
    everybody = readiness_of(ready, assemble(ready)).refused
    assert "two of three" in str(everybody)
    document = assemble(ready, reader=second_reviewer)
    told = readiness_of(ready, document, reader=second_reviewer).refused
    assert Point(WITHHELD) in told
    assert "two of three" not in str(told)


def test_a_figure_that_is_kept_from_a_reader_keeps_no_report_back(
    ready: Inspection, second_reviewer: User
) -> None:
    document = assemble(ready, reader=second_reviewer)
    assert COUNT in str(missing_from(document))
    assert readiness_of(ready, document, reader=second_reviewer).refused == ()
