"""Sends stored replies and notices: one chat's in order, chats side by side, each until delivered or refused."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from typing import Any

import structlog
from telegram import Bot, InlineKeyboardMarkup, InputFile
from telegram.error import Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.incoming import CHANNEL, conversation_of
from bot.channels.telegram.keyboards import keyboard
from bot.channels.telegram.retrying import REFUSED, Pace, keep_trying, seconds
from bot.channels.telegram.splitting import split
from bot.core.conversation.own_data.requests import Copy
from bot.services.delivery.pacing import Limiter
from bot.services.people.keep_people import block
from bot.services.ports import Clock, Undelivered, UnitOfWorkFactory

log = structlog.get_logger()

AT_ONCE = 16
"""Requests under way at the same time; a chat that waits for a flood limit takes none of them."""
GRACE_SECONDS = 3.0
"""For what is under way at a stop: a message broken off would be sent again at the next start."""
LOOK_SECONDS = 5.0
"""How long a notice that another process stored waits to be found."""
CLAIM_SECONDS = 60
"""A claim not renewed for so long is void: whoever made it has died."""


class Sender:
    """Owns the way out.

    `first_note` follows the first reply a chat ever gets; `stored` says that notices may wait; `copy_for` makes the
    copy of what is kept of a conversation's person.
    """

    def __init__(
        self,
        bot: Bot,
        units_of_work: UnitOfWorkFactory,
        clock: Clock,
        first_note: str,
        pace: Pace,
        stored: asyncio.Event,
        copy_for: Callable[[str], Awaitable[Copy]],
        limiter: Limiter,
    ) -> None:
        self._bot = bot
        self._units_of_work = units_of_work
        self._clock = clock
        self._first_note = first_note
        self._pace = pace
        self._stored = stored
        self._copy_for = copy_for
        self._limiter = limiter
        self._waiting: dict[str, deque[Undelivered]] = {}
        self._claimed: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopping = False

    async def resume(self) -> None:
        """Take up what a crash left unsent, and from now on notices.

        Called before anything new comes in, so that what was left goes first.
        """
        for left in await keep_trying("unsent", self._unsent, self._pace, ()):
            self.put(left)
        self._start(self._watch())

    def put(self, delivery: Undelivered) -> None:
        """Send these replies after all others of the chat."""
        queue = self._waiting.get(delivery.address)
        if queue is not None:
            queue.append(delivery)
            return
        self._waiting[delivery.address] = deque([delivery])
        self._start(self._drain(delivery.address))

    def acknowledge(self, query: str) -> None:
        """Stop the waiting mark on a pressed button. Nothing depends on it, so it is tried once."""
        self._start(self._acknowledge(query))

    async def stop(self) -> None:
        """Finish what is under way if that is quick; what is left stays stored for the next start."""
        self._stopping = True
        self._stored.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _unsent(self) -> list[Undelivered]:
        async with self._units_of_work() as work:
            return list(await work.outgoing.unsent(CHANNEL))

    async def _watch(self) -> None:
        """Take up notices, whichever process stored them."""
        while not self._stopping:
            self._stored.clear()
            for notice in await keep_trying("claim", self._claim, self._pace, ()):
                self._claimed.add(notice.id)
                self.put(notice)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stored.wait(), LOOK_SECONDS)

    async def _claim(self) -> list[Undelivered]:
        now = self._clock.now()
        async with self._units_of_work() as work:
            until = now + dt.timedelta(seconds=CLAIM_SECONDS)
            notices = list(await work.outgoing.claim(CHANNEL, self._claimed, now, until))
            await work.commit()
        return notices

    async def _drain(self, address: str) -> None:
        queue = self._waiting[address]
        try:
            while queue and not self._stopping:
                await self._deliver(queue[0])
                queue.popleft()
        except InvalidToken:
            log.error("telegram_token_refused", left=len(queue))
        finally:
            del self._waiting[address]

    async def _deliver(self, delivery: Undelivered) -> None:
        try:
            for text, buttons in messages(delivery, self._first_note):
                await self._send(delivery.address, text, buttons)
            if any(reply.own_data for reply in delivery.replies):
                await self._send_copies(delivery.address)
        except REFUSED as error:
            log.info("telegram_refused", what="sendMessage", error=type(error).__name__)
            if isinstance(error, Forbidden):
                await keep_trying("block", lambda: self._block(delivery.address), self._pace, ())
        await keep_trying("remove_sent", lambda: self._remove(delivery.id), self._pace, ())
        self._claimed.discard(delivery.id)

    async def _send(self, address: str, text: str, buttons: InlineKeyboardMarkup | None) -> None:
        async def send() -> None:
            await self._bot.send_message(int(address), text, reply_markup=buttons)

        await self._within_limits("sendMessage", address, send)

    async def _send_copies(self, address: str) -> None:
        """What is kept of the person, made only now: nothing of it waits anywhere."""
        copy = await keep_trying("own_data", lambda: self._copy_for(conversation_of(address)), self._pace, ())
        for name, content in (("my-data.txt", copy.text.encode()), ("my-data.json", copy.json)):
            await self._send_file(address, name, content)

    async def _send_file(self, address: str, name: str, content: bytes) -> None:
        async def send() -> None:
            await self._bot.send_document(int(address), InputFile(content, filename=name))

        await self._within_limits("sendDocument", address, send)

    async def _within_limits(self, what: str, address: str, send: Callable[[], Awaitable[None]]) -> None:
        """Send when the platform's limits allow it, until it is taken or refused."""

        async def attempt() -> None:
            await self._limiter.turn(address)
            try:
                async with self._slots:
                    await send()
            except RetryAfter as error:
                await self._limiter.flooded(address, seconds(error))
                raise

        await keep_trying(what, attempt, self._pace, (*REFUSED, InvalidToken))

    async def _remove(self, outgoing: int) -> None:
        async with self._units_of_work() as work:
            await work.outgoing.remove(outgoing)
            await work.commit()

    async def _block(self, address: str) -> None:
        """Who closed the chat to the service wants no more messages from it."""
        async with self._units_of_work() as work:
            await block(conversation_of(address), work, self._clock.now())
            await work.commit()

    async def _acknowledge(self, query: str) -> None:
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            log.info("telegram_refused", what="answerCallbackQuery", error=type(error).__name__)


def messages(delivery: Undelivered, first_note: str) -> Iterator[tuple[str, InlineKeyboardMarkup | None]]:
    """The messages of stored replies. Only the last reply keeps its buttons: only those the session remembers."""
    parts = [part for reply in delivery.replies for part in split(reply.text)]
    buttons = delivery.replies[-1].buttons if delivery.replies else ()
    for part in parts[:-1]:
        yield part, None
    if parts:
        yield parts[-1], keyboard(delivery.turn, buttons)
    if delivery.turn == 1:
        yield first_note, None
