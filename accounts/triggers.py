"""The record of events only ever grows, whatever writes to the database."""

from peel.lib.triggers import append_only, no_replace

EVENT = "accounts_event"
TRIGGERS = [*append_only(EVENT), no_replace(EVENT, ("target", "sequence"))]
