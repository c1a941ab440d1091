"""`tongxing records`: registers, ledgers, cases and calendars."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from bot.cli.failure import Failure
from bot.cli.questions import parse_day
from bot.cli.record_desk import OFFICE, Desk, desk, fields_given, place
from bot.cli.record_files import export, import_, template
from bot.cli.record_text import due_line, edition_lines, history_line, listed_line, listed_lines, tally_lines
from bot.core.records.words import occurrence_text
from bot.services.ports import VersionConflict
from bot.services.record_book import RecordRefused
from bot.services.record_ports import Wanted
from bot.storage.upgrade import upgrade

app = typer.Typer(help="名录、台账、事项和日历：登记、查找、提醒、汇总、导入导出。", no_args_is_help=True)
app.command("import")(import_)
app.command("export")(export)
app.command("template")(template)

RegisterName = Annotated[str, typer.Argument(help="登记的代号或名称，见 tongxing records list")]
Region = Annotated[str | None, typer.Option(help="地区名或六位代码")]
Period = Annotated[str | None, typer.Option(help="期间：2026 或 2026Q4")]
On = Annotated[str | None, typer.Option(help="按哪一天算，如 2026-11-21；不写就是今天")]
Given = Annotated[list[str], typer.Argument(help="项目=内容，如 单位=市图书馆 数量=2")]


@app.command("list")
def list_(region: Region = None) -> None:
    """列出全部登记；写了地区就只列那里的文件写到的。"""
    at = desk()
    code = place(region, at) if region else None
    for register in at.book.registers.values():
        edition = register.at(code) if code else None
        if code is None or edition is not None:
            kind = at.phrases.name("record_kinds", register.kind)
            title = edition.title if edition else register.title
            where = "、".join(at.book.place(each) for each in register.editions)
            sys.stdout.write(f"{register.id}\t{kind}\t{title}\t{'、'.join(register.rows)}\t{where}\n")


@app.command()
def show(register: RegisterName, region: Region = None, on: On = None) -> None:
    """看一份登记怎么填：项目、选项、状态、出处；写了地区就按当地文件的说法。"""
    at = desk()
    day = parse_day(on, at.now().date())
    with_refusals(lambda: sys.stdout.writelines(f"{line}\n" for line in _shown(register, region, day, at)))


@app.command()
def add(register: RegisterName, given: Given, region: Region = None, period: Period = None) -> None:
    """登记一条。"""
    at = desk()
    kept = run(at, lambda: at.keep.add(register, place(region, at), fields_given(given), OFFICE, at.now(), period))
    for warning in kept.warnings:
        sys.stderr.write(f"注意：{warning}\n")
    sys.stdout.write(f"已登记，编号 {kept.record.id}\n")


@app.command("set")
def set_(number: str, given: Given) -> None:
    """改一条；“项目=”后面空着就清掉。"""
    at = desk()
    run(at, lambda: at.keep.change(number, fields_given(given), OFFICE, at.now()))
    sys.stdout.write("已改好。\n")


@app.command()
def move(number: str, state: str, given: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """把一条办到下一个状态，可以顺便填项目。"""
    at = desk()
    moved = run(at, lambda: at.keep.move(number, state, OFFICE, at.now(), fields_given(given or [])))
    edition = at.book.registers[moved.register].at(moved.region)
    assert edition is not None and edition.states is not None and moved.state is not None
    sys.stdout.write(f"现在是“{edition.states.labels[moved.state]}”。\n")


@app.command()
def find(
    register: RegisterName,
    region: Region = None,
    period: Period = None,
    state: Annotated[str | None, typer.Option(help="办理状态")] = None,
    text: Annotated[str | None, typer.Option(help="内容里有这几个字")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="只列没填全、没完成的")] = False,
    on: On = None,
) -> None:
    """查找记录；个人信息打码，看一条用 view。"""
    at = desk()
    day = parse_day(on, at.now().date())
    wanted = Wanted(region=place(region, at) if region else None, period=period, state=state)
    found = run(at, lambda: at.lists.find(register, OFFICE, day, wanted, text=text, incomplete=incomplete))
    for each in found:
        sys.stdout.write(f"{listed_line(each, at)}\n")
    sys.stderr.write(f"共 {len(found)} 条。\n")


@app.command()
def view(number: str, on: On = None) -> None:
    """看一条记录的全部内容和改动经过。"""
    at = desk()
    day = parse_day(on, at.now().date())

    async def both() -> tuple[Any, Any]:
        return await at.lists.get(number, OFFICE, day), await at.lists.history(number, OFFICE, day)

    each, history = run(at, both)
    lines = [*listed_lines(each, day, at), *(history_line(line, each.edition, at) for line in history)]
    sys.stdout.writelines(f"{line}\n" for line in lines)


@app.command()
def due(register: Annotated[str | None, typer.Argument()] = None, region: Region = None, on: On = None) -> None:
    """列出到期的、该跟进的、缺的。"""
    at = desk()
    day = parse_day(on, at.now().date())
    found = run(at, lambda: at.reminders.due(OFFICE, day, place(region, at) if region else None, register))
    sys.stdout.writelines(f"{due_line(each, at)}\n" for each in found)
    sys.stderr.write(f"共 {len(found)} 项。\n")


@app.command()
def dates(
    register: RegisterName,
    region: Region = None,
    unit: Annotated[str | None, typer.Option(help="哪类单位，如 乡镇（街道）")] = None,
    on: On = None,
) -> None:
    """列出日历上的日期，可以只看一类单位的。"""
    at = desk()
    day = parse_day(on, at.now().date())
    with_refusals(lambda: sys.stdout.writelines(f"{line}\n" for line in _dates(register, region, unit, day, at)))


@app.command()
def tally(register: RegisterName, region: Region = None, period: Period = None, on: On = None) -> None:
    """汇总：多少条、各项合计、完成率。"""
    at = desk()
    day = parse_day(on, at.now().date())
    edition, summed = run(at, lambda: at.lists.tally(register, place(region, at), OFFICE, day, period))
    sys.stdout.writelines(f"{line}\n" for line in tally_lines(summed, edition, day, at))


@app.command()
def public(register: RegisterName, region: Region = None, text: Annotated[str | None, typer.Option()] = None) -> None:
    """看公众能查到什么。"""
    at = desk()
    day = at.now().date()
    found = run(at, lambda: at.window.public(register, place(region, at), day, text))
    for entry in found.entries:
        sys.stdout.write("　".join(f"{label}：{said}" for label, said in entry.items()) + "\n")
    sys.stderr.write(f"共 {len(found.entries)} 条。{at.book.source(found.edition, day)}\n")


@app.command()
def draft(register_or_number: str, region: Region = None, period: Period = None, on: On = None) -> None:
    """生成文稿：写登记的名称就按汇总生成公示稿，写编号就给那一条生成函稿。"""
    at = desk()
    day = parse_day(on, at.now().date())

    async def text() -> str:
        if region is None:
            return await at.lists.letter(register_or_number, OFFICE, day)
        return await at.lists.draft(register_or_number, place(region, at), OFFICE, day, period)

    sys.stdout.write(f"{run(at, text)}\n")


def run[T](at: Desk, use: Callable[[], Awaitable[T]]) -> T:
    """Carry out a use case on the newest database; refusals become one message."""

    async def on_newest() -> T:
        await upgrade(at.engine)
        try:
            return await use()
        finally:
            await at.engine.dispose()

    try:
        return asyncio.run(on_newest())
    except RecordRefused as refused:
        raise Failure(str(refused)) from None
    except VersionConflict:
        raise Failure("别人刚刚改了同一条，请再看一次后重做。") from None


def with_refusals(use: Callable[[], object]) -> None:
    """The same for what needs no database."""
    try:
        use()
    except RecordRefused as refused:
        raise Failure(str(refused)) from None


def _shown(register: str, region: str | None, day: Any, at: Desk) -> list[str]:
    found = at.book.register(register)
    editions = [at.book.edition(found, place(region, at))] if region else list(found.editions.values())
    return [line for edition in editions for line in edition_lines(edition, day, at)]


def _dates(register: str, region: str | None, unit: str | None, day: Any, at: Desk) -> list[str]:
    edition = at.book.edition(at.book.register(register), place(region, at))
    units = edition.fields["unit"].choices if "unit" in edition.fields else {}
    kind = next((key for key, label in units.items() if unit and unit in (key, label)), None)
    if unit is not None and kind is None:
        raise RecordRefused(f"没有“{unit}”这类单位，可以写：{'、'.join(units.values())}。")
    _, found = at.reminders.calendar(register, place(region, at), day, kind)
    lines = [occurrence_text(each, edition, day, at.phrases) for each in found]
    return [*lines, at.book.source(edition, day)]
