"""`tongxing find-people`: new and changed measures find the people they fit."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_day
from bot.services.policies.find_people import Found
from bot.settings import Settings


def find_people(
    on: Annotated[str | None, typer.Option(help="按哪一天判断，如 2026-12-01；不写就是今天")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只数一数，不发消息")] = False,
) -> None:
    """给同意过的人发提醒：有新的或有变化的措施符合时，每人一条。"""
    service = Service(Settings())
    found = asyncio.run(_run(service, on, dry_run))
    sys.stdout.write(_report(found, service, dry_run))
    if found.failed:
        raise Failure(f"有 {found.failed} 人没能判断，原因见上面的日志；其他人不受影响，改好后再运行一次。")


async def _run(service: Service, on: str | None, dry_run: bool) -> Found:
    day = parse_day(on, service.clock.today())
    await service.upgrade()
    try:
        return await service.find_people.run(day, service.clock.now(), dry_run=dry_run)
    finally:
        await service.engine.dispose()


def _report(found: Found, service: Service, dry_run: bool) -> str:
    """How many people and messages, and for each measure how many people; never who."""
    pattern = (
        "看了 {people} 人，会有 {messages} 条提醒。" if dry_run else "看了 {people} 人，存好 {messages} 条提醒待发。"
    )
    lines = [pattern.format(people=found.people, messages=found.messages)]
    for measure, count in sorted(found.measures.items()):
        lines.append(f"{measure} {service.catalogue.measure(measure).title}：{count} 人")
    return "\n".join(lines) + "\n"
