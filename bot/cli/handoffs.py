"""`tongxing handoffs`: conversations handed over to staff."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.handoff_text import case_text, line, refusal
from bot.cli.questions import parse_region
from bot.cli.record_desk import OFFICE
from bot.core.records.staff import Staff
from bot.services.handover.handovers import HandoverRefused
from bot.settings import Settings

LOOK_SECONDS = 5.0
"""How often `watch` looks for new cases."""

Number = Annotated[str, typer.Argument(help="编号，如 K7QD-2M9X-4RTA")]
Words = Annotated[str, typer.Argument(help="要说的话")]
Region = Annotated[str | None, typer.Option(help="只看这个地区和它下面的，地区名或六位代码")]
As = Annotated[str | None, typer.Option("--as", help="谁在办：写您的名字或工号，会记在这件事上")]

app = typer.Typer(help="转人工：看排队的对话，接手、回复、结束。", no_args_is_help=True)


@dataclass(frozen=True)
class Desk:
    """Who sits at it, and the service they use."""

    service: Service
    staff: Staff


def _desk(name: str | None, region: str | None) -> Desk:
    service = Service(Settings())
    code = parse_region(region, service)
    return Desk(service, replace(OFFICE, id=(name or OFFICE.id).strip(), region=code or OFFICE.region))


def _run[T](desk: Desk, use: Callable[[], Awaitable[T]]) -> T:
    """Carry out a use case on the newest database; a refusal becomes one message."""

    async def on_newest() -> T:
        await desk.service.upgrade()
        try:
            return await use()
        finally:
            await desk.service.engine.dispose()

    try:
        return asyncio.run(on_newest())
    except HandoverRefused as refused:
        raise Failure(refusal(refused.why)) from None


def _number(text: str) -> str:
    return text.strip().upper()


@app.command("list")
def list_(region: Region = None) -> None:
    """排队和正在办的对话，等得最久的在前。"""
    desk = _desk(None, region)
    cases = _run(desk, lambda: desk.service.handovers.queue(desk.staff))
    if not cases:
        sys.stderr.write("现在没有转给工作人员的对话。\n")
    for case in cases:
        sys.stdout.write(f"{line(case, desk.service)}\n")


@app.command()
def show(number: Number, region: Region = None, name: As = None) -> None:
    """看一件：转来之前和之后说的话，姓名和号码遮住。每次查看都会记下，本人能看到。"""
    desk = _desk(name, region)
    now = desk.service.clock.now()
    view = _run(desk, lambda: desk.service.handovers.view(_number(number), desk.staff, now))
    sys.stdout.write(case_text(view, desk.service))


@app.command()
def take(number: Number, region: Region = None, name: As = None) -> None:
    """接手一件；两个人同时接，只有一个人接到。"""
    desk = _desk(name, region)
    _run(desk, lambda: desk.service.handovers.take(_number(number), desk.staff))
    sys.stdout.write(f"已接手。回复：tongxing handoffs reply {_number(number)} 要说的话\n")


@app.command()
def reply(number: Number, words: Words, region: Region = None, name: As = None) -> None:
    """回复本人，发到对方原来用的地方；没有人接手的会自动归您。"""
    desk, said = _desk(name, region), _said(words)
    now = desk.service.clock.now()
    _run(desk, lambda: desk.service.handovers.reply(_number(number), said, desk.staff, now))
    sys.stdout.write("已发出。\n")


@app.command()
def note(number: Number, words: Words, region: Region = None, name: As = None) -> None:
    """记一条内部备注，本人看不到。"""
    desk, said = _desk(name, region), _said(words)
    now = desk.service.clock.now()
    _run(desk, lambda: desk.service.handovers.note(_number(number), said, desk.staff, now))
    sys.stdout.write("已记下。\n")


@app.command("hand-on")
def hand_on(
    number: Number,
    to: Annotated[str | None, typer.Option(help="转给哪个同事：账号的名字")] = None,
    office: Annotated[str | None, typer.Option(help="转给哪个地区的残联，地区名或六位代码")] = None,
    region: Region = None,
    name: As = None,
) -> None:
    """转给同事，或者转给别的地区的残联；转给别的地区会告诉本人。"""
    desk = _desk(name, region)
    service, now, case = desk.service, desk.service.clock.now(), _number(number)
    code = parse_region(office, service)
    if (to is None) == (code is None):
        raise Failure("写 --to 或者 --office，写一个。")
    if to is not None:
        _run(desk, lambda: service.handovers.hand_to(case, to, desk.staff))
    elif code is not None:
        place = service.gazetteer.display_name(code)
        _run(desk, lambda: service.handovers.send_on(case, code, place, desk.staff, now))
    sys.stdout.write("已转出。\n")


@app.command()
def close(number: Number, region: Region = None, name: As = None) -> None:
    """结束一件，告诉本人；之后由助手接着回答。"""
    desk = _desk(name, region)
    now = desk.service.clock.now()
    _run(desk, lambda: desk.service.handovers.close(_number(number), desk.staff, now))
    sys.stdout.write("已结束。\n")


@app.command()
def watch(region: Region = None) -> None:
    """一直看着，有新转来的或本人又说了话就打印一行；按 Ctrl+C 停止。"""
    desk = _desk(None, region)

    async def look() -> None:
        before: frozenset[tuple[str, object]] = frozenset()
        while True:
            cases = await desk.service.handovers.queue(desk.staff)
            for case in cases:
                if case.awaited == "staff" and (case.number, case.since) not in before:
                    sys.stdout.write(f"{line(case, desk.service)}\n")
            sys.stdout.flush()
            before = frozenset((case.number, case.since) for case in cases)
            await asyncio.sleep(LOOK_SECONDS)

    try:
        _run(desk, look)
    except KeyboardInterrupt:
        sys.stderr.write("不看了。\n")


def _said(words: str) -> str:
    if not words.strip():
        raise Failure("要说的话是空的，什么都没有发。")
    return words.strip()
