"""`tongxing records`: registers, ledgers, cases and calendars."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.record_desk import OFFICE, Desk, desk, fields_given, place, run
from bot.cli.record_files import export, import_, template
from bot.cli.record_lookups import dates, draft, due, find, list_, public, show, tally, view
from bot.cli.record_poster import poster
from bot.core.records.record import Record
from bot.services.records.enrolments import give_place

RegisterName = Annotated[str, typer.Argument(help="登记的代号或名称，见 tongxing records list")]
Given = Annotated[list[str], typer.Argument(help="项目=内容，如 单位=市图书馆 数量=2")]
Number = Annotated[str, typer.Argument(help="记录的编号")]

app = typer.Typer(help="名录、台账、事项和日历：登记、查找、提醒、汇总、导入导出。", no_args_is_help=True)
app.command("list")(list_)
app.command("show")(show)


@app.command()
def add(
    register: RegisterName,
    given: Given,
    region: Annotated[str | None, typer.Option(help="地区名或六位代码")] = None,
    period: Annotated[str | None, typer.Option(help="期间：2026 或 2026Q4")] = None,
) -> None:
    """登记一条。"""
    at = desk()
    kept = run(at, lambda: at.keep.add(register, place(region, at), fields_given(given), OFFICE, at.now(), period))
    for warning in kept.warnings:
        sys.stderr.write(f"注意：{warning}\n")
    sys.stdout.write(f"已登记，编号 {kept.record.id}\n")


@app.command("set")
def set_(number: Number, given: Given) -> None:
    """改一条；“项目=”后面空着就清掉。"""
    at = desk()
    run(at, lambda: at.keep.change(number, fields_given(given), OFFICE, at.now()))
    sys.stdout.write("已改好。\n")


@app.command()
def move(
    number: Number,
    state: Annotated[str, typer.Argument(help="到哪个状态")],
    given: Annotated[list[str] | None, typer.Argument(help="顺便填的 项目=内容")] = None,
) -> None:
    """把一条办到下一个状态，可以顺便填项目。"""
    at = desk()
    moved = run(at, lambda: _moved(number, state, given or [], at))
    edition = at.book.registers[moved.register].at(moved.region)
    assert edition is not None and edition.states is not None and moved.state is not None
    sys.stdout.write(f"现在是“{edition.states.labels[moved.state]}”。\n")


async def _moved(number: str, state: str, given: list[str], at: Desk) -> Record:
    moved = await at.keep.move(number, state, OFFICE, at.now(), fields_given(given))
    async with at.service.units_of_work() as work:
        await give_place(moved, at.book, work, at.now())
        await work.commit()
    return moved


app.command("find")(find)
app.command("view")(view)
app.command("due")(due)
app.command("dates")(dates)
app.command("tally")(tally)
app.command("public")(public)
app.command("draft")(draft)
app.command("import")(import_)
app.command("export")(export)
app.command("template")(template)
app.command("poster")(poster)
