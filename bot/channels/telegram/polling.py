"""Fetches updates and confirms them only when all of a batch have been stored.

PTB's own Updater confirms an update by fetching the next ones, before a handler is done: a crash would lose it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import InvalidToken
from telegram.ext import Application

from bot.channels.telegram.retrying import Pace, keep_trying

POLL_SECONDS = 25
KINDS = ["message", "callback_query"]
CHATS_AT_ONCE = 8

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def poll(application: AnyApplication, pace: Pace) -> None:
    """Until cancelled. Raises `InvalidToken` when Telegram no longer accepts the token."""
    offset = 0

    async def fetch() -> tuple[Update, ...]:
        bot: Bot = application.bot
        return await bot.get_updates(offset, timeout=POLL_SECONDS, allowed_updates=KINDS)

    while True:
        updates = await keep_trying("getUpdates", fetch, pace, (InvalidToken,))
        await process(application, updates)
        if updates:
            offset = updates[-1].update_id + 1


async def process(application: AnyApplication, updates: Sequence[Update]) -> None:
    """Handle a batch: one chat's updates in order, different chats side by side."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chats.setdefault(update.effective_chat.id if update.effective_chat else 0, []).append(update)
    slots = asyncio.Semaphore(CHATS_AT_ONCE)

    async def one_chat(its: list[Update]) -> None:
        async with slots:
            for update in its:
                await application.process_update(update)

    async with asyncio.TaskGroup() as group:
        for its in chats.values():
            group.create_task(one_chat(its))
