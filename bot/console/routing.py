"""Routes of the console: what goes wrong becomes a page, and every answer carries the headers that keep it safe."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Message

from bot.console.addresses import SIGN_IN, sign_in_address
from bot.console.failures import (
    Foreign,
    NextStepNeeded,
    NotAllowed,
    NotFound,
    SentAfterwards,
    SignInNeeded,
    TooLarge,
)
from bot.console.pages import Pages
from bot.services.records.record_book import RecordRefused

log = structlog.get_logger()

LARGEST_BODY = 25_000_000
"""Bytes; files to import are the largest that is sent."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Under `no-referrer` browsers send `Origin: null` with a form, and an old one could not be told from an attack.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

NO_TOKEN = "0" * 64
"""What a form carries that can only be sent after signing in."""

Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class ConsoleRoute(APIRoute):
    """A route whose failures are pages."""

    def get_route_handler(self) -> Handle:
        """The handler, guarded."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            limited = Request(request.scope, _limited(request))
            try:
                response = await handle(limited)
            except Exception as failure:  # noqa: BLE001  every failure becomes a page; unforeseen ones are logged there
                response = _page_of(failure, request)
            finally:
                await limited.close()  # files that were sent
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return guarded


def router() -> APIRouter:
    """Where a subject puts its addresses, all of which begin with `/staff`."""
    return APIRouter(prefix="/staff", route_class=ConsoleRoute, include_in_schema=False)


def _limited(request: Request) -> Callable[[], Awaitable[Message]]:
    left = LARGEST_BODY

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    return receive


def _page_of(failure: Exception, request: Request) -> Response:
    pages: Pages = request.app.state.console.pages
    match failure:
        case SignInNeeded() | SentAfterwards() | NextStepNeeded():
            return _to_sign_in(failure, request, pages)
        case NotAllowed(sentence=sentence):
            return pages.refused(request, 403, "refused.not_allowed", sentence)
        case NotFound(sentence=sentence):
            return pages.refused(request, 404, "refused.not_found", sentence)
        case RecordRefused(sentences=sentences):
            return pages.refused(request, 403, "refused.not_allowed", *sentences)
        case Foreign():
            return pages.refused(request, 403, "refused.foreign", pages.words.say("refused.foreign_hint"))
        case TooLarge():
            return pages.refused(request, 413, "refused.too_large", pages.words.say("refused.too_large_hint"))
        case RequestValidationError() | HTTPException(status_code=404):
            return pages.refused(request, 404, "refused.not_found", pages.words.say("refused.not_found_hint"))
        case HTTPException(status_code=status):
            return pages.refused(request, status, "refused.unreadable", pages.words.say("refused.unreadable_hint"))
        case _:
            log.error("console_failed", path=request.scope["route"].path, error=type(failure).__name__)
            return pages.refused(request, 500, "refused.failed", pages.words.say("refused.failed_hint"))


def _to_sign_in(failure: SignInNeeded | SentAfterwards | NextStepNeeded, request: Request, pages: Pages) -> Response:
    """On to signing in. Parts of a page load it as a whole; what was typed is kept on a page that sends it again."""
    is_script = "hx-request" in request.headers or "application/json" in request.headers.get("accept", "")
    match failure:
        case NextStepNeeded(address=address):
            return RedirectResponse(address, 303)
        case _ if is_script:
            return Response(status_code=401, headers={"HX-Redirect": SIGN_IN})
        case SentAfterwards(fields=fields, csrf=csrf):
            kept = {"fields": fields, "csrf": csrf or NO_TOKEN, "signed": bool(csrf), "address": request.url.path}
            return pages.bare("again.html", 403 if csrf else 401, **kept)
        case _:
            return RedirectResponse(sign_in_address(request), 303)
