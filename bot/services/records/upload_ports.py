"""What files that wait to be taken in need from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Upload:
    """A file that somebody has uploaded: for which list, what it is called, what it holds, and what was said with it.

    `target` is the id of a register, or another list that files are taken into.
    """

    target: str
    name: str
    content: bytes
    said: Mapping[str, str] = field(default_factory=dict)


class Uploads(Protocol):
    """Files in between: encrypted, for whoever uploaded them only, and gone after a while."""

    async def add(self, upload: Upload, staff: str, until: dt.datetime) -> str:
        """Keep a file; returns the id under which it is found."""
        ...

    async def get(self, upload: str, staff: str, now: dt.datetime) -> Upload | None:
        """The file of this id, if this member of staff uploaded it and it is still kept."""
        ...

    async def delete(self, upload: str, staff: str) -> None:
        """Delete a file of this member of staff."""
        ...

    async def tidy(self, now: dt.datetime) -> None:
        """Delete what has been kept long enough."""
        ...
