"""The web application: routes of the API, of operations, and of the web chat."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api import messages, metrics
from bot.channels.webchat import routes as webchat
from bot.core.answers.knowledge import Knowledge
from bot.interpreters.understanding import Understanding
from bot.services.conversation.converse import Converse
from bot.services.ports import UnitOfWorkFactory

log = structlog.get_logger()

SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}


@dataclass(frozen=True)
class Parts:
    """What the routes need."""

    converse: Converse
    understanding: Understanding
    knowledge: Knowledge
    engine: AsyncEngine
    units_of_work: UnitOfWorkFactory


def build_app(parts: Parts) -> FastAPI:
    """The application; opens nothing by itself."""
    # No page to try it out: that would load a script from another site.
    app = FastAPI(title="同行", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.parts = parts
    app.include_router(messages.router)
    app.include_router(metrics.router)
    webchat.install(app, parts.converse, parts.knowledge, parts.units_of_work)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        """The process is up."""
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> JSONResponse:
        """Database and language model can be reached."""
        database, nlu = await asyncio.gather(_database_answers(parts.engine), parts.understanding.is_ready())
        code = 200 if database and nlu else 503
        return JSONResponse({"database": database, "nlu": nlu}, status_code=code)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> Response:
        """A friendly sentence outside, the kind of error inside, no trace and no text."""
        log.error("request_failed", path=request.url.path, error=type(error).__name__)
        sentence = parts.knowledge.phrases.say("service_error", phone=parts.knowledge.helpline)
        return JSONResponse({"outcome": "error", "error": sentence}, status_code=500)

    app.add_middleware(SafeHeaders)
    return app


class SafeHeaders:
    """Adds headers that no answer should lack. Plain ASGI: a wrapped response would cost as much as the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safely)


async def _database_answers(engine: AsyncEngine) -> bool:
    try:
        async with engine.connect() as connection:
            await connection.execute(text("select 1"))
    except Exception as error:  # noqa: BLE001  any failure means “not reachable”; its kind is logged
        log.warning("database_unreachable", error=type(error).__name__)
        return False
    return True
