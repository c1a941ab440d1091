from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.messaging.reply import Reply
from bot.core.policies.imported import ImportedClause
from bot.storage.backup import UnusableBackupError, backup, restore
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.test_storage import NOW, SESSION

CLAUSE = ImportedClause("410300", "新方案", None, "二(一)", "正文", dt.date(2025, 1, 1), None)


async def test_a_copy_brings_everything_back(engine: AsyncEngine, units: SqlUnitsOfWork, tmp_path: Path) -> None:
    async with units() as work:
        await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.imported.add([CLAUSE], NOW)
        first = await work.outgoing.add("telegram", "1", [Reply("好")], 1, NOW)
        await work.commit()
    assert await backup(engine, tmp_path / "copy.zip") == 3
    async with units() as work:
        await work.conversations.delete("web:1")
        await work.conversations.save("web:2", SESSION, 0, NOW)
        await work.commit()

    assert await restore(engine, tmp_path / "copy.zip") == 3
    async with units() as work:
        assert (await work.conversations.load("web:1")).session == SESSION
        assert (await work.conversations.load("web:2")).version == 0
        assert await work.imported.all() == [CLAUSE]
        assert await work.outgoing.add("telegram", "1", [Reply("好")], 2, NOW) > first


@pytest.mark.parametrize("content", [b"", b"not a zip"])
async def test_what_is_no_backup_changes_nothing(
    content: bytes, engine: AsyncEngine, units: SqlUnitsOfWork, tmp_path: Path
) -> None:
    async with units() as work:
        await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.commit()
    (tmp_path / "broken.zip").write_bytes(content)
    for file in ("broken.zip", "missing.zip"):
        with pytest.raises(UnusableBackupError, match="不是完整的备份"):
            await restore(engine, tmp_path / file)
    async with units() as work:
        assert (await work.conversations.load("web:1")).session == SESSION


async def test_the_copy_holds_no_readable_state(engine: AsyncEngine, units: SqlUnitsOfWork, tmp_path: Path) -> None:
    async with units() as work:
        await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.commit()
    await backup(engine, tmp_path / "copy.zip")
    import zipfile

    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert b"532622" not in archive.read("conversations.jsonl")
