"""What a Telegram server knows: chats, updates not yet confirmed, messages sent, calls made, faults to come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

BOT = {"id": 1000, "is_bot": True, "first_name": "同行", "username": "tongxing_test_bot"}

FaultKind = Literal[
    "flood",  # 429 with retry_after
    "blocked",  # 403: the person blocked the bot
    "no_chat",  # 400: chat not found
    "unauthorized",  # 401: the token is not valid
    "broken",  # 500
    "garbage",  # 200 with something that is not JSON
    "hang",  # no answer, and nothing is done
    "hang_after",  # it is done, but no answer comes
]


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method, for one chat or for all."""

    method: str
    kind: FaultKind
    chat: int | None = None
    times: int = 1
    retry_after: int = 1


@dataclass(frozen=True)
class Call:
    """One request of the bot: `at` is monotonic seconds, `fault` what was made to go wrong with it."""

    method: str
    parameters: dict[str, Any]
    at: float
    fault: FaultKind | None = None

    @property
    def chat(self) -> int | None:
        """The chat it is for."""
        chat = self.parameters.get("chat_id")
        return int(chat) if chat is not None else None


@dataclass
class Sent:
    """A message of the bot as the person sees it. `data` holds the buttons' callback data, in their order."""

    id: int
    chat: int
    text: str
    buttons: list[str]
    data: list[str]
    at: float


@dataclass
class World:
    """All state of the fake server. Changed only in its event loop; `until` waits for it to change."""

    per_chat_limit: bool = False
    updates: list[dict[str, Any]] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    chats: set[int] = field(default_factory=set)
    queries: set[str] = field(default_factory=set)
    commands: list[dict[str, str]] = field(default_factory=list)
    polls: int = 0
    closing: bool = False
    _next_update: int = 1
    _next_message: int = 1
    _waiters: list[asyncio.Future[None]] = field(default_factory=list)

    def changed(self) -> None:
        """Wake everybody who waits for something."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        """Return when `condition` holds. Raises `TimeoutError` if that takes too long."""
        async with asyncio.timeout(seconds):
            while not condition():
                waiter = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                await waiter

    def record(self, method: str, parameters: dict[str, Any]) -> Fault | None:
        """Note a call; returns the fault that is to befall it."""
        call = Call(method, parameters, time.monotonic())
        fault = next((f for f in self.faults if f.method == method and f.chat in (None, call.chat)), None)
        if fault:
            fault.times -= 1
            if fault.times == 0:
                self.faults.remove(fault)
        self.calls.append(Call(method, parameters, call.at, fault.kind if fault else None))
        self.changed()
        return fault

    def push(self, chat: int, content: dict[str, Any]) -> int:
        """A new update for the bot; returns its id."""
        self.chats.add(chat)
        update, self._next_update = self._next_update, self._next_update + 1
        self.updates.append({"update_id": update, **content})
        self.changed()
        return update

    def new_message_id(self) -> int:
        """Ids count up over all chats."""
        number, self._next_message = self._next_message, self._next_message + 1
        return number
