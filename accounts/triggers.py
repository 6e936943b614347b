"""The record of events only ever grows, whatever writes to the database."""

from peel.lib.triggers import Trigger, append_only

# SQLite deletes the old row of INSERT OR REPLACE without firing a DELETE trigger.
_NO_REPLACE = Trigger(
    name="accounts_event_no_replace",
    table="accounts_event",
    sqlite=(
        "CREATE TRIGGER accounts_event_no_replace BEFORE INSERT ON accounts_event "
        "WHEN EXISTS (SELECT 1 FROM accounts_event WHERE id = NEW.id "
        "OR (target = NEW.target AND sequence = NEW.sequence)) "
        "BEGIN SELECT RAISE(ABORT, 'accounts_event is append-only'); END"
    ),
    postgresql=(),
)

TRIGGERS = [*append_only("accounts_event"), _NO_REPLACE]
