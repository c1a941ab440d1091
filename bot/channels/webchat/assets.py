"""The page's own files: read once, kept by browsers for good, since their address changes with their content."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request, Response

from bot.channels.webchat.shrinking import shrunk

STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_A_MOMENT = "no-cache"


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    content: bytes
    media_type: str


class Style:
    """The style as it stands within the first page, where waiting for a file would cost a slow line once more.

    `allowed` is what the page's security policy has to say for it: this very text and no other.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        self.allowed = f"'sha256-{digest}'"


class Assets:
    """All files of the page; `version` changes with any of them."""

    def __init__(self) -> None:
        self._files = {path.name: _read(path) for path in sorted(STATIC.iterdir())}
        digest = hashlib.sha256()
        for file in self._files.values():
            digest.update(file.content)
        self.version = digest.hexdigest()[:12]
        self.style = Style(self._files["chat.css"].content.decode())

    def get(self, name: str, request: Request) -> Response:
        """One of them; under an old address it is not kept."""
        file = self._files.get(name)
        if file is None:
            return Response(status_code=404)
        kept = _FOR_EVER if request.query_params.get("v") == self.version else _A_MOMENT
        response = Response(file.content, media_type=file.media_type, headers={"Cache-Control": kept})
        return shrunk(response, request)


def _read(path: Path) -> File:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(path.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
