"""The chat page's addresses: `/` shows the page and takes its form, `/chat` answers its script.

`/chat/waiting` tells the script what staff have written meanwhile. `/continue` (`devices.py`) is for going on on
another device; a browser whose conversation went elsewhere is told so, and its id is worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from bot.channels.webchat.assets import Assets
from bot.channels.webchat.devices import CONTINUED, DevicePages
from bot.channels.webchat.guard import HEADERS, is_foreign, read_body
from bot.channels.webchat.identity import forget, known_id, new_id, remember
from bot.channels.webchat.incoming import Posted, Sent, from_form, to_incoming
from bot.channels.webchat.notices import CHANNEL, Notices, Waiting
from bot.channels.webchat.pages import Pages, State
from bot.channels.webchat.shrinking import shrunk
from bot.channels.webchat.view import NOTHING, Exchange, View, noticed
from bot.channels.webchat.wording import CONTENT, load_sections, load_wording
from bot.core.answers.knowledge import Knowledge
from bot.services.conversation.change_device import ChangeDevice
from bot.services.conversation.converse import Converse, Origin
from bot.services.ports import UnitOfWorkFactory

log = structlog.get_logger()

COPIES = {"json": "application/json", "txt": "text/plain; charset=utf-8"}
"""Files in which people get what is kept of them."""


def install(
    app: FastAPI,
    converse: Converse,
    knowledge: Knowledge,
    units_of_work: UnitOfWorkFactory,
    content: Path = CONTENT,
) -> None:
    """Add the page to the application."""
    wording, assets = load_wording(content), Assets()
    pages = Pages(knowledge, wording, load_sections(content), assets)
    devices = ChangeDevice(CHANNEL, new_id, units_of_work)
    chat = WebChat(converse, View(knowledge, wording), pages, Notices(units_of_work), devices)
    moving = DevicePages(devices, converse, pages)

    def add(path: str, answer: Callable[..., Any], *methods: str) -> None:
        app.add_api_route(path, answer, methods=[*methods], include_in_schema=False)

    add("/", chat.home, "GET", "HEAD")
    add("/", chat.post_form, "POST")
    add("/chat", chat.post_script, "POST")
    add("/chat/waiting", chat.post_waiting, "POST")
    add("/my-data.{kind}", chat.own_data, "GET")
    add("/privacy", chat.privacy, "GET", "HEAD")
    add("/continue", moving.show, "GET", "HEAD")
    add("/continue", moving.post, "POST")
    add("/web/{name}", assets.get, "GET", "HEAD")


class WebChat:
    """The page; keeps nothing between two requests."""

    def __init__(self, converse: Converse, view: View, pages: Pages, notices: Notices, devices: ChangeDevice) -> None:
        self._converse = converse
        self._view = view
        self._pages = pages
        self._notices = notices
        self._devices = devices

    async def home(self, request: Request) -> Response:
        """The greeting, and what waited. Nothing is stored and no cookie is set until something is sent."""
        identity = known_id(request)
        if identity is not None and await self._has_left(identity):
            return self._left(State(greeting=True), 200)
        waiting = await self._notices.waiting(identity) if identity else NOTHING
        if identity is not None and CONTINUED in request.query_params:
            exchange = await self._standing(identity, waiting, "continued")
            return shrunk(self._pages.chat(exchange, State()), request)
        fair = request.query_params.get("fair", "")
        return shrunk(self._pages.chat(self._view.greeting(waiting, fair), State(greeting=True)), request)

    async def post_form(self, request: Request) -> Response:
        """One turn without a script: the whole page with the latest exchange."""
        if is_foreign(request):
            return self._pages.refused("cross_site", 403)
        body = await read_body(request)
        if body is None:
            return self._pages.refused("too_large", 413)
        try:
            posted = from_form(body)
        except ValueError:
            return self._pages.refused("unreadable", 422)
        identity = known_id(request) or new_id()
        try:
            if await self._has_left(identity):
                return self._left(State(easy=posted.easy, typed=posted.message.text, greeting=True), 409)
            exchange = await self._exchange(identity, posted.message, posted.easy)
        except Exception as error:  # noqa: BLE001  the application's own answer is JSON, unreadable for a person
            log.error("request_failed", path="/", error=type(error).__name__)
            return self._failed(posted)
        said = self._view.said_in(posted.message.text, posted.message.choice, posted.label, easy=posted.easy)
        response = shrunk(self._pages.chat(exchange, State(said, posted.easy)), request)
        remember(response, request, identity)
        return response

    async def post_script(self, request: Request) -> Response:
        """One turn with a script: what to add to the page, as JSON."""
        sent = await self._sent(request)
        if isinstance(sent, Response):
            return sent
        identity = known_id(request) or new_id()
        if await self._has_left(identity):
            return self._left_script()
        exchange = await self._exchange(identity, sent)
        response = JSONResponse(asdict(exchange), headers=HEADERS)
        remember(response, request, identity)
        return response

    async def post_waiting(self, request: Request) -> Response:
        """What came without being asked for, and whether to go on looking."""
        sent = await self._sent(request)
        if isinstance(sent, Response):
            return sent
        identity = known_id(request)
        if identity is not None and await self._has_left(identity):
            return self._left_script()
        waiting = await self._notices.waiting(identity, sent.noticed) if identity else NOTHING
        messages = [asdict(message) for message in noticed(waiting.notices)]
        return JSONResponse({"messages": messages, "expecting": waiting.expecting}, headers=HEADERS)

    async def _sent(self, request: Request) -> Sent | Response:
        """What a script sent, or why it is not taken."""
        if is_foreign(request):
            return self._pages.refused("cross_site", 403)
        body = await read_body(request)
        if body is None:
            return self._refused_script("too_large", 413)
        try:
            return Sent.model_validate_json(body)
        except ValidationError:
            return self._refused_script("unreadable", 422)

    async def privacy(self, request: Request) -> Response:
        """What is kept of people; `?easy=1` in easy-read words."""
        return self._pages.privacy(easy=request.query_params.get("easy") == "1")

    async def own_data(self, request: Request, kind: str) -> Response:
        """Everything kept of the browser's person, as a file; nobody else's browser has their cookie."""
        identity = known_id(request)
        if identity is None or kind not in COPIES or is_foreign(request):
            return self._pages.refused("no_copy", 404)
        copy = await self._converse.own_data(f"{CHANNEL}:{identity}")
        content = copy.json if kind == "json" else copy.text.encode()
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="my-data.{kind}"'}
        return Response(content, media_type=COPIES[kind], headers=headers)

    async def _exchange(self, identity: str, sent: Sent, easy: bool = False) -> Exchange:
        """What comes of a message; of one that came before only where the conversation stands."""
        incoming = to_incoming(sent, self._view.greeting_buttons())
        mark = sent.mark(identity)
        origin = Origin(CHANNEL, identity, mark, waits=False) if mark else None
        handled = await self._converse.handle(f"{CHANNEL}:{identity}", incoming, origin)
        waiting = await self._notices.waiting(identity, sent.noticed)
        if handled is None:
            return await self._standing(identity, waiting, "received")
        return self._view.exchange(handled, easy, waiting)

    async def _standing(self, identity: str, waiting: Waiting, key: str) -> Exchange:
        return self._view.standing(await self._converse.standing(f"{CHANNEL}:{identity}"), waiting, key)

    async def _has_left(self, identity: str) -> bool:
        """Whether the conversation is elsewhere; the greeting stands even while the database is away."""
        try:
            return await self._devices.has_left(identity)
        except Exception as error:  # noqa: BLE001  whatever needs the database fails by itself, and says so
            log.error("device_not_known", error=type(error).__name__)
            return False

    def _left(self, state: State, status: int) -> Response:
        """The page from its beginning, with what was typed, and with the sentence where the conversation is."""
        failure = self._pages.say("left", state.easy)
        response = self._pages.chat(self._view.greeting(), replace(state, failure=failure), status)
        forget(response)
        return response

    def _left_script(self) -> Response:
        response = self._refused_script("left", 409)
        forget(response)
        return response

    def _failed(self, posted: Posted) -> Response:
        """The page with the sentence why, and with the text still in its field."""
        failure = self._view.service_error(posted.easy)
        state = State(easy=posted.easy, failure=failure, typed=posted.message.text, greeting=posted.message.greeting)
        greeting = self._view.greeting()
        exchange = greeting if posted.message.greeting else Exchange((), greeting.region)
        return self._pages.chat(exchange, state, 500)

    def _refused_script(self, key: str, status: int) -> Response:
        return JSONResponse({"error": self._pages.say(key)}, status, headers=HEADERS)
