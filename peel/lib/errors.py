"""The three ways an action says no, each with a sentence for the person who asked."""


class Refused(Exception):
    """The person may see the thing but not do this to it. Pages and API answer 403."""


def require(reason: str | None) -> None:
    """Raise Refused when a permission gives a reason why not."""
    if reason:
        raise Refused(reason)


class Conflict(Exception):
    """The thing is in a state that does not allow this. Pages and API answer 409."""


class Invalid(Exception):
    """What was sent can't be used. Pages and API show ``messages`` and answer 400."""

    def __init__(self, *messages: str) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages
