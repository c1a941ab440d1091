"""Builds the PTB application: request limits, one handler for everything, and nothing that stores or schedules."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackContext, TypeHandler

from bot.channels.telegram.incoming import CHANNEL
from bot.channels.telegram.polling import AnyApplication
from bot.channels.telegram.receiving import Desk
from bot.channels.telegram.retrying import USUAL, Pace
from bot.channels.telegram.sending import AT_ONCE, Sender
from bot.core.answers.knowledge import Knowledge
from bot.services.conversation.converse import Converse
from bot.services.delivery.pacing import FREE, Limiter, Limits
from bot.services.ports import Clock, UnitOfWorkFactory

log = structlog.get_logger()

AnyBuilder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]
READ_SECONDS = 20.0
"""Long, because a message whose confirmation comes too late is sent again."""


@dataclass(frozen=True)
class Parts:
    """What the channel needs of the service; `stored` is set when notices may have been stored."""

    converse: Converse
    units_of_work: UnitOfWorkFactory
    clock: Clock
    knowledge: Knowledge
    pace: Pace = USUAL
    limits: Limits = FREE
    stored: asyncio.Event = field(default_factory=asyncio.Event)


def builder(token: str, api_url: str) -> AnyBuilder:
    """PTB's builder for a token and a Bot API server."""
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url.rstrip('/')}/bot")
        .connection_pool_size(AT_ONCE + 4)
        .read_timeout(READ_SECONDS)
        .get_updates_read_timeout(READ_SECONDS)
        .pool_timeout(READ_SECONDS)
    )


def build_application(builder: AnyBuilder, parts: Parts) -> tuple[AnyApplication, Sender]:
    """The application, whose `process_update` returns when an update is stored, and the sender of its replies."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # PTB's switch: without it every flood limit raises a warning
    # PTB prints whole updates when it cannot read them; our own log says the kind of error.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
    application: AnyApplication = builder.updater(None).job_queue(None).build()
    copies = parts.converse.own_data
    note = parts.knowledge.phrases.say("telegram_abroad")
    limiter = Limiter(parts.units_of_work, parts.limits, CHANNEL)
    sender = Sender(application.bot, parts.units_of_work, parts.clock, note, parts.pace, parts.stored, copies, limiter)
    desk = Desk(parts.converse, parts.units_of_work, parts.clock, parts.knowledge, sender, parts.pace)

    async def receive(update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        await desk.receive(update)

    application.add_handler(TypeHandler(Update, receive))
    application.add_error_handler(_unforeseen)
    return application, sender


async def _unforeseen(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    log.error("telegram_update_failed", error=type(context.error).__name__)
