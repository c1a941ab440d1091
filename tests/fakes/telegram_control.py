"""The fake server's control endpoints, for a terminal: write as a person, press a button, see what was sent.

POST /control/say    {"chat": 7, "text": "你好"}
POST /control/press  {"chat": 7, "label": "菜单"}
POST /control/fault  {"method": "sendMessage", "kind": "flood", "chat": 7, "times": 1, "retry_after": 3}
GET  /control/sent?chat=7     GET /control/calls?method=sendMessage
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram_user import User
from tests.fakes.telegram_world import Fault, World


def control_routes(world: World) -> list[Route]:
    """Routes that act on this world."""

    async def say(order: dict[str, Any]) -> object:
        return {"update": User(world, int(order["chat"])).says(str(order["text"]))}

    async def press(order: dict[str, Any]) -> object:
        return {"update": User(world, int(order["chat"])).presses(str(order["label"]))}

    async def fault(order: dict[str, Any]) -> object:
        world.faults.append(Fault(**order))
        return {"faults": len(world.faults)}

    async def sent(request: Request) -> Response:
        chat = request.query_params.get("chat")
        return JSONResponse([asdict(s) for s in world.sent if chat is None or s.chat == int(chat)])

    async def calls(request: Request) -> Response:
        method = request.query_params.get("method")
        return JSONResponse([asdict(call) for call in world.calls if method in (None, call.method)])

    return [
        Route("/control/say", _ordered(say), methods=["POST"]),
        Route("/control/press", _ordered(press), methods=["POST"]),
        Route("/control/fault", _ordered(fault), methods=["POST"]),
        Route("/control/sent", sent),
        Route("/control/calls", calls),
    ]


def _ordered(do: Callable[[dict[str, Any]], Awaitable[object]]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that takes an order as JSON and says plainly what was wrong with it."""

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await do(await request.json()))
        except (ValueError, KeyError, TypeError, LookupError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    return endpoint
