"""The Telegram part of the service, from start to cancellation."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from telegram.error import InvalidToken

from bot.channels.telegram.application import Parts, build_application, builder
from bot.channels.telegram.polling import AnyApplication, poll
from bot.channels.telegram.retrying import USUAL, Pace, keep_trying, try_or_skip
from bot.channels.telegram.webhook import PATH, register, webhook_app
from bot.channels.telegram.wording import Wording, load_wording
from bot.core.answers.knowledge import Knowledge
from bot.services.conversation.converse import Converse
from bot.services.delivery.pacing import Limits
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
    limits: Limits | None = None,
) -> None:
    """Serve the bot of the token in the settings until cancelled; returns early only if the token is refused.

    `stored` is set by other parts of the process when they have stored notices; `limits` are
    those of the settings unless given.
    """
    assert settings.telegram_token is not None, "the caller starts this part only with a token"
    wording = load_wording(settings.content_dir)
    token = settings.telegram_token.get_secret_value()
    limits = limits or Limits.of(settings.telegram_per_second)
    parts = Parts(converse, units_of_work, clock, knowledge, pace, limits, stored or asyncio.Event())
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


@asynccontextmanager
async def webhook(
    settings: Settings,
    converse: Converse,
    units_of_work: UnitOfWorkFactory,
    clock: Clock,
    knowledge: Knowledge,
    pace: Pace = USUAL,
    limits: Limits | None = None,
    path: str = PATH,
) -> AsyncIterator[Starlette]:
    """The web application to which Telegram brings updates, with the sender of its replies beside it.

    Raises `InvalidToken` if Telegram does not accept the token.
    """
    assert settings.telegram_token is not None, "the caller starts this part only with a token"
    assert settings.telegram_webhook_secret is not None, "and with a secret"
    secret = settings.telegram_webhook_secret.get_secret_value()
    limits = limits or Limits.of(settings.telegram_per_second)
    parts = Parts(converse, units_of_work, clock, knowledge, pace, limits)
    made = builder(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    application, sender = build_application(made, parts)
    commands = load_wording(settings.content_dir).commands
    try:
        await keep_trying("getMe", application.initialize, pace, (InvalidToken,))
        await keep_trying(
            "setWebhook", lambda: register(application, settings.telegram_webhook_url, secret), pace, (InvalidToken,)
        )
        await try_or_skip("setMyCommands", lambda: application.bot.set_my_commands(commands), pace)
        await sender.resume()
        yield webhook_app(application, secret, path)
    finally:
        await sender.stop()
        await application.shutdown()
        await application.bot.shutdown()


async def _prepare(application: AnyApplication, wording: Wording, pace: Pace) -> None:
    bot = application.bot
    await keep_trying("getMe", application.initialize, pace, (InvalidToken,))
    await try_or_skip("deleteWebhook", lambda: bot.delete_webhook(drop_pending_updates=False), pace)
    await try_or_skip("setMyCommands", lambda: bot.set_my_commands(wording.commands), pace)
