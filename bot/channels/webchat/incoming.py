"""What the browser sent, from a form or from the script."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, Field

from bot.core.messaging.reply import Button, Incoming

_NUMBER = re.compile(r"(?:选|选择|第|我选)?\s*(\d{1,2}|[一二三四五六七八九])\s*(?:个|项|号)?[.。、]?")
_CHINESE_DIGITS = "零一二三四五六七八九"
_FIELDS = 20
_ID = re.compile(r"[0-9a-f]{32}")


class Sent(BaseModel):
    """A message from the script; unknown keys are refused.

    `greeting` says that the page still shows its greeting, whose choices the conversation does not know of.
    `noticed` are the notices on the page: the person has seen them. `id` is random and stays the same when the message
    is sent once more because no answer came.
    """

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    choice: str | None = None
    greeting: bool = False
    noticed: Annotated[list[Annotated[int, Field(ge=0, lt=2**63)]], Field(max_length=_FIELDS)] = []
    id: Annotated[str, Field(pattern=f"^{_ID.pattern}$")] | None = None

    def mark(self, identity: str) -> str | None:
        """What tells this message of this browser from every other, and nothing else; `None` without an id.

        A form that is sent once more with something else in it is another message.
        """
        if self.id is None:
            return None
        said = f"{identity}\n{self.id}\n{self.choice}\n{self.text}"
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Posted:
    """A message from a form, with what the page has to remember without a script."""

    message: Sent
    label: str | None = None
    easy: bool = False


def from_form(body: bytes) -> Posted:
    """Reads a form; raises `ValueError` for one that this page did not make."""
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    first = {name: values[0] for name, values in fields.items()}
    noticed = [int(number) for number in fields.get("noticed", ()) if number.isascii() and number.isdigit()]
    named = first.get("id", "")
    sent = Sent(
        text=first.get("text", ""),
        choice=first.get("choice"),
        greeting="greeting" in first,
        noticed=noticed,
        id=named if _ID.fullmatch(named) else None,
    )
    return Posted(sent, first.get("label"), "easy" in first)


def to_incoming(sent: Sent, greeting: Sequence[Button]) -> Incoming:
    """The message for the conversation; under the greeting a number or a label means one of its choices."""
    if sent.choice is not None:
        return Incoming(button=sent.choice)
    chosen = _chosen(sent.text, greeting) if sent.greeting else None
    return Incoming(button=chosen.value) if chosen else Incoming(sent.text)


def _chosen(text: str, buttons: Sequence[Button]) -> Button | None:
    if len(text) > _FIELDS:
        return None
    bare = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.fullmatch(bare)
    if found:
        said = found.group(1)
        number = int(said) if said.isdigit() else _CHINESE_DIGITS.index(said)
        return buttons[number - 1] if 1 <= number <= len(buttons) else None
    return next((button for button in buttons if button.text == bare), None)
