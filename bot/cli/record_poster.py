"""`tongxing records poster`: the QR code that opens the chat at a fair."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import segno
import typer

from bot.cli.failure import Failure
from bot.cli.record_desk import Desk, desk, run
from bot.services.records.record_calendar import Fair, FairCalendar
from bot.settings import Settings

SCALE = 12
"""Pixels of a module: large enough for print."""
QUIET = 4
"""Modules of white around the code, as the standard demands."""
Way = Literal["web", "telegram"]


def poster(
    number: Annotated[str, typer.Argument(help="招聘会的编号")],
    file: Annotated[Path, typer.Argument(help=".png 或 .svg 文件")],
    way: Annotated[Way | None, typer.Option("--to", help="打开网页还是 Telegram；不写就用设好的那个，先网页")] = None,
) -> None:
    """给一场招聘会生成海报用的二维码，扫码就在对话里打开这一场。"""
    if file.suffix.lower() not in (".png", ".svg"):
        raise Failure("只能生成 .png 和 .svg 文件。")
    at = desk()
    fair = run(at, lambda: _fair(number, at))
    link = _link(fair.number, way, at.service.settings)
    code = segno.make(link, error="q", micro=False)
    code.save(str(file), scale=SCALE, border=QUIET, **({"title": link} if file.suffix.lower() == ".svg" else {}))
    sys.stdout.write(f"{file}\n{link}\n")


async def _fair(number: str, at: Desk) -> Fair:
    fair = await FairCalendar(at.book, at.service.units_of_work).fair(number)
    if fair is None or fair.cancelled:
        raise Failure(f"编号 {number} 不是已发布的招聘会。先发布：tongxing records move {number} 已发布")
    return fair


def _link(number: str, way: Way | None, settings: Settings) -> str:
    """Where the code leads. Raises `Failure` if that is not configured."""
    links = {}
    if settings.public_url:
        links["web"] = f"{settings.public_url}/?fair={number}"
    if settings.telegram_name:
        links["telegram"] = f"https://t.me/{settings.telegram_name}?start=fair_{number}"
    link = links.get(way) if way else next(iter(links.values()), None)
    if link is None:
        raise Failure(
            "不知道二维码该打开哪里。请设 TONGXING_PUBLIC_URL（网页地址，如 https://example.org）"
            "或 TONGXING_TELEGRAM_NAME（机器人的名字）。"
        )
    return link
