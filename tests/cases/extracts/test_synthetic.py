"""Synthetic extracts: the same everywhere for the same seed, and like a force's own."""

import hashlib
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from cases.extracts import Extract, read_extract
from cases.extracts.synthetic import prefix_of, synthetic_crimes, write_csv, write_xlsx
from checklists.definition import parse
from checklists.instrument import Instrument
from peel.lib.personal_data import personal_data_in
from tests.factories import ForceFactory

SHA256_OF_1000 = "d39bf9605b110785694d8aef28fe32d3dff351903ef4d1cf59637eb45c0eaa5d"


@pytest.fixture(scope="module")
def vsa() -> Instrument:
    path = Path(apps.get_app_config("checklists").path, "data", "vsa-2023-25.yaml")
    return parse(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def extract(vsa, tmp_path_factory) -> Extract:
    path = tmp_path_factory.mktemp("extract") / "crimes.csv"
    with path.open("wb") as file:
        write_csv(synthetic_crimes(force="lancashire", records=60_000, seed="trial"), file)
    return read_extract(path, instrument=vsa)


def written(write=write_csv, **options) -> bytes:
    file = io.BytesIO()
    write(synthetic_crimes(**{"force": "kent", "records": 1_000, "seed": "trial", **options}), file)
    return file.getvalue()


def test_the_bytes_for_a_seed_never_change():
    assert hashlib.sha256(written()).hexdigest() == SHA256_OF_1000


@pytest.mark.parametrize("other", [{"seed": "Trial"}, {"force": "cumbria"}])
def test_another_seed_or_force_gives_other_crimes(other):
    lines = set(written().splitlines()[1:])
    assert len(lines & set(written(**other).splitlines())) < 10


def test_a_workbook_is_the_same_each_time_and_holds_the_same_records(vsa, tmp_path, time_machine):
    time_machine.move_to("2024-01-01")
    content = written(write_xlsx)
    time_machine.move_to("2025-01-01")
    assert written(write_xlsx) == content
    found = []
    for name, made in (("a.xlsx", content), ("a.csv", written())):
        (tmp_path / name).write_bytes(made)
        found.append(read_extract(tmp_path / name, instrument=vsa))
    assert found[0].records == found[1].records
    assert [extract.format for extract in found] == ["xlsx", "csv"]


def test_every_record_can_be_used(extract):
    assert (len(extract.records), extract.rejected.rows) == (60_000, 0)
    references = list(extract.records)
    assert references[0].startswith("LANC/")
    assert references[-1].endswith("/24")
    assert not any(personal_data_in(text) for text in [*references, *references[0]])


def test_about_one_crime_in_twenty_ends_in_a_community_resolution(extract):
    assert 0.05 <= extract.counts("outcome_type")["8",] / 60_000 <= 0.06


@pytest.mark.parametrize("fact", ["offence_group", "route", "domestic_abuse"])
def test_every_value_occurs_about_as_often_as_in_a_real_year(extract, vsa, fact):
    counts = extract.counts(fact)
    assert {value for (value,) in counts} == {choice.code for choice in vsa.fact(fact).choices}
    assert min(counts.values()) > 600
    assert max(counts.values()) < 48_000


def test_offences_belong_to_their_groups(extract):
    groups = Counter(offence for _, offence in extract.counts("offence_group", "offence"))
    assert set(groups.values()) == {1}


def test_days_lie_in_the_window_of_the_demonstration(extract):
    reported = [date.fromisoformat(day) for (day,) in extract.counts("reported_on")]
    closed = [date.fromisoformat(day) for (day,) in extract.counts("closed_on")]
    assert (min(reported), max(reported)) == (date(2023, 9, 1), date(2024, 2, 29))
    assert max(closed) <= date(2024, 5, 31)


def test_references_begin_with_the_force():
    assert prefix_of("lancashire") == "LANC"
    assert prefix_of("devon-and-cornwall") == "DCOR"


# The command


def make(out: Path, **options) -> None:
    call_command("synthetic_extract", **{"force": "kent", "seed": "trial", "out": out, **options})


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["crimes.csv", "crimes.XLSX"])
def test_the_command_writes_what_its_suffix_says(tmp_path, name, capsys, vsa):
    ForceFactory.create(slug="kent")
    make(tmp_path / name, records=1_000)
    assert "1,000 made-up crimes" in capsys.readouterr().out
    found = read_extract(tmp_path / name, instrument=vsa)
    assert len(found.records) == 1_000
    if name.endswith("csv"):
        assert found.sha256 == SHA256_OF_1000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"force": "atlantis"}, "There is no force atlantis."),
        ({"records": 0}, "Ask for 1 to 500,000 records."),
        ({"records": 500_001}, "Ask for 1 to 500,000 records."),
        ({"out": Path("crimes.pdf")}, "Let the name of the file end in .csv or .xlsx."),
        ({"out": Path("nowhere/crimes.csv")}, "can't be written: No such file"),
    ],
)
def test_what_the_command_can_not_make_is_said(tmp_path, options, words):
    ForceFactory.create(slug="kent")
    out = tmp_path / options.get("out", "crimes.csv")
    with pytest.raises(CommandError, match=words):
        make(**{**options, "out": out})
    assert not out.exists()
