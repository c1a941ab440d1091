"""A Bot API server for tests and for trying things by hand.

In a test: `async with FakeTelegram() as telegram: telegram.user(7).says("你好")`, with
`telegram_api_url=telegram.url`. By hand: `python -m tests.fakes.telegram_server --port 8081`, then
`curl -d '{"chat": 7, "text": "你好"}' localhost:8081/control/say` and `curl localhost:8081/control/sent`.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
from contextlib import nullcontext, suppress
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram_control import control_routes
from tests.fakes.telegram_faults import go_wrong, refused
from tests.fakes.telegram_methods import METHODS, Refusal
from tests.fakes.telegram_user import User
from tests.fakes.telegram_world import Call, Fault, FaultKind, Sent, World

TOKEN = "1000:fake-token"


class FakeTelegram:
    """The running server. Everything a test does with it happens in the test's own event loop."""

    def __init__(self, port: int = 0, per_chat_limit: bool = False) -> None:
        self.world = World(per_chat_limit=per_chat_limit)
        self._socket = socket.create_server(("127.0.0.1", port))
        routes = [Route("/bot{token}/{method}", self._api, methods=["GET", "POST"]), *control_routes(self.world)]
        config = uvicorn.Config(
            Starlette(routes=routes), log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=1
        )
        self._server = _Server(config)

    @property
    def url(self) -> str:
        """For the setting `telegram_api_url`."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def sent(self) -> list[Sent]:
        """Every message the bot sent, in order."""
        return self.world.sent

    def user(self, chat: int) -> User:
        """A person with this chat id; asking twice gives a second reader of the same chat."""
        return User(self.world, chat)

    def fail(self, method: str, kind: FaultKind, chat: int | None = None, times: int = 1, retry_after: int = 1) -> None:
        """Let the next `times` calls of `method` go wrong."""
        self.world.faults.append(Fault(method, kind, chat, times, retry_after))

    def calls(self, method: str, chat: int | None = None) -> list[Call]:
        """Calls of a method so far, of one chat if given."""
        return [c for c in self.world.calls if c.method == method and (chat is None or c.chat == chat)]

    async def called(self, method: str, times: int = 1, chat: int | None = None, seconds: float = 10) -> Call:
        """Wait for the so-many-th call of a method."""
        await self.world.until(lambda: len(self.calls(method, chat)) >= times, seconds)
        return self.calls(method, chat)[times - 1]

    async def confirmed(self, seconds: float = 10) -> None:
        """Wait until the bot has confirmed every update."""
        await self.world.until(lambda: not self.world.updates, seconds)

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.world.closing = True
        self.world.changed()
        self._server.should_exit = True
        await self._running

    async def forever(self) -> None:
        """Serve until interrupted."""
        await self._server.serve(sockets=[self._socket])

    async def _api(self, request: Request) -> Response:
        async with request.form() as form:  # closes uploaded files
            return await self._called(request, {**request.query_params, **form})

    async def _called(self, request: Request, parameters: dict[str, Any]) -> Response:
        method = request.path_params["method"]
        fault = self.world.record(method, parameters)
        if request.path_params["token"] != TOKEN:
            return refused(Refusal(401, "Unauthorized"))
        if method not in METHODS:
            return refused(Refusal(404, "Not Found"))
        if fault and fault.kind != "hang_after":
            return await go_wrong(self.world, fault)
        try:
            result = await METHODS[method](self.world, parameters)
        except Refusal as refusal:
            return refused(refusal)
        if fault:
            return await go_wrong(self.world, fault)
        return JSONResponse({"ok": True, "result": result})


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the tests."""

    def capture_signals(self) -> Any:
        return nullcontext()


def main() -> None:
    """Run by hand until Ctrl+C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--per-chat-limit", action="store_true")
    options = parser.parse_args()
    asyncio.run(_serve(options.port, options.per_chat_limit))


async def _serve(port: int, per_chat_limit: bool) -> None:
    telegram = FakeTelegram(port, per_chat_limit)
    print(f"TONGXING_TELEGRAM_API_URL={telegram.url} TONGXING_TELEGRAM_TOKEN={TOKEN}", flush=True)
    await telegram.forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
