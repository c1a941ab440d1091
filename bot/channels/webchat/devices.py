"""`/continue`: shows a code for going on on another device, and takes one that was shown there."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from urllib.parse import parse_qs

import structlog
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from bot.channels.webchat.guard import HEADERS, is_foreign, read_body
from bot.channels.webchat.identity import known_id, remember
from bot.channels.webchat.notices import CHANNEL
from bot.channels.webchat.pages import Change, Pages
from bot.services.conversation.change_device import ChangeDevice, Refusal, Typed
from bot.services.conversation.converse import Converse

log = structlog.get_logger()

CONTINUED = "continued"
"""The query of the page that shows where the conversation stands."""
GROUP = 4
STATUS = {Refusal.TOO_OFTEN: 429, Refusal.HAS_OWN: 409, Refusal.CHANGED: 409, Refusal.WRONG: 422}
_FORM = re.compile(r"[0-9a-f]{32}")
_FIELDS = 10
_LONGEST = 100


class DevicePages:
    """Changing the device."""

    def __init__(self, devices: ChangeDevice, converse: Converse, pages: Pages) -> None:
        self._devices, self._converse, self._pages = devices, converse, pages

    async def show(self, request: Request) -> Response:
        """Both ways; nothing is stored."""
        easy = request.query_params.get("easy") == "1"
        return self._pages.devices(Change(secrets.token_hex(16), await self._begun(known_id(request)), easy))

    async def post(self, request: Request) -> Response:
        """A code is wanted, or one was typed."""
        if is_foreign(request):
            return self._pages.refused("cross_site", 403)
        body = await read_body(request)
        if body is None:
            return self._pages.refused("too_large", 413)
        try:
            fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
        except ValueError:
            return self._pages.refused("unreadable", 422)
        first = {name: values[0] for name, values in fields.items()}
        try:
            return await (self._take(first, request) if "code" in first else self._offer(first, request))
        except Exception as error:  # noqa: BLE001  the application's own answer is JSON, unreadable for a person
            log.error("request_failed", path="/continue", error=type(error).__name__)
            return self._pages.refused("device_failed", 500)

    async def _offer(self, fields: dict[str, str], request: Request) -> Response:
        identity = known_id(request)
        code = await self._devices.offer(identity, _now()) if identity else None
        shown = None if code is None else f"{code[:GROUP]}-{code[GROUP:]}"
        change = Change(secrets.token_hex(16), code is not None, "easy" in fields, code=shown)
        return self._pages.devices(change)

    async def _take(self, fields: dict[str, str], request: Request) -> Response:
        form = fields.get("form", "")
        if not _FORM.fullmatch(form):
            form = secrets.token_hex(16)
        here, caller = known_id(request), request.client.host if request.client else ""
        typed = fields["code"][:_LONGEST]
        taken = await self._devices.take(Typed(typed, form, caller), here, _now())
        if isinstance(taken, Refusal):
            easy = "easy" in fields
            wrong = self._pages.say(f"device_{taken.value}", easy)
            change = Change(secrets.token_hex(16), await self._begun(here), easy, wrong=wrong, typed=typed)
            return self._pages.devices(change, STATUS[taken])
        response = RedirectResponse(f"/?{CONTINUED}=1", 303, headers=HEADERS)
        remember(response, request, taken)
        return response

    async def _begun(self, identity: str | None) -> bool:
        return identity is not None and (await self._converse.standing(f"{CHANNEL}:{identity}")).session.turn > 0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
