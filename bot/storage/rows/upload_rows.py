"""Files that wait to be taken in, over one open connection."""

from __future__ import annotations

import base64
import datetime as dt
import secrets

import orjson
from sqlalchemy import and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.records.upload_ports import Upload
from bot.storage.encryption import Cipher
from bot.storage.tables.upload_tables import uploads

_ROW = uploads.c


class UploadRows:
    """Each file is one ciphertext, which opens in its own row only."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, upload: Upload, staff: str, until: dt.datetime) -> str:
        """Keep a file."""
        name = secrets.token_hex(16)
        content = {
            "name": upload.name,
            "said": dict(upload.said),
            "file": base64.b64encode(upload.content).decode(),
        }
        sealed = self._cipher.seal(orjson.dumps(content), name)
        row = {"id": name, "staff": staff, "target": upload.target, "content": sealed, "until": _stamp(until)}
        await self._connection.execute(insert(uploads).values(row))
        return name

    async def get(self, upload: str, staff: str, now: dt.datetime) -> Upload | None:
        """The file of this id."""
        query = select(uploads).where(_ROW.id == upload, _ROW.staff == staff, _ROW.until > _stamp(now))
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        content = orjson.loads(self._cipher.unseal(row.content, row.id))
        return Upload(row.target, content["name"], base64.b64decode(content["file"]), content["said"])

    async def delete(self, upload: str, staff: str) -> None:
        """Delete a file."""
        await self._connection.execute(delete(uploads).where(and_(_ROW.id == upload, _ROW.staff == staff)))

    async def tidy(self, now: dt.datetime) -> None:
        """Delete what has been kept long enough."""
        await self._connection.execute(delete(uploads).where(_ROW.until <= _stamp(now)))


def _stamp(moment: dt.datetime) -> int:
    """Milliseconds."""
    return int(moment.timestamp() * 1000)
