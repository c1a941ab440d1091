"""What the fake server answers when something is to go wrong."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response

from tests.fakes.telegram_methods import Refusal
from tests.fakes.telegram_world import Fault, World

AN_HOUR = 3600.0
REFUSALS = {
    "blocked": Refusal(403, "Forbidden: bot was blocked by the user"),
    "no_chat": Refusal(400, "Bad Request: chat not found"),
    "unauthorized": Refusal(401, "Unauthorized"),
    "broken": Refusal(500, "Internal Server Error"),
}


async def go_wrong(world: World, fault: Fault) -> Response:
    """The answer of a call that a fault befalls; of a hanging one, none before the server closes."""
    match fault.kind:
        case "hang" | "hang_after":
            await world.until(lambda: world.closing, AN_HOUR)
            return PlainTextResponse("", 503)
        case "garbage":
            return PlainTextResponse("<html>not what you asked for</html>")
        case "flood":
            wait = fault.retry_after
            return refused(Refusal(429, f"Too Many Requests: retry after {wait}", wait))
        case _:
            return refused(REFUSALS[fault.kind])


def refused(refusal: Refusal) -> Response:
    """An error answer as the Bot API gives it."""
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
    return JSONResponse(body, refusal.code)
