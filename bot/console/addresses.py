"""Addresses that several parts need, and what is safe to be led to."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from fastapi import Request

HOME = "/staff"
SIGN_IN = "/staff/sign-in"
CODE = "/staff/sign-in/code"
NEW_PASSWORD = "/staff/sign-in/password"  # noqa: S105  an address

_LOCAL = re.compile(r"/staff(?:[/?][\x21-\x7e]*)?")


def sign_in_address(request: Request) -> str:
    """The sign-in page that leads back to what was asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return SIGN_IN if asked == HOME else f"{SIGN_IN}?{urlencode({'next': asked})}"


def local(address: str) -> str:
    """The address if it is a page of the console, else the first page: nobody is led elsewhere by a link."""
    steps_up = ".." in address or "\\" in address
    good = _LOCAL.fullmatch(address) and not steps_up and not address.startswith(SIGN_IN)
    return address if good else HOME
