from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from accounts.events import history_of
from accounts.models import Event, User
from checklists import actions
from checklists.definition import parse
from checklists.instrument import Instrument
from checklists.models import Checklist, Fact, Measure, Question, Stage, Version
from checklists.versions import instrument_of
from peel.lib.definitions.problems import BrokenDefinition
from peel.lib.errors import Conflict, Refused
from peel.lib.triggers import Trigger, install, remove
from tests.checklists.definitions import VALID, broken

pytestmark = pytest.mark.django_db

CHANGED = broken("title: Dip sample", "title: Online dip sample")


def verbs(version: Version) -> list[str]:
    return [event.verb for event in history_of(version)]


def test_a_definition_becomes_a_draft_that_reads_back_as_it_was_written(
    administrator: User,
) -> None:
    version = actions.load(source=VALID, by=administrator)
    assert (version.checklist.code, version.label, version.state) == ("dip", "2024", "draft")
    assert version.checksum == sha256(VALID.encode()).hexdigest()
    assert comparable(instrument_of(version)) == comparable(parse(VALID))
    event = history_of(version).get()
    assert (event.verb, event.by, event.details) == (
        "loaded",
        administrator,
        {"checksum": version.checksum},
    )


def comparable(instrument: Instrument) -> Instrument:
    """The instrument without what only a database gives: the ids of version and questions."""
    stages = (
        replace(stage, questions=tuple(replace(q, id=0) for q in stage.questions))
        for stage in instrument.stages
    )
    return replace(instrument, version_id=0, stages=tuple(stages))


def test_loading_again_replaces_the_rows_of_a_draft(administrator: User) -> None:
    first = actions.load(source=VALID, by=administrator)
    less = broken("  - code: result\n", "  - code: end\n")
    second = actions.load(source=less, by=administrator)
    assert second.pk == first.pk
    assert list(second.stages.values_list("code", flat=True)) == ["recording", "contact", "end"]
    assert Question.objects.count() == 7
    assert Measure.objects.count() == 3
    assert Fact.objects.count() == 2
    assert verbs(first) == ["loaded", "loaded"]


def test_the_same_source_is_loaded_once_whatever_its_line_endings(administrator: User) -> None:
    version = actions.load(source=VALID, by=administrator)
    questions = set(Question.objects.values_list("pk", flat=True))
    actions.load(source=VALID.replace("\n", "\r\n"), by=administrator)
    assert set(Question.objects.values_list("pk", flat=True)) == questions
    assert verbs(version) == ["loaded"]


def test_a_broken_definition_changes_nothing(administrator: User) -> None:
    version = actions.load(source=VALID, by=administrator)
    with pytest.raises(BrokenDefinition):
        actions.load(source=broken("title: Result", "titel: Result"), by=administrator)
    version.refresh_from_db()
    assert version.source == VALID
    assert Stage.objects.count() == 3


def test_a_failure_half_way_leaves_the_draft_as_it_was(administrator: User) -> None:
    version = actions.load(source=VALID, by=administrator)
    refuse = [
        Trigger(
            name="no_measure",
            table="checklists_measure",
            sqlite="CREATE TRIGGER no_measure BEFORE INSERT ON checklists_measure "
            "BEGIN SELECT RAISE(ABORT, 'no measure'); END",
            postgresql=(
                "CREATE OR REPLACE FUNCTION no_measure() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no measure'; END $$",
                "CREATE TRIGGER no_measure BEFORE INSERT ON checklists_measure "
                "FOR EACH ROW EXECUTE FUNCTION no_measure()",
            ),
        )
    ]
    install(connection, refuse)
    with pytest.raises(DatabaseError, match="no measure"):
        actions.load(source=CHANGED, by=administrator)
    version.refresh_from_db()
    assert version.title == "Dip sample"
    assert Question.objects.filter(version=version).count() == 7
    assert Measure.objects.filter(version=version).count() == 3
    remove(connection, refuse)


def test_publishing_freezes_a_draft_and_names_who_did_it(administrator: User) -> None:
    version = actions.load(source=CHANGED, by=administrator)
    Checklist.objects.update(title="An old title")
    published = actions.publish(version=version, by=administrator)
    assert published.is_published
    assert published.published_at is not None
    assert published.published_by == administrator
    assert verbs(version) == ["loaded", "published"]
    assert Checklist.objects.get().title == "Online dip sample"


def test_a_published_source_can_be_loaded_again_but_not_changed(administrator: User) -> None:
    version = actions.load(source=VALID, by=administrator)
    actions.publish(version=version, by=administrator)
    assert actions.load(source=VALID, by=administrator).pk == version.pk
    with pytest.raises(Conflict, match="Dip sample 2024 is published and never changes"):
        actions.load(source=CHANGED, by=administrator)
    assert verbs(version) == ["loaded", "published"]


def test_a_correction_is_a_new_version_beside_the_old_one(administrator: User) -> None:
    old = actions.publish(version=actions.load(source=VALID, by=None), by=None)
    new = actions.load(source=broken('version: "2024"', 'version: "2025"'), by=administrator)
    assert new.checklist == old.checklist
    assert Version.objects.count() == 2
    assert not new.is_published


def test_publishing_twice_and_discarding_a_published_version_are_refused() -> None:
    version = actions.publish(version=actions.load(source=VALID, by=None), by=None)
    with pytest.raises(Conflict, match="is published"):
        actions.publish(version=version, by=None)
    with pytest.raises(Conflict, match="is published"):
        actions.discard(version=version, by=None)
    assert Version.objects.count() == 1


def test_a_draft_can_be_discarded_and_the_record_stays(administrator: User) -> None:
    version = actions.load(source=VALID, by=administrator)
    target = f"checklists.version:{version.pk}"
    actions.discard(version=version, by=administrator)
    assert not Version.objects.exists()
    assert not Question.objects.exists()
    recorded = Event.objects.filter(target=target).order_by("sequence")
    assert [event.verb for event in recorded] == ["loaded", "discarded"]


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_only_administrators_change_checklists(role: str, request: pytest.FixtureRequest) -> None:
    user: User = request.getfixturevalue(role)
    version = actions.load(source=VALID, by=None)
    for act in (
        lambda: actions.load(source=CHANGED, by=user),
        lambda: actions.publish(version=version, by=user),
        lambda: actions.discard(version=version, by=user),
    ):
        with pytest.raises(Refused, match="Only an administrator"):
            act()
    version.refresh_from_db()
    assert (version.source, version.state) == (VALID, "draft")


class TestCommand:
    def test_it_loads_a_draft(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = written(tmp_path, VALID)
        call_command("load_checklist", file)
        assert "Dip sample 2024 is loaded. State: draft." in capsys.readouterr().out
        assert not Version.objects.get().is_published

    def test_it_publishes_and_can_run_again(self, tmp_path: Path) -> None:
        file = written(tmp_path, VALID)
        call_command("load_checklist", file, publish=True)
        call_command("load_checklist", file, publish=True)
        assert Version.objects.get().is_published

    def test_it_prints_each_problem_on_its_own_line(self, tmp_path: Path) -> None:
        source = broken("title: Dip sample", "titel: Dip sample")
        with pytest.raises(CommandError) as refusal:
            call_command("load_checklist", written(tmp_path, source))
        first, *problems = str(refusal.value).split("\n")
        assert first.endswith("can't be loaded:")
        assert [problem[:7] for problem in problems] == ["line 1:", "line 2:"]
        assert refusal.value.returncode == 1
        assert not Checklist.objects.exists()

    def test_it_refuses_to_change_what_is_published(self, tmp_path: Path) -> None:
        call_command("load_checklist", written(tmp_path, VALID), publish=True)
        with pytest.raises(CommandError, match="Give the definition a new “version”"):
            call_command("load_checklist", written(tmp_path, CHANGED))

    def test_it_says_what_is_wrong_with_the_file(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="can't be read: No such file"):
            call_command("load_checklist", tmp_path / "missing.yaml")
        with pytest.raises(CommandError, match="can't be read: Is a directory"):
            call_command("load_checklist", tmp_path)
        latin = tmp_path / "latin.yaml"
        latin.write_bytes("title: caf\xe9".encode("latin-1"))
        with pytest.raises(CommandError, match="Save it as UTF-8"):
            call_command("load_checklist", latin)


def written(folder: Path, source: str) -> Path:
    file = folder / "definition.yaml"
    file.write_text(source, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "fields",
    [
        {"printed": "count"},
        {"strata": ""},
        {"method": "wald", "printed": "no"},
    ],
)
def test_the_database_keeps_a_method_to_estimates_and_strata_to_its_method(
    fields: dict[str, str],
) -> None:
    actions.load(source=VALID, by=None)
    with pytest.raises(DatabaseError):
        Measure.objects.filter(code="recorded").update(**fields)
