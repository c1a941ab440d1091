"""Who asks for a page, and whether they may.

An address says what it needs by the type of its parameter:

    async def show(visit: Signed) -> Response        # anybody who has signed in
    async def change(visit: Writing) -> Response     # admins and editors
    async def accounts(visit: Managing) -> Response  # admins
    async def audit(visit: Auditing) -> Response     # admins and auditors
    async def live(visit: Watching) -> Response      # a part that fetches itself; does not make the session last

Whatever is sent by POST is taken from the console's own forms only.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from bot.channels.webchat.guard import is_foreign
from bot.console.addresses import CODE, NEW_PASSWORD, SIGN_IN
from bot.console.desk import Desk
from bot.console.failures import Foreign, NextStepNeeded, NotAllowed, SentAfterwards, SignInNeeded
from bot.console.flashes import Flash, read_flash
from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.session_ports import Stage
from bot.services.staff.staff_sessions import Opened, csrf_of

COOKIE = "tongxing_staff"
FIELD = "csrf"
SECRET = ("/staff/account/", SIGN_IN)
"""Where passwords and codes are typed."""
_TOKEN = re.compile("[0-9a-f]{64}")
NEXT_STEP = {Stage.CODE: CODE, Stage.PASSWORD: NEW_PASSWORD}


@dataclass(frozen=True)
class Visit:
    """Somebody who has signed in, and what they ask for."""

    request: Request
    desk: Desk
    opened: Opened
    csrf: str
    flash: Flash | None = None

    @property
    def staff(self) -> Staff:
        """Who it is."""
        return self.opened.staff

    @property
    def address(self) -> str:
        """The path that was asked for."""
        return self.request.url.path


async def visit_of(request: Request, *, acts: bool = True, stage: Stage = Stage.OPEN) -> Visit:
    """Whose request it is. Raises `SignInNeeded`, `NextStepNeeded`, `Foreign`."""
    desk: Desk = request.app.state.console
    token = request.cookies.get(COOKIE, "")
    reads = request.method in ("GET", "HEAD")
    says = reads and acts and "hx-request" not in request.headers
    opened = await desk.sessions.current(token, desk.clock.now(), acts=acts, says=says) if token else None
    if opened is None:
        if not reads and not is_foreign(request):
            raise SentAfterwards(await _typed(request))
        raise SignInNeeded
    csrf = csrf_of(token)
    if not reads:
        await check_own(request, csrf)
    if opened.session.stage is not stage:
        raise NextStepNeeded(NEXT_STEP.get(opened.session.stage, "/staff"))
    return Visit(request, desk, opened, csrf, read_flash(opened.flash))


async def check_own(request: Request, csrf: str) -> None:
    """Raises `Foreign` unless one of this session's own forms was sent, `SentAfterwards` for one of an earlier session.

    The latter only where the browser itself says that the form was on a page of the console; it is asked about.
    """
    if is_foreign(request):
        raise Foreign
    sent = request.headers.get("x-csrf") or (await request.form()).get(FIELD)
    if isinstance(sent, str) and secrets.compare_digest(sent.encode(), csrf.encode()):
        return
    says_whence = any(name in request.headers for name in ("sec-fetch-site", "origin"))
    typed = await _typed(request) if isinstance(sent, str) and says_whence and _TOKEN.fullmatch(sent) else []
    if typed:
        raise SentAfterwards(typed, csrf)
    raise Foreign


async def _typed(request: Request) -> list[tuple[str, str]]:
    """What was typed; nothing of forms with passwords, which are not shown again."""
    if request.url.path.startswith(SECRET):
        return []
    several = (await request.form()).multi_items()
    return [(name, value) for name, value in several if isinstance(value, str) and name != FIELD]


async def signed(request: Request) -> Visit:
    """Anybody who has signed in; auditors may look but not send anything."""
    return await visit_of(request)


async def watching(request: Request) -> Visit:
    """The same for a part of a page that fetches itself again and again: a session is not kept alive by it."""
    return await visit_of(request, acts=False)


async def writing(request: Request) -> Visit:
    """Admins and editors."""
    return _only(await visit_of(request), StaffRole.ADMIN, StaffRole.EDITOR)


async def managing(request: Request) -> Visit:
    """Admins."""
    return _only(await visit_of(request), StaffRole.ADMIN)


async def auditing(request: Request) -> Visit:
    """Admins and auditors."""
    return _only(await visit_of(request), StaffRole.ADMIN, StaffRole.AUDITOR)


Signed = Annotated[Visit, Depends(signed)]
Watching = Annotated[Visit, Depends(watching)]
Writing = Annotated[Visit, Depends(writing)]
Managing = Annotated[Visit, Depends(managing)]
Auditing = Annotated[Visit, Depends(auditing)]


def remember(response: Response, request: Request, token: str) -> None:
    """Put the token into the browser: scripts cannot read it, and requests of other sites do not carry it."""
    response.set_cookie(
        COOKIE, token, path="/staff", secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )


def forget(response: Response) -> None:
    """Take the token out of the browser."""
    response.delete_cookie(COOKIE, path="/staff", httponly=True, samesite="strict")


def _only(visit: Visit, *roles: StaffRole) -> Visit:
    if visit.staff.role not in roles:
        words = visit.desk.words
        names = "、".join(words.say(f"roles.{each.value}") for each in roles)
        mine = words.say(f"roles.{visit.staff.role.value}")
        raise NotAllowed(words.say("refused.role", roles=names, mine=mine))
    return visit
