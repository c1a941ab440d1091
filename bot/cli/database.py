"""`tongxing db`: migrations and consistent copies."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.settings import Settings
from bot.storage.backup import UnusableBackupError
from bot.storage.backup import backup as back_up
from bot.storage.backup import restore as bring_back

app = typer.Typer(help="数据库：升级、备份、恢复。", no_args_is_help=True)


@app.command("upgrade")
def upgrade_() -> None:
    """把数据库升级到最新结构。"""
    asyncio.run(_upgraded(Service(Settings())))
    sys.stdout.write("数据库已是最新结构。\n")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="备份写到这个文件")]) -> None:
    """备份整个数据库；服务运行时也可以。密钥要另外保存。"""
    if not file.parent.is_dir():
        raise Failure(f"没有文件夹 {file.parent}，请先建好。")
    rows = asyncio.run(_backup(Service(Settings()), file))
    sys.stdout.write(f"已备份 {rows} 行到 {file}。密钥（TONGXING_SECRET_KEYS 或 var/secret-key）请另外保存。\n")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="备份文件")]) -> None:
    """用备份替换数据库的全部内容；先停掉服务。"""
    try:
        rows = asyncio.run(_restore(Service(Settings()), file))
    except UnusableBackupError as error:
        raise Failure(str(error)) from None
    sys.stdout.write(f"已恢复 {rows} 行。\n")


async def _upgraded(service: Service) -> None:
    await service.upgrade()
    await service.engine.dispose()


async def _backup(service: Service, file: Path) -> int:
    await service.upgrade()
    rows = await back_up(service.engine, file)
    await service.engine.dispose()
    return rows


async def _restore(service: Service, file: Path) -> int:
    await service.upgrade()
    try:
        return await bring_back(service.engine, file)
    finally:
        await service.engine.dispose()
