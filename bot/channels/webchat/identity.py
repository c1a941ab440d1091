"""Which conversation a browser belongs to: a random number in a cookie, and nothing about the person."""

from __future__ import annotations

import re
import secrets

from fastapi import Request, Response

COOKIE = "tongxing"
_ID = re.compile(r"[0-9a-f]{32}")
_THIRTY_DAYS = 30 * 24 * 60 * 60


def known_id(request: Request) -> str | None:
    """The id the browser brought, if it is one of ours by its form."""
    brought = request.cookies.get(COOKIE, "")
    return brought if _ID.fullmatch(brought) else None


def new_id() -> str:
    """128 random bits: nobody can guess another person's conversation."""
    return secrets.token_hex(16)


def remember(response: Response, request: Request, identity: str) -> None:
    """Put the id into the browser. Scripts cannot read it, and other sites' forms do not carry it."""
    response.set_cookie(
        COOKIE,
        identity,
        max_age=_THIRTY_DAYS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def forget(response: Response) -> None:
    """Take the id out of the browser: its conversation goes on elsewhere."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
