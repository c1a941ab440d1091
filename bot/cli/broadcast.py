"""`tongxing broadcast`: announcements to many people, from the file to the report."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.catalog.broadcast_file import UnreadableBroadcastError, read_broadcast
from bot.cli.broadcast_desk import As, Desk, audience_words, run
from bot.cli.broadcast_text import COLUMNS, found, line, report_document, report_text, row, view_text
from bot.cli.failure import Failure
from bot.core.messaging.broadcast import Broadcast, Life, Refusal
from bot.services.broadcasts.broadcast_parts import BroadcastRefused, Written
from bot.services.broadcasts.broadcasts import View
from bot.services.staff.staff_ports import Contact
from bot.spreadsheets.table import Column, UnreadableTable
from bot.spreadsheets.writing import write_table

Number = Annotated[str, typer.Argument(help="编号，create 打印的那个")]
File = Annotated[Path, typer.Argument(help="YAML 文件：title、text、easy_text、audience、send_at、expires_at……")]
Yes = Annotated[bool, typer.Option("--yes", help="不再问一遍，给脚本用")]

app = typer.Typer(help="群发：写、看、批准、开始、暂停、停止、报告。", no_args_is_help=True)


@app.command()
def create(file: File, name: As = None) -> None:
    """从文件建立一个草稿，打印编号；写错的地方连同行号说明。"""
    view = run(name, lambda desk: _create(file, desk))
    sys.stdout.write(f"{view.broadcast.number}\n")


@app.command()
def edit(number: Number, file: File, name: As = None) -> None:
    """用文件替换内容；没有开始的和暂停的可以改，改了要重新批准。"""

    async def use(desk: Desk) -> View:
        written = await _read(file, desk)
        return await desk.service.broadcasts.edit(number, written, desk.staff, desk.service.clock.now())

    view = run(name, use)
    sys.stdout.write(f"已改成第 {view.broadcast.edition} 稿，请重新批准：tongxing broadcast approve {number}\n")


@app.command()
def correct(number: Number, file: File, name: As = None) -> None:
    """给已经收到的人写一条更正，打印它的编号；之后照样预览、批准、开始。"""

    async def use(desk: Desk) -> View:
        written = await _read(file, desk, for_whom=False)
        view = await desk.service.broadcasts.correct(number, written, desk.staff, desk.service.clock.now())
        _tell(view, desk)
        return view

    sys.stdout.write(f"{run(name, use).broadcast.number}\n")


@app.command()
def preview(number: Number, name: As = None) -> None:
    """看有多少人收、是哪些地方的、每个渠道看到什么、还有什么要注意。"""

    async def use(desk: Desk) -> str:
        view = await desk.service.broadcasts.view(number, desk.staff, desk.service.clock.now())
        return view_text(view, desk.service)

    sys.stdout.write(run(name, use))


@app.command()
def approve(number: Number, yes: Yes = False, name: As = None) -> None:
    """批准；收件的人多时，要写的人以外的人批准。"""

    async def use(desk: Desk) -> None:
        now = desk.service.clock.now()
        if not yes:
            view = await desk.service.broadcasts.view(number, desk.staff, now)
            sys.stderr.write(view_text(view, desk.service))
            _confirm(f"批准发给 {view.size.total} 人吗？")
        await desk.service.run_broadcasts.approve(number, desk.staff, now, alone=desk.alone)

    run(name, use)
    sys.stdout.write(f"已批准。开始：tongxing broadcast start {number}\n")


@app.command()
def start(number: Number, yes: Yes = False, name: As = None) -> None:
    """定下收件名单，开始发；写了发送时间的，到时间再发。"""

    async def use(desk: Desk) -> tuple[Broadcast, int]:
        now, services = desk.service.clock.now(), desk.service
        if not yes:
            view = await services.broadcasts.view(number, desk.staff, now)
            _confirm(f"“{view.broadcast.draft.title}”发给 {view.size.total} 人，现在开始吗？")
        begun = await services.run_broadcasts.start(number, desk.staff, now, alone=desk.alone)
        return begun, (await services.report_broadcasts.report(number, desk.staff)).recipients

    begun, recipients = run(name, use)
    if begun.state is Life.SCHEDULED:
        sys.stdout.write("到发送时间再发；要有 tongxing serve 或 tongxing scheduler 在运行。\n")
    else:
        sys.stdout.write(f"已开始，收件人 {recipients}。由运行着的 tongxing serve 或 tongxing worker 发出。\n")


@app.command()
def pause(number: Number, name: As = None) -> None:
    """暂停；已经发出的收不回来。"""
    run(name, lambda desk: desk.service.run_broadcasts.pause(number, desk.staff))
    sys.stdout.write(f"已暂停。接着发：tongxing broadcast resume {number}\n")


@app.command()
def resume(number: Number, name: As = None) -> None:
    """接着发。"""
    run(name, lambda desk: desk.service.run_broadcasts.resume(number, desk.staff, desk.service.clock.now()))
    sys.stdout.write("已接着发。\n")


@app.command()
def stop(number: Number, name: As = None) -> None:
    """停止；还没有收到的人不再收到，不能再开始。"""
    run(name, lambda desk: desk.service.run_broadcasts.stop(number, desk.staff, desk.service.clock.now()))
    sys.stdout.write("已停止。\n")


@app.command()
def retry(
    number: Number,
    uncertain: Annotated[bool, typer.Option("--uncertain", help="不知道有没有送到的也再发，有人可能收到两遍")] = False,
    name: As = None,
) -> None:
    """只给没有送到的人再发一遍。"""

    async def use(desk: Desk) -> int:
        now = desk.service.clock.now()
        return await desk.service.run_broadcasts.retry(number, desk.staff, now, uncertain=uncertain)

    sys.stdout.write(f"再发 {run(name, use)} 人。\n")


@app.command()
def report(
    number: Number,
    as_json: Annotated[bool, typer.Option("--json", help="打印 JSON")] = False,
    proof: Annotated[str | None, typer.Option(help="看给某个人发过什么：渠道:地址，如 telegram:12345；会记下")] = None,
    name: As = None,
) -> None:
    """进度：各种状态多少人、为什么、各地多少、有多少人因此退订。"""

    async def use(desk: Desk) -> str:
        if proof is not None:
            return await _proof(number, proof, desk)
        told = await desk.service.report_broadcasts.report(number, desk.staff)
        if as_json:
            return json.dumps(report_document(told), ensure_ascii=False) + "\n"
        return report_text(told, desk.service)

    sys.stdout.write(run(name, use))


@app.command()
def export(number: Number, file: Annotated[Path, typer.Argument(help=".xlsx 或 .csv 文件")], name: As = None) -> None:
    """把每个收件人的结果和发出的文字写成表；没有姓名和地址。"""

    async def use(desk: Desk) -> int:
        lines = desk.service.report_broadcasts.lines(number, desk.staff)
        rows = [row(each, sent, desk.service) async for each, sent in lines]
        return write_table(file, [Column(label) for label in COLUMNS], rows)

    try:
        sys.stdout.write(f"已导出 {run(name, use)} 行到 {file}。\n")
    except UnreadableTable as refused:
        raise Failure(str(refused)) from None


@app.command("list")
def list_(name: As = None) -> None:
    """全部群发，新的在前。"""

    async def use(desk: Desk) -> list[str]:
        return [line(each, desk.service) for each in await desk.service.broadcasts.all(desk.staff)]

    lines = run(name, use)
    if not lines:
        sys.stderr.write("还没有群发。\n")
    sys.stdout.write("".join(f"{each}\n" for each in lines))


@app.command()
def test(number: Number, name: Annotated[str, typer.Option("--as", help="您的账号；试发到它连着的对话")]) -> None:
    """只发给自己看，和别人收到的一模一样。"""

    async def use(desk: Desk) -> int:
        return await desk.service.run_broadcasts.test_at_own(number, desk.staff, desk.service.clock.now())

    sys.stdout.write(f"已试发到您的 {run(name, use)} 个对话。\n")


async def _create(file: Path, desk: Desk) -> View:
    now = desk.service.clock.now()
    lines: Mapping[str, int] = {}
    try:
        written, lines = read_broadcast(file, audience_words(desk.service), now)
        view = await desk.service.broadcasts.create(written, desk.staff, now)
    except UnreadableBroadcastError as problems:
        raise Failure(str(problems)) from None
    except BroadcastRefused as refused:
        if refused.why is not Refusal.NOBODY:
            raise
        words = desk.service.phrases.name("broadcast_refusals", refused.why.value)
        raise Failure(f"第 {lines['audience']} 行：{words}") from None
    _tell(view, desk)
    return view


async def _read(file: Path, desk: Desk, *, for_whom: bool = True) -> Written:
    try:
        written, _ = read_broadcast(file, audience_words(desk.service), desk.service.clock.now(), for_whom=for_whom)
    except UnreadableBroadcastError as problems:
        raise Failure(str(problems)) from None
    return written


async def _proof(number: str, whose: str, desk: Desk) -> str:
    channel, _, address = whose.partition(":")
    now = desk.service.clock.now()
    proof = await desk.service.report_broadcasts.proof(number, Contact(channel, address), desk.staff, now)
    if proof is None:
        return "这条群发没有发给这个人，或者资料已经删除。\n"
    told = row(proof.line, proof.sent, desk.service)
    return "".join(f"{label}：{value}\n" for label, value in zip(COLUMNS, told, strict=True) if value != "")


def _tell(view: View, desk: Desk) -> None:
    sys.stderr.write(f"收件人 {view.size.total}。\n")
    sys.stderr.write("".join(f"{each}\n" for each in found(view.findings, desk.service)))


def _confirm(question: str) -> None:
    if not typer.confirm(question, err=True):
        raise Failure("什么都没有做。")
