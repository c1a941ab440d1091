"""Receives updates that Telegram brings, instead of fetching them: each is confirmed when it has been stored."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update

from bot.channels.telegram.polling import KINDS, AnyApplication

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1_000_000
"""Bytes of an update; the largest that Telegram sends are far smaller."""
PATH = "/telegram"


async def register(application: AnyApplication, url: str, secret: str) -> None:
    """Tell Telegram where to bring updates, and by which secret it is known that they come from there."""
    await application.bot.set_webhook(url, secret_token=secret, allowed_updates=KINDS, drop_pending_updates=False)


def webhook_app(application: AnyApplication, secret: str, path: str = PATH) -> Starlette:
    """A web application with one address. Whoever does not know the secret changes nothing and learns nothing."""
    return Starlette(routes=[Route(path, _receiver(application, secret), methods=["POST"])])


def _receiver(application: AnyApplication, secret: str) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length", LARGEST + 1)) > LARGEST:
            return Response(status_code=413)
        try:
            update = Update.de_json(json.loads(await request.body()), application.bot)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("telegram_update_unreadable", error=type(error).__name__)
            return Response(status_code=400)
        # Anything but 200 makes Telegram bring it again; it is told apart by its number.
        await application.process_update(update)
        return Response(status_code=200)

    return receive
