"""Reads a file that somebody uploaded in a process of its own, which may run out of time and memory alone.

The formats are so rich that no list of checks finds every file that keeps its reader busy for ever: pages that are each
other's parents, streams that unpack without end, patterns that never stop matching.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from typing import Any

import orjson

from bot.importing.document import ImportedDocument, SplitClause
from bot.importing.problems import Reason, UnreadableDocumentError
from bot.importing.reading import check

SECONDS = 30.0
MEMORY = 2_000_000_000
"""Bytes of address space."""
AT_ONCE = asyncio.Semaphore(2)
"""So many files are read at a time: a reader takes a whole processor."""


async def split_apart(name: str, data: bytes, seconds: float = SECONDS) -> ImportedDocument:
    """As `split_bytes`; whatever happens to the reader, this process goes on. Raises `UnreadableDocumentError`."""
    check(name, len(data))
    async with AT_ONCE:
        reader = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __package__),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            said, _ = await asyncio.wait_for(reader.communicate(_named(name, data)), seconds)
        except TimeoutError:
            raise UnreadableDocumentError(Reason.TOO_HARD) from None
        finally:
            if reader.returncode is None:
                reader.kill()
                await reader.wait()
    if reader.returncode != 0:
        raise UnreadableDocumentError(Reason.TOO_HARD)
    return _read(orjson.loads(said))


def _named(name: str, data: bytes) -> bytes:
    """The name on a line of its own, then the file."""
    return " ".join(name.split()).encode("utf-8", "replace") + b"\n" + data


def _read(plain: dict[str, Any]) -> ImportedDocument:
    if "refused" in plain:
        raise UnreadableDocumentError(Reason(plain["refused"]))
    issued = dt.date.fromisoformat(plain["issued"]) if plain["issued"] else None
    clauses = tuple(SplitClause(**clause) for clause in plain["clauses"])
    return ImportedDocument(plain["title"], plain["number"], plain["issuer"], issued, clauses)
