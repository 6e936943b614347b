"""The triggers that keep every version of every answer, whatever wrote it."""

from peel.lib.triggers import Trigger, append_only

ANSWER, HISTORY, RESULT = "cases_answer", "cases_answerhistory", "cases_result"
FROZEN = "cases_frozenanswers"
COPIED = (
    "review_id", "question_id", "value", "count", "note", "relevant",
    "answered_by_id", "answered_at", "revision", "key",
)  # fmt: skip
NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}


def _keeps_history(operation: str, row: str) -> Trigger:
    name = f"{ANSWER}_keeps_{operation}"
    return Trigger(
        name=name,
        table=ANSWER,
        sqlite=(
            f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {ANSWER} "
            f"BEGIN {_insert(operation, row, 'sqlite')}; END"
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_insert(operation, row, 'postgresql')}; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {ANSWER} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        ),
    )


def _insert(operation: str, row: str, vendor: str) -> str:
    copied = ", ".join(f"{row}.{column}" for column in COPIED)
    columns = ", ".join(("answer_id", "operation", "recorded_at", *COPIED))
    values = f"{row}.id, '{operation}', {NOW[vendor]}, {copied}"
    return f"INSERT INTO {HISTORY} ({columns}) VALUES ({values})"  # noqa: S608


TRIGGERS = (
    _keeps_history("insert", "NEW"),
    _keeps_history("update", "NEW"),
    _keeps_history("delete", "OLD"),
    *append_only(HISTORY),
    *append_only(RESULT),
    *append_only(FROZEN),
)
