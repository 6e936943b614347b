"""``manage.py import_force_data``: a list that comes as a file on the server."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.events import history_of
from accounts.models import User
from forces.models import Force, Submission
from tests.forces.indicators.lists import ANSWERED, CALLS, listed

Run = Callable[..., str]


@pytest.fixture
def run(force: Force, supervisor: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command on a file of rows; what it prints comes back."""
    file = tmp_path / "list.csv"

    def command(*rows: str, half_year: str = "2024-04", **given: object) -> str:
        file.write_bytes(listed(*rows))
        options = {"by": supervisor.email} | given
        slug, path = options.pop("force", "lancashire"), options.pop("file", file)
        call_command("import_force_data", slug, half_year, path, **options)
        return capsys.readouterr().out

    return command


def test_a_list_is_received_by_who_sent_it(run: Run, supervisor: User) -> None:
    assert run(CALLS, ANSWERED) == (
        "2 values received. No value moved far from last time, so the list can be accepted.\n"
    )
    submission = Submission.objects.get()
    assert (submission.starts, submission.state) == (date(2024, 4, 1), "received")
    assert submission.file_name == "list.csv"
    assert [event.by for event in history_of(submission)] == [supervisor]


def test_checking_takes_in_nothing(run: Run) -> None:
    assert run(CALLS, check=True) == "The list has no problems. Nothing was imported.\n"
    assert not Submission.objects.exists()


def test_every_problem_is_told_with_row_column_and_remedy(run: Run) -> None:
    with pytest.raises(CommandError) as refused:
        run(CALLS.replace("1000", "-5"), "nonsense,,01/04/2024,30/04/2024,1,,")
    first, second, last = str(refused.value).splitlines()
    assert first == "Row 2, Value: The value is below 0. Correct it. It holds “-5”."
    assert second.startswith("Row 3, Indicator: ")
    assert last == "Nothing was imported."
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"half_year": "2024-05"}, "first month of a half-year"),
        ({"half_year": "2098-04"}, "first month of a half-year"),
        ({"half_year": "x"}, "first month of a half-year"),
        ({"force": "nowhere"}, "no force “nowhere”"),
        ({"by": "nobody@peel.example"}, "Nobody with the address"),
        ({"file": Path("/nowhere/list.csv")}, "No such file"),
    ],
)
def test_what_cannot_be_is_said_plainly(run: Run, given: dict[str, object], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(CALLS, **given)


def test_an_inspector_takes_in_nothing(run: Run, inspector: User) -> None:
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(CALLS, by=inspector.email)
    assert not Submission.objects.exists()


def test_the_same_file_is_not_taken_twice(run: Run) -> None:
    run(CALLS)
    with pytest.raises(CommandError, match="This very file was received"):
        run(CALLS)
