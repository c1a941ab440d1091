"""What is refused before anything is read: messages sent by other sites, and bodies too large to be a message."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

LARGEST_BODY = 1_000_000
"""Bytes. 100,000 Chinese characters sent by a form take 900,000, and must arrive to be answered kindly."""

POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Under `no-referrer` browsers send `Origin: null` with a form, and an old one could not be told from an attack.
    "Referrer-Policy": "same-origin",
    # The page shows what was said; it must not stay in the browser's cache.
    "Cache-Control": "no-store",
}


def is_foreign(request: Request) -> bool:
    """Whether another site made the browser send this.

    Browsers of today say so in `Sec-Fetch-Site` (`none` is the person reloading). Older ones send `Origin`. Without
    either it is no browser that could be misused, or one so old that only the SameSite cookie is left to protect it.
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def read_body(request: Request) -> bytes | None:
    """The body, or `None` as soon as it proves too large: the rest is not even received."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
