"""What reads as a name where a role belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judgments.evidence.source_roles import looks_like_a_name


@pytest.mark.parametrize(
    "role",
    [
        "Sergeant Patel", "Jane Smith", "PC Smith", "Ch Insp J. Smith", "Response officer J Smith",
        "Dr Okafor, custody nurse", "Detective Constable Mary O'Neill", "mr Jones", "DCI Brown",
        "Head of custody (Ann Walker)",
    ],
)  # fmt: skip
def test_names_are_noticed(role: str) -> None:
    assert looks_like_a_name(role)


@pytest.mark.parametrize(
    "role",
    [
        "response sergeant", "Response sergeant", "Detective Chief Inspector", "Head of Custody",
        "Assistant Chief Constable", "Twelve officers of a response team", "PCSO, neighbourhoods",
        "Multi-Agency Safeguarding Hub manager", "Force Control Room supervisor", "Call handler",
        "Independent Domestic Violence Adviser", "Sergeant, Preston", "Chief Superintendent",
        "Head of Professional Standards Department", "DCI in the rape team", "",
        "Victims' Code lead", "Police and Crime Commissioner's office",
    ],
)  # fmt: skip
def test_roles_are_not(role: str) -> None:
    assert not looks_like_a_name(role)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert looks_like_a_name(text) in {True, False}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,'-"))
def test_small_letters_are_never_a_name_unless_titled(text: str) -> None:
    assert not looks_like_a_name(text)
