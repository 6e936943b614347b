"""What a browser sends as answers, checked and turned into entries for the one write path."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict

from cases.actions.answering import Entry
from checklists.instrument import Question
from peel.lib.errors import Invalid

LARGEST_BODY: Final = 64 * 1024
LARGEST_REVISION: Final = 2**31 - 1
FIELDS: Final[dict[str, type]] = {
    "question": str,
    "value": str,
    "note": str,
    "base_revision": int,
    "key": str,
    "keep_personal_data": bool,
    "user": int,
}
NEEDED: Final = ("question", "value", "base_revision", "key")


def entry_from_json(body: bytes) -> tuple[Entry, int | None]:
    """The entry in a JSON object, and the id of the user it says it is from.

    Raises Invalid for anything else: not JSON, not an object, a missing or unknown field,
    a value of the wrong type.
    """
    sent = _object(body)
    _check_fields(sent)
    if not 0 <= sent["base_revision"] <= LARGEST_REVISION:
        raise Invalid("“base_revision” must be 0 or the revision of an answer.")
    entry = Entry(
        question=sent["question"],
        value=sent["value"],
        note=sent.get("note", ""),
        base_revision=sent["base_revision"],
        key=_key(sent["key"]),
        keep_personal_data=sent.get("keep_personal_data", False),
    )
    return entry, sent.get("user")


@dataclass(frozen=True, slots=True)
class Sent:
    """One question of a form as it was sent; ``problem`` is why it can't be recorded, or ""."""

    entry: Entry
    problem: str = ""


def entries_from_form(post: QueryDict, questions: Iterable[Question]) -> list[Sent]:
    """What a form holds of ``questions``; those it does not show are left out."""
    return [_sent(post, q.code) for q in questions if f"r-{q.code}" in post]


def _sent(post: QueryDict, code: str) -> Sent:
    given = [value for value in post.getlist(f"v-{code}") if value.strip()]
    cleared = post.get("clear") == code
    entry = Entry(
        question=code,
        value=given[0] if given and not cleared else "",
        note=post.get(f"n-{code}", ""),
        base_revision=_revision(post, code),
        keep_personal_data=post.get(f"keep-{code}") == "yes",
    )
    both = len(given) > 1 and not cleared
    return Sent(entry, "Give an answer or choose “Not applicable”, not both." if both else "")


def _revision(post: QueryDict, code: str) -> int:
    # "Save mine instead" carries the revision of the answer that it replaces.
    base = str(post.get(f"mine-{code}") or post.get(f"r-{code}", ""))
    if base.isascii() and base.isdigit() and len(base) < 11 and int(base) <= LARGEST_REVISION:
        return int(base)
    raise Invalid("The form was changed on its way here. Reload the page and try again.")


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid("Send the answer as JSON.") from None
    if not isinstance(sent, dict):
        raise Invalid("Send the answer as one JSON object.")
    return sent


def _check_fields(sent: dict[str, Any]) -> None:
    if missing := [name for name in NEEDED if name not in sent]:
        raise Invalid(f"These fields are missing: {', '.join(missing)}.")
    if len(sent) > len(FIELDS) or any(name not in FIELDS for name in sent):
        raise Invalid(f"Send no other fields than {', '.join(FIELDS)}.")
    for name, value in sent.items():
        # True is an int to Python, and not a revision.
        if type(value) is not FIELDS[name]:
            raise Invalid(f"“{name}” has the wrong type.")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("“key” must be a UUID.") from None
