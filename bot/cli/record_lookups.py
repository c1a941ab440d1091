"""`tongxing records list|show|find|view|due|dates|tally|public|draft`: what only looks at records."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.questions import parse_day
from bot.cli.record_desk import OFFICE, POSTINGS, Desk, desk, place, run, with_refusals
from bot.cli.record_text import due_line, edition_lines, history_line, listed_line, listed_lines, tally_lines
from bot.core.records.calendars import UNIT
from bot.core.records.marks import CERTIFICATE, PHONE
from bot.core.records.words import occurrence_text
from bot.core.registry.review import review
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_lists import Listed
from bot.services.records.record_ports import Wanted

RegisterName = Annotated[str, typer.Argument(help="登记的代号或名称，见 tongxing records list")]
Region = Annotated[str | None, typer.Option(help="地区名或六位代码")]
Period = Annotated[str | None, typer.Option(help="期间：2026 或 2026Q4")]
On = Annotated[str | None, typer.Option(help="按哪一天算，如 2026-11-21；不写就是今天")]


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


def show(register: RegisterName, region: Region = None, on: On = None) -> None:
    """看一份登记怎么填：项目、选项、状态、出处；写了地区就按当地文件的说法。"""
    at = desk()
    day = parse_day(on, at.now().date())
    with_refusals(lambda: sys.stdout.writelines(f"{line}\n" for line in _shown(register, region, day, at)))


def find(
    register: Annotated[str | None, typer.Argument(help="登记的代号或名称；按电话、证号查时不写")] = None,
    region: Region = None,
    period: Period = None,
    state: Annotated[str | None, typer.Option(help="办理状态")] = None,
    text: Annotated[str | None, typer.Option(help="内容里有这几个字")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="只列没填全、没完成的")] = False,
    phone: Annotated[str | None, typer.Option(help="按电话号码查全部登记")] = None,
    certificate: Annotated[str | None, typer.Option(help="按残疾人证号或身份证号查全部登记")] = None,
    on: On = None,
) -> None:
    """查找记录；个人信息打码，看一条用 view。"""
    if [register, phone, certificate].count(None) != 2:
        raise typer.BadParameter("写一份登记，或者 --phone、--certificate，三选一")
    at = desk()
    if register is None:
        mark = (PHONE, phone) if phone is not None else (CERTIFICATE, certificate or "")
        _print_found(run(at, lambda: at.looks.find(*mark, OFFICE, at.now())), at)
        return
    day = parse_day(on, at.now().date())
    wanted = Wanted(region=place(region, at) if region else None, period=period, state=state)
    found = run(at, lambda: at.lists.find(register, OFFICE, day, wanted, text=text, incomplete=incomplete))
    _print_found(found, at)


def _print_found(found: Sequence[Listed], at: Desk) -> None:
    for each in found:
        sys.stdout.write(f"{listed_line(each, at)}\n")
    sys.stderr.write(f"共 {len(found)} 条。\n")


def view(number: Annotated[str, typer.Argument(help="记录的编号")], on: On = None) -> None:
    """看一条记录的全部内容和改动经过。"""
    at = desk()
    day = parse_day(on, at.now().date())
    each, history = run(at, lambda: at.looks.view(number, OFFICE, at.now()))
    doubts = review(each.record.values, at.service.doubts, at.phrases) if each.edition.register == POSTINGS else ()
    lines = [*listed_lines(each, day, at), *doubts, *(history_line(line, each.edition, at) for line in history)]
    sys.stdout.writelines(f"{line}\n" for line in lines)


def due(
    register: Annotated[str | None, typer.Argument(help="只看这份登记")] = None, region: Region = None, on: On = None
) -> None:
    """列出到期的、该跟进的、缺的。"""
    at = desk()
    day = parse_day(on, at.now().date())
    found = run(at, lambda: at.reminders.due(OFFICE, day, place(region, at) if region else None, register))
    sys.stdout.writelines(f"{due_line(each, at)}\n" for each in found)
    sys.stderr.write(f"共 {len(found)} 项。\n")


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


def tally(register: RegisterName, region: Region = None, period: Period = None, on: On = None) -> None:
    """汇总：多少条、各项合计、完成率。"""
    at = desk()
    day = parse_day(on, at.now().date())
    edition, summed = run(at, lambda: at.lists.tally(register, place(region, at), OFFICE, day, period))
    sys.stdout.writelines(f"{line}\n" for line in tally_lines(summed, edition, day, at))


def public(
    register: RegisterName,
    region: Region = None,
    text: Annotated[str | None, typer.Option(help="内容里有这几个字")] = None,
) -> None:
    """看公众能查到什么。"""
    at = desk()
    day = at.now().date()
    found = run(at, lambda: at.window.public(register, place(region, at), day, text))
    for entry in found.entries:
        sys.stdout.write("　".join(f"{label}：{said}" for label, said in entry.items()) + "\n")
    sys.stderr.write(f"共 {len(found.entries)} 条。{at.book.source(found.edition, day)}\n")


def draft(
    register_or_number: Annotated[str, typer.Argument(help="登记的名称，或一条记录的编号")],
    region: Region = None,
    period: Period = None,
    on: On = None,
) -> None:
    """生成文稿：写登记的名称就按汇总生成公示稿，写编号就给那一条生成函稿。"""
    at = desk()
    day = parse_day(on, at.now().date())

    async def text() -> str:
        if region is None:
            await at.looks.view(register_or_number, OFFICE, at.now())
            return await at.lists.letter(register_or_number, OFFICE, day)
        return await at.lists.draft(register_or_number, place(region, at), OFFICE, day, period)

    sys.stdout.write(f"{run(at, text)}\n")


def _shown(register: str, region: str | None, day: dt.date, at: Desk) -> list[str]:
    found = at.book.register(register)
    editions = [at.book.edition(found, place(region, at))] if region else list(found.editions.values())
    return [line for edition in editions for line in edition_lines(edition, day, at)]


def _dates(register: str, region: str | None, unit: str | None, day: dt.date, at: Desk) -> list[str]:
    edition = at.book.edition(at.book.register(register), place(region, at))
    units = edition.fields[UNIT].choices if UNIT in edition.fields else {}
    kind = next((key for key, label in units.items() if unit and unit in (key, label)), None)
    if unit is not None and kind is None:
        raise RecordRefused(f"没有“{unit}”这类单位，可以写：{'、'.join(units.values())}。")
    _, found = at.reminders.calendar(register, place(region, at), day, kind)
    lines = [occurrence_text(each, edition, day, at.phrases) for each in found]
    return [*lines, at.book.source(edition, day)]
