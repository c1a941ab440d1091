"""The chat page's addresses: `/` shows the page and takes its form, `/chat` answers its script.

`/chat/waiting` tells the script what staff have written meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError

from bot.channels.webchat.guard import HEADERS, is_foreign, read_body
from bot.channels.webchat.identity import known_id, new_id, remember
from bot.channels.webchat.incoming import Posted, Sent, from_form, to_incoming
from bot.channels.webchat.notices import CHANNEL, Notices, Waiting
from bot.channels.webchat.pages import STATIC, Pages, State
from bot.channels.webchat.view import NOTHING, Exchange, View, noticed
from bot.channels.webchat.wording import CONTENT, Section, load_sections, load_wording
from bot.core.answers.knowledge import Knowledge
from bot.core.phrases import Phrases
from bot.services.converse import Converse, Handled
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
    chat = WebChat(converse, knowledge, load_wording(content), Notices(units_of_work), load_sections(content))
    app.add_api_route("/", chat.home, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/", chat.post_form, methods=["POST"], include_in_schema=False)
    app.add_api_route("/chat", chat.post_script, methods=["POST"], include_in_schema=False)
    app.add_api_route("/chat/waiting", chat.post_waiting, methods=["POST"], include_in_schema=False)
    app.add_api_route("/my-data.{kind}", chat.own_data, methods=["GET"], include_in_schema=False)
    app.add_api_route("/privacy", chat.privacy, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/web", StaticFiles(directory=STATIC), name="web")


class WebChat:
    """The page; keeps nothing between two requests."""

    def __init__(
        self,
        converse: Converse,
        knowledge: Knowledge,
        wording: Phrases,
        notices: Notices,
        sections: Sequence[Section],
    ) -> None:
        self._sections = sections
        self._converse = converse
        self._notices = notices
        self._knowledge = knowledge
        self._wording = wording
        self._view = View(knowledge, wording)
        self._pages = Pages(knowledge, wording)

    async def home(self, request: Request) -> Response:
        """The greeting, and what waited. Nothing is stored and no cookie is set until something is sent."""
        identity = known_id(request)
        waiting = await self._notices.waiting(identity) if identity else NOTHING
        fair = request.query_params.get("fair", "")
        return self._pages.chat(self._view.greeting(waiting, fair), State(greeting=True))

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
            handled = await self._handle(identity, posted.message)
        except Exception as error:  # noqa: BLE001  the application's own answer is JSON, unreadable for a person
            log.error("request_failed", path="/", error=type(error).__name__)
            return self._failed(posted)
        waiting = await self._notices.waiting(identity, posted.message.noticed)
        response = self._answered(handled, posted, waiting)
        remember(response, request, identity)
        return response

    async def post_script(self, request: Request) -> Response:
        """One turn with a script: what to add to the page, as JSON."""
        if is_foreign(request):
            return self._pages.refused("cross_site", 403)
        body = await read_body(request)
        if body is None:
            return self._refused_script("too_large", 413)
        try:
            sent = Sent.model_validate_json(body)
        except ValidationError:
            return self._refused_script("unreadable", 422)
        identity = known_id(request) or new_id()
        handled = await self._handle(identity, sent)
        waiting = await self._notices.waiting(identity, sent.noticed)
        response = JSONResponse(asdict(self._view.exchange(handled, waiting=waiting)), headers=HEADERS)
        remember(response, request, identity)
        return response

    async def post_waiting(self, request: Request) -> Response:
        """What came without being asked for, and whether to go on looking."""
        if is_foreign(request):
            return self._pages.refused("cross_site", 403)
        body = await read_body(request)
        if body is None:
            return self._refused_script("too_large", 413)
        try:
            sent = Sent.model_validate_json(body)
        except ValidationError:
            return self._refused_script("unreadable", 422)
        identity = known_id(request)
        waiting = await self._notices.waiting(identity, sent.noticed) if identity else NOTHING
        messages = [asdict(message) for message in noticed(waiting.notices)]
        return JSONResponse({"messages": messages, "expecting": waiting.expecting}, headers=HEADERS)

    async def privacy(self, request: Request) -> Response:
        """What is kept of people; `?easy=1` in easy-read words."""
        return self._pages.privacy(self._sections, easy=request.query_params.get("easy") == "1")

    async def own_data(self, request: Request, kind: str) -> Response:
        """Everything kept of the browser's person, as a file; nobody else's browser has their cookie."""
        identity = known_id(request)
        if identity is None or kind not in COPIES or is_foreign(request):
            return self._pages.refused("no_copy", 404)
        copy = await self._converse.own_data(f"{CHANNEL}:{identity}")
        content = copy.json if kind == "json" else copy.text.encode()
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="my-data.{kind}"'}
        return Response(content, media_type=COPIES[kind], headers=headers)

    async def _handle(self, identity: str, sent: Sent) -> Handled:
        incoming = to_incoming(sent, self._view.greeting_buttons())
        handled = await self._converse.handle(f"{CHANNEL}:{identity}", incoming)
        assert handled is not None, "web messages carry no update id, so none is a repeat"
        return handled

    def _answered(self, handled: Handled, posted: Posted, waiting: Waiting) -> Response:
        said = posted.message.text
        if posted.message.choice is not None:
            said = posted.label or self._wording.say("said_button", posted.easy)
        exchange = self._view.exchange(handled, posted.easy, waiting)
        return self._pages.chat(exchange, State(self._view.said(said, posted.easy), posted.easy))

    def _failed(self, posted: Posted) -> Response:
        """The page with the sentence why, and with the text still in its field."""
        failure = self._knowledge.phrases.say("service_error", posted.easy, phone=self._knowledge.helpline)
        state = State(easy=posted.easy, failure=failure, typed=posted.message.text, greeting=posted.message.greeting)
        greeting = self._view.greeting()
        exchange = greeting if posted.message.greeting else Exchange((), greeting.region)
        return self._pages.chat(exchange, state, 500)

    def _refused_script(self, key: str, status: int) -> Response:
        return JSONResponse({"error": self._wording.say(key)}, status, headers=HEADERS)
