"""What the database itself keeps: every version of every answer, draws and decisions as made."""

from peel.lib.triggers import Trigger, append_only, no_replace

ANSWER, HISTORY, RESULT = "cases_answer", "cases_answerhistory", "cases_result"
FROZEN = "cases_frozenanswers"
REPLY, WAIVER = "cases_reply", "cases_waiver"
PUBLISHED = "cases_publishedresult"
DRAW, WITHDRAWAL = "cases_draw", "cases_withdrawal"
STRATUM, TICKET = "cases_drawstratum", "cases_ticket"
SECOND_DRAW, READING, DECISION = "cases_secondreviewdraw", "cases_reading", "cases_decision"
REFERENCE, REFERENCE_ANSWER = "cases_referencefile", "cases_referenceanswer"
RETIREMENT, ROUND, ISSUED = "cases_retirement", "cases_calibrationround", "cases_issuedfile"
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


def _one_draw_stands() -> Trigger:
    name, message = f"{DRAW}_one_stands", "the sample has a draw that stands"
    stands = (
        f"EXISTS (SELECT 1 FROM {DRAW} d WHERE d.sample_id = NEW.sample_id "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 FROM {WITHDRAWAL} w WHERE w.draw_id = d.id))"
    )
    return Trigger(
        name=name,
        table=DRAW,
        sqlite=(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {DRAW} WHEN {stands} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {stands} THEN RAISE EXCEPTION '{message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE INSERT ON {DRAW} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ),
    )


TRIGGERS = (
    _keeps_history("insert", "NEW"),
    _keeps_history("update", "NEW"),
    _keeps_history("delete", "OLD"),
    *append_only(HISTORY),
    *append_only(RESULT),
    *append_only(FROZEN),
    *append_only(DRAW),
    *append_only(STRATUM),
    *append_only(TICKET),
    *append_only(WITHDRAWAL),
    no_replace(DRAW, ("sample_id", "revision")),
    no_replace(STRATUM, ("draw_id", "code")),
    no_replace(TICKET, ("draw_id", "reference"), ("draw_id", "is_reserve", "position")),
    no_replace(WITHDRAWAL, ("draw_id",)),
    _one_draw_stands(),
    *append_only(REPLY),
    no_replace(REPLY),
    *append_only(WAIVER),
    no_replace(WAIVER, ("sign_off_id", "requirement")),
    *append_only(PUBLISHED),
    no_replace(PUBLISHED, ("inspection_id", "checklist", "sample", "code", "revision")),
    *append_only(SECOND_DRAW),
    *append_only(READING),
    *append_only(DECISION),
    no_replace(SECOND_DRAW, ("sample_id", "revision")),
    no_replace(READING, ("review_id", "reader_id")),
    no_replace(DECISION, ("case_file_id", "question_id", "revision")),
    *append_only(REFERENCE),
    *append_only(REFERENCE_ANSWER),
    *append_only(RETIREMENT),
    *append_only(ROUND),
    *append_only(ISSUED),
    no_replace(REFERENCE),
    no_replace(REFERENCE_ANSWER, ("reference_file_id", "question_id")),
    no_replace(RETIREMENT, ("reference_file_id",)),
    no_replace(ROUND, ("sample_id",)),
    no_replace(ISSUED, ("case_file_id",)),
)
