"""The Telegram part of the service, from start to cancellation."""

from __future__ import annotations

import asyncio
import sys

from telegram.error import InvalidToken

from bot.channels.telegram.application import Parts, build_application, builder
from bot.channels.telegram.polling import AnyApplication, poll
from bot.channels.telegram.retrying import USUAL, Pace, keep_trying, try_or_skip
from bot.channels.telegram.wording import Wording, load_wording
from bot.core.answers.knowledge import Knowledge
from bot.services.converse import Converse
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.settings import Settings


async def run_telegram(
    settings: Settings,
    converse: Converse,
    units_of_work: UnitOfWorkFactory,
    clock: Clock,
    knowledge: Knowledge,
    pace: Pace = USUAL,
    stored: asyncio.Event | None = None,
) -> None:
    """Serve the bot of the token in the settings until cancelled; returns early only if the token is refused.

    `stored` is set by other parts of the process when they have stored notices.
    """
    assert settings.telegram_token is not None, "the caller starts this part only with a token"
    wording = load_wording(settings.content_dir)
    token = settings.telegram_token.get_secret_value()
    parts = Parts(converse, units_of_work, clock, knowledge, pace, stored or asyncio.Event())
    application, sender = build_application(builder(token, settings.telegram_api_url), parts)
    try:
        await _prepare(application, wording, pace)
        await sender.resume()
        await poll(application, pace)
    except InvalidToken:  # its own words hold the token
        sys.stderr.write(f"{wording.invalid_token}\n")
    finally:
        await sender.stop()
        await application.shutdown()
        await application.bot.shutdown()  # the application skips it when it could not start


async def _prepare(application: AnyApplication, wording: Wording, pace: Pace) -> None:
    bot = application.bot
    await keep_trying("getMe", application.initialize, pace, (InvalidToken,))
    await try_or_skip("deleteWebhook", lambda: bot.delete_webhook(drop_pending_updates=False), pace)
    await try_or_skip("setMyCommands", lambda: bot.set_my_commands(wording.commands), pace)
