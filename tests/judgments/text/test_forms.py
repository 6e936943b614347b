"""A form of a text offers to keep what only looks like personal data."""

from cases.actions.answering import PersonalDataWarning
from judgments.report.forms import SummaryForm
from judgments.text.forms import KEEP

TEXT = {"summary": "Ring 0161 496 0000.", "edition": "0"}


def test_asked_at_the_text_once_something_looks_like_personal_data() -> None:
    form = SummaryForm(TEXT)
    assert form.is_valid()
    assert KEEP not in form.fields
    form.ask_about(PersonalDataWarning(["a phone number"]))
    assert KEEP in form.fields
    assert form.has_error("summary")


def test_what_was_confirmed_stays_on_the_form_when_something_else_is_wrong() -> None:
    form = SummaryForm({**TEXT, "edition": "none", KEEP: "on"})
    assert not form.is_valid()
    assert form[KEEP].value() is True
    assert form.keeps_personal_data
