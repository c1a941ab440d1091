"""What comes in and what goes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """A choice. `text` is shown and read aloud; `value` comes back when it is chosen."""

    text: str
    value: str


@dataclass(frozen=True)
class Reply:
    """One message to a person.

    `own_data`: a copy of everything kept of them goes with it, as files or as links to them; made when it is sent.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    own_data: bool = False


@dataclass(frozen=True)
class Incoming:
    """One message from a person: typed text, the value of a button they chose, or its turn and index.

    `choice` is for platforms whose buttons stay on the screen: it counts only while its turn is the last one.
    """

    text: str = ""
    button: str | None = None
    choice: tuple[int, int] | None = None
