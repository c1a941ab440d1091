"""`tongxing db`: migrations, consistent copies, keys, retention and audit."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_day
from bot.services.people.people_ports import Looked
from bot.services.people.retention import Dropped
from bot.settings import Settings
from bot.storage.backup import UnusableBackupError
from bot.storage.backup import backup as back_up
from bot.storage.backup import restore as bring_back
from bot.storage.rotation import Rotated, Rotation

TABLES = {
    "conversations": "对话",
    "people": "本人资料",
    "outgoing_replies": "待发消息",
    "handovers": "转人工",
    "handover_messages": "转人工的话",
    "staff_chats": "工作人员的对话",
    "staff_factors": "工作人员的动态码",
    "unclear_messages": "没听懂的话",
    "corrections": "训练用的句子",
    "records": "登记",
}

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


@app.command("rotate-keys")
def rotate_keys() -> None:
    """用第一把密钥重新加密全部内容；服务可以照常运行，中断了就再运行一次。"""
    rotated = asyncio.run(_rotate(Service(Settings())))
    for table, rows in rotated.rows.items():
        sys.stdout.write(f"{TABLES[table]}：{rows} 行改用了第一把密钥\n")
    if rotated.unreadable:
        raise Failure(f"有 {rotated.unreadable} 行没有一把密钥能打开。请先找回密钥，旧密钥不要去掉。")
    sys.stdout.write("全部内容都用第一把密钥了，旧密钥可以去掉。\n")


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只数一数，不删除、不发消息")] = False,
) -> None:
    """删除保存期已到的内容，快到期的先告诉本人；服务运行时每天自动做一次。"""
    dropped = asyncio.run(_retention(Service(Settings()), dry_run))
    sys.stdout.write("\n".join(_told(dropped, dry_run)) + "\n")
    if dropped.failed:
        raise Failure(f"有 {dropped.failed} 人的内容读不出来，没有处理；其他人不受影响。")


@app.command()
def audit(
    staff: Annotated[str | None, typer.Option(help="只看这个人的")] = None,
    since: Annotated[str | None, typer.Option(help="从哪一天起，如 2026-11-01")] = None,
) -> None:
    """列出工作人员看过哪些个人信息：时间、谁、做了什么、哪份登记、编号（删除后没有编号）。"""
    service = Service(Settings())
    day = parse_day(since, service.clock.today()) if since else None
    for look in asyncio.run(_audit(service, staff, day)):
        what = service.phrases.name("looks", look.what)
        line = (f"{look.at:%Y-%m-%d %H:%M}", look.staff, what, look.register or "", look.record or "")
        sys.stdout.write("\t".join(line) + "\n")


async def _rotate(service: Service) -> Rotated:
    await service.upgrade()
    rotated = await Rotation(service.engine, service.cipher, service.record_book.entry_of).run()
    await service.engine.dispose()
    return rotated


async def _retention(service: Service, dry_run: bool) -> Dropped:
    await service.upgrade()
    dropped = await service.retention.run(service.clock.now(), dry_run=dry_run)
    await service.engine.dispose()
    return dropped


async def _audit(service: Service, staff: str | None, since: dt.date | None) -> Sequence[Looked]:
    await service.upgrade()
    async with service.units_of_work() as work:
        looks = await work.accesses.all(staff, since)
    await service.engine.dispose()
    return looks


def _told(dropped: Dropped, dry_run: bool) -> list[str]:
    """What came of it, in counts."""
    will = "会" if dry_run else "已"
    ended = sum(dropped.withdrawn.values())
    return [
        f"{will}告诉 {dropped.warned} 人快到期了",
        f"{will}结束 {ended} 项同意并删除为它保存的内容，其中 {dropped.people} 人全部删除",
        f"{will}把 {dropped.lapsed} 条登记改为过期，删除 {dropped.records} 条",
        f"{will}删除 {dropped.conversations} 个对话、{dropped.handovers} 次转人工、{dropped.accesses} 条查看记录",
        f"{will}删除 {dropped.unclear} 句没听懂的话、{dropped.question_counts} 行提问次数",
    ]


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
