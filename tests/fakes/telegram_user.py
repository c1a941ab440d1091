"""A person who writes to the bot on the fake server."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram_methods import message
from tests.fakes.telegram_world import Sent, World


class User:
    """One chat seen from the person's side. A negative chat id makes it a group."""

    def __init__(self, world: World, chat: int) -> None:
        self._world = world
        self.chat = chat
        self._read = 0
        world.chats.add(chat)

    @property
    def received(self) -> list[Sent]:
        """Every message of the bot in this chat."""
        return [sent for sent in self._world.sent if sent.chat == self.chat]

    def says(self, text: str) -> int:
        """Write a message; returns the update's id."""
        return self.sends(text=text)

    def sends(self, **content: Any) -> int:
        """Send a message with any content, e.g. `voice={…}`."""
        return self._world.push(self.chat, {"message": message(self._world.new_message_id(), self.chat, **content)})

    def edits(self, text: str) -> int:
        """Change a message that was sent before."""
        return self._world.push(self.chat, {"edited_message": message(1, self.chat, text)})

    def presses(self, label: str, on: Sent | None = None) -> int:
        """Press the button whose label is, or ends with, `label`: on the newest message that has it, or on `on`."""
        shown = [on] if on else list(reversed(self.received))
        for sent in shown:
            for text, data in zip(sent.buttons, sent.data, strict=True):
                if text == label or text.partition(". ")[2] == label:
                    return self.presses_data(data, sent)
        raise LookupError(f"no button {label!r} on {[sent.buttons for sent in shown]}")

    def presses_data(self, data: str, on: Sent) -> int:
        """Press a button with this callback data."""
        query = f"query-{self._world.new_message_id()}"
        self._world.queries.add(query)
        person = {"id": self.chat, "is_bot": False, "first_name": "测试"}
        body = {
            "id": query, "from": person, "chat_instance": "1", "data": data,
            "message": message(on.id, self.chat, on.text),
        }  # fmt: skip
        return self._world.push(self.chat, {"callback_query": body})

    async def reply(self, seconds: float = 10) -> Sent:
        """The next message of the bot that has not been read yet."""
        await self._world.until(lambda: len(self.received) > self._read, seconds)
        self._read += 1
        return self.received[self._read - 1]

    async def replies(self, count: int, seconds: float = 10) -> list[Sent]:
        """The next messages of the bot."""
        return [await self.reply(seconds) for _ in range(count)]
