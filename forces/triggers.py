"""What holds whatever writes the rows.

Nobody works on an inspection of the force they come from, and a value that a force sent
never changes.
"""

from peel.lib.triggers import Trigger, append_only, no_replace

_MESSAGE = "a person seconded from a force can not work on its inspection"

_ON_THE_TEAM = (
    "EXISTS (SELECT 1 FROM forces_secondment s JOIN forces_inspection i ON i.force_id = s.force_id "
    "WHERE s.user_id = NEW.user_id AND i.id = NEW.inspection_id)"
)
_IN_THE_LEAD = (
    "EXISTS (SELECT 1 FROM forces_secondment s "
    "WHERE s.force_id = NEW.force_id AND (s.user_id = NEW.lead_id OR s.user_id IN "
    "(SELECT m.user_id FROM forces_teammember m WHERE m.inspection_id = NEW.id)))"
)
_SECONDED = (
    "EXISTS (SELECT 1 FROM forces_inspection i "
    "WHERE i.force_id = NEW.force_id AND (i.lead_id = NEW.user_id OR i.id IN "
    "(SELECT m.inspection_id FROM forces_teammember m WHERE m.user_id = NEW.user_id)))"
)


def _refuse_when(table: str, operation: str, condition: str) -> Trigger:
    name = f"{table}_no_own_force_{operation.lower()}"
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{_MESSAGE}'; END IF; "
            "RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {name}()",
        ),
    )


VALUES = "forces_submittedvalue"
TRIGGERS = [
    *(
        _refuse_when(table, operation, condition)
        for table, condition in [
            ("forces_teammember", _ON_THE_TEAM),
            ("forces_inspection", _IN_THE_LEAD),
            ("forces_secondment", _SECONDED),
        ]
        for operation in ("INSERT", "UPDATE")
    ),
    *append_only(VALUES),
    no_replace(VALUES, ("submission_id", "indicator", '"group"', "starts", "ends")),
]
