"""`tongxing schedule`: what is planned, the fairs of a quarter, days of the year, broadcasts that repeat."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer
import yaml

from bot.catalog.special_days import load_special_days
from bot.cli.broadcast_desk import As, Desk, run
from bot.cli.failure import Failure
from bot.clock import SystemClock
from bot.core.conversation.listing.kinds import FAIRS
from bot.core.timing.special_days import SpecialDay
from bot.services.record_ports import Wanted
from bot.settings import Settings

app = typer.Typer(help="按时间要做的事：计划、季度安排、节日模板、重复群发。", no_args_is_help=True)
QUARTER = 3
"""Months."""
MORNING, EVENING = dt.time(9), dt.time(20)
"""When the broadcast of a day is sent, and when it is too late for it."""


@app.command("list")
def list_() -> None:
    """看定时要做的事：下一次什么时候，上一次什么时候。"""

    async def use(desk: Desk) -> None:
        async with desk.service.units_of_work() as work:
            plans = await work.schedules.all()
        zone = desk.service.clock.now().tzinfo
        for plan in plans:
            _say("\t".join((plan.name, plan.repeats or "", _moment(plan.due_at, zone), _moment(plan.last_at, zone))))

    run(None, use)


@app.command("days")
def days() -> None:
    """看节日：下一次是哪天，日期的依据，模板的名字。"""
    settings = Settings()
    today = SystemClock(settings.time_zone).today()
    for day in load_special_days(settings.data_dir / "reference").values():
        following = day.after(today)
        _say(f"{day.id}\t{day.name}\t{following or '日期还不知道'}\t{day.source}")


@app.command("template")
def template(
    day: Annotated[str, typer.Argument(help="模板的名字，看 tongxing schedule days")],
    region: Annotated[str | None, typer.Option(help="发给哪个地区（六位代码）")] = None,
    year: Annotated[int | None, typer.Option(help="哪一年；不写就是下一次")] = None,
) -> None:
    """写出一份群发文件，改好以后交给 tongxing broadcast create。"""
    settings = Settings()
    known = load_special_days(settings.data_dir / "reference")
    if day not in known:
        raise Failure(f"没有模板“{day}”；有：{'、'.join(known)}。")
    now = SystemClock(settings.time_zone).now()
    _say(_file(known[day], region, year, now))


@app.command("plan")
def plan(
    quarter: Annotated[str | None, typer.Option(help="季度，如 2027-1；不写就是现在这个")] = None,
    region: Annotated[str | None, typer.Option(help="地区（名称或代码）；不写就是全部")] = None,
) -> None:
    """一个季度的安排：已经登记的招聘会（没发布的也算）和节日；没有招聘会会说出来。"""

    async def use(desk: Desk) -> None:
        book, today = desk.service.record_book, desk.service.clock.today()
        first, last = _quarter(quarter, today)
        code = book.region(region) if region else None
        if region and code is None:
            raise Failure(f"没有地区“{region}”。")
        async with desk.service.units_of_work() as work:
            kept = await work.records.find(Wanted((FAIRS,), code))
        lines = [(day, f"{each.name}（{each.source}）") for each, day in _days(first, last)]
        fairs = 0
        for record, edition in ((book.record(each), book.edition_of(each)) for each in kept):
            day = record.values["date"]
            if isinstance(day, dt.date) and first <= day <= last:
                state = edition.states.labels[record.state] if edition.states and record.state else ""
                title, place = record.values["title"], book.place(record.region)
                lines.append((day, f"{title}，{place}，{state}，编号 {record.id}"))
                fairs += 1
        for day, line in sorted(lines):
            _say(f"{day}\t{line}")
        if not fairs:
            _say(f"{first}到{last}还没有登记招聘会。")

    run(None, use)


@app.command("repeat")
def repeat(
    number: Annotated[str, typer.Argument(help="群发的编号；要先批准")],
    repeats: Annotated[
        str,
        typer.Argument(help="“day 09:00”每天、“week 1 09:00”每周一、“month 15 09:00”每月、“quarter 15 09:00”每季度"),
    ],
    name: As = None,
) -> None:
    """把批准了的群发重复发；停止原来那个，就不再重复。"""

    async def use(desk: Desk) -> dt.datetime:
        try:
            now = desk.service.clock.now()
            return await desk.service.repeat_broadcasts.plan(number, repeats, desk.staff, now)
        except ValueError:
            raise Failure(
                f"“{repeats}”看不懂；写成 day 09:00、week 1 09:00、month 15 09:00 或 quarter 15 09:00。"
            ) from None

    _say(f"下一次：{run(name, use):%Y-%m-%d %H:%M}")


@app.command("end-repeat")
def end_repeat(number: Annotated[str, typer.Argument(help="群发的编号")], name: As = None) -> None:
    """不再重复。"""

    async def use(desk: Desk) -> bool:
        return await desk.service.repeat_broadcasts.end(number, desk.staff)

    if not run(name, use):
        raise Failure("它没有在重复。")


def _file(day: SpecialDay, region: str | None, year: int | None, now: dt.datetime) -> str:
    written: dict[str, object] = {"title": day.title, "text": day.text, "easy_text": day.easy_text}
    written["audience"] = {"regions": [region]} if region else {"roles": ["seeker"]}
    on = day.on(year) if year else day.after(now.date())
    if on is not None:
        send, expires = (dt.datetime.combine(on, time, now.tzinfo) for time in (MORNING, EVENING))
        written |= {"send_at": send.isoformat(), "expires_at": expires.isoformat()}
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False).rstrip()


def _quarter(written: str | None, today: dt.date) -> tuple[dt.date, dt.date]:
    year, number = today.year, (today.month - 1) // QUARTER + 1
    if written is not None:
        left, _, right = written.partition("-")
        if not (left.isdigit() and len(left) == 4 and right in ("1", "2", "3", "4")):
            raise Failure(f"“{written}”看不懂；写成 2027-1 这样。")
        year, number = int(left), int(right)
    first = dt.date(year, number * QUARTER - 2, 1)
    following = dt.date(year + 1, 1, 1) if number == 4 else dt.date(year, number * QUARTER + 1, 1)
    return first, following - dt.timedelta(days=1)


def _days(first: dt.date, last: dt.date) -> list[tuple[SpecialDay, dt.date]]:
    known = load_special_days(Settings().data_dir / "reference").values()
    return [(each, day) for each in known if (day := each.on(first.year)) is not None and first <= day <= last]


def _moment(ms: int | None, zone: dt.tzinfo | None) -> str:
    return "" if ms is None else f"{dt.datetime.fromtimestamp(ms / 1000, zone):%Y-%m-%d %H:%M:%S}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
