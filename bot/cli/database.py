"""`tongxing db`: migrations and consistent copies."""

from __future__ import annotations

import asyncio
import sys

import typer

from bot.bootstrap import Service
from bot.settings import Settings
from bot.storage.upgrade import upgrade

app = typer.Typer(help="数据库：升级。", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """数据库：升级。"""


@app.command("upgrade")
def upgrade_() -> None:
    """把数据库升级到最新结构。"""
    asyncio.run(_upgrade(Service(Settings())))
    sys.stdout.write("数据库已是最新结构。\n")


async def _upgrade(service: Service) -> None:
    await upgrade(service.engine)
    await service.engine.dispose()
