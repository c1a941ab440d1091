"""Pages and their files travel compressed where the browser can open them: on a slow line that is half the waiting."""

from __future__ import annotations

import gzip

from fastapi import Request, Response

LEVEL = 6
WORTH = 500
"""Bytes; less is not worth it."""


def shrunk(response: Response, request: Request) -> Response:
    """The same answer, compressed if the browser takes that."""
    body = bytes(response.body)
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", "") or len(body) < WORTH:
        return response
    response.body = gzip.compress(body, LEVEL, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    return response
