"""Why a page is not shown; each becomes a page that says so, see `routing`."""

from __future__ import annotations

from collections.abc import Sequence


class SignInNeeded(Exception):
    """Nobody has signed in, or the session is over."""


class NextStepNeeded(Exception):
    """Signing in is not done yet: `address` is where it goes on."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class NotAllowed(Exception):
    """The role does not allow it; the sentence says who may."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class NotFound(Exception):
    """There is no such thing, or it is not theirs to know of; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Foreign(Exception):
    """Another site made the browser send this."""


class SentAfterwards(Exception):
    """A form of the console was sent after its session had ended: `fields` are what was typed, to be sent again.

    `csrf` is the token of the session there is now, empty if nobody has signed in.
    """

    def __init__(self, fields: Sequence[tuple[str, str]], csrf: str = "") -> None:
        super().__init__()
        self.fields, self.csrf = fields, csrf


class TooLarge(Exception):
    """More was sent than is read."""
