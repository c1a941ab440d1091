"""Choices as inline keyboards. A button carries its turn and place only: what it means stays with the session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.messaging.reply import Button

LONGEST_LABEL = 40
"""Characters of a label; phones show about this many on one row of an enlarged font before cutting it anyhow."""
MEANING = "="
"""Begins the data of a button that carries what it means."""
_DATA = re.compile(r"(\d{1,9}):(\d{1,3})", re.ASCII)


def keyboard(turn: int, buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """One button a row, numbered, so that a choice can be spoken or typed as well; nothing for no buttons."""
    if not buttons:
        return None
    rows = [
        [InlineKeyboardButton(label(number, button.text), callback_data=f"{turn}:{number - 1}")]
        for number, button in enumerate(buttons, start=1)
    ]
    return InlineKeyboardMarkup(rows)


def announced(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Buttons of an announcement: they belong to no turn, and carry what they mean themselves, or lead somewhere."""
    if not buttons:
        return None
    rows = [
        InlineKeyboardButton(label(number, each.text), **_meaning(each.value)) for number, each in enumerate(buttons, 1)
    ]
    return InlineKeyboardMarkup([[row] for row in rows])


def meant(data: str | None) -> str | None:
    """What a pressed button of an announcement means; `None` for any other."""
    return data[1:] if data and data.startswith(MEANING) else None


def _meaning(value: str) -> dict[str, Any]:
    return {"url": value} if value.startswith("https://") else {"callback_data": f"{MEANING}{value}"}


def label(number: int, text: str) -> str:
    """“1. 更多”; a long text loses its end, not its number."""
    whole = f"{number}. {text}"
    return whole if len(whole) <= LONGEST_LABEL else whole[: LONGEST_LABEL - 1].rstrip("，,、 ") + "…"


def choice(data: str | None) -> tuple[int, int] | None:
    """The turn and index in a pressed button's data, or `None` if it is not of this service's making."""
    found = _DATA.fullmatch(data or "")
    return (int(found.group(1)), int(found.group(2))) if found else None
