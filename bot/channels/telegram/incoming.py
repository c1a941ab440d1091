"""What an update says, in the core's terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.channels.telegram.keyboards import choice, meant
from bot.core.messaging.reply import Incoming

CHANNEL = "telegram"
_DEEP_LINK = re.compile(r"fair_[0-9A-Za-z-]{14}")
"""What a poster's code brings along: the fair at which the conversation opens."""
EXPIRED = Incoming(button="cmd:expired")
"""Stands for a button this service cannot have made: shows the current menu."""


@dataclass(frozen=True)
class Received:
    """A message or choice of one private chat. `query` is the button press to acknowledge."""

    chat: int
    update: int
    incoming: Incoming
    query: str | None = None

    @property
    def conversation(self) -> str:
        """The conversation it belongs to."""
        return conversation_of(str(self.chat))


def conversation_of(address: str) -> str:
    """The conversation of a chat."""
    return f"{CHANNEL}:{address}"


def received(update: Update) -> Received | None:
    """What to answer, or `None` for what is none of the service's business: groups, edits, service notices."""
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return None
    if update.callback_query:
        query = update.callback_query
        return Received(chat.id, update.update_id, _pressed(query), query.id)
    if update.message and not filters.StatusUpdate.ALL.check_update(update):
        return Received(chat.id, update.update_id, Incoming(words(update.message)))
    return None


def words(message: Message) -> str:
    """The text, without what Telegram adds to a command; empty for photos, voice and the like."""
    text = message.text or ""
    if not text.startswith("/"):
        return text
    command, _, rest = text.partition(" ")
    command = command.partition("@")[0]
    if command == "/start":
        return rest if _DEEP_LINK.fullmatch(rest) else command
    return f"{command} {rest}" if rest else command


def _pressed(query: CallbackQuery) -> Incoming:
    value = meant(query.data)
    if value is not None:
        return Incoming(button=value)
    chosen = choice(query.data)
    return Incoming(choice=chosen) if chosen else EXPIRED
