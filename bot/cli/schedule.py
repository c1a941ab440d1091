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
from bot.core.regions.region import NATIONAL
from bot.core.timing.special_days import SpecialDay
from bot.services.broadcasts.plan_quarter import MONTHS
from bot.settings import Settings

app = typer.Typer(help="按时间要做的事：计划、季度安排、节日模板、重复群发。", no_args_is_help=True)
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
        day = _in_quarter(quarter, desk.service.clock.today())
        code = desk.service.record_book.region(region) if region else None
        if region and code is None:
            raise Failure(f"没有地区“{region}”。")
        found = await desk.service.plan_quarter.of(day, code, desk.staff)
        lines = [(on, f"{each.name}（{each.source}）") for on, each in found.days]
        lines += [(each.day, f"{each.title}，{each.place}，{each.state}，编号 {each.number}") for each in found.fairs]
        for on, line in sorted(lines):
            _say(f"{on}\t{line}")
        if not found.fairs:
            _say(f"{found.first}到{found.last}还没有登记招聘会。")

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
    written["audience"] = {"regions": [region or NATIONAL]}
    on = day.on(year) if year else day.after(now.date())
    if on is not None:
        send, expires = (dt.datetime.combine(on, time, now.tzinfo) for time in (MORNING, EVENING))
        written |= {"send_at": send.isoformat(), "expires_at": expires.isoformat()}
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False).rstrip()


def _in_quarter(written: str | None, today: dt.date) -> dt.date:
    """A day of the quarter."""
    if written is None:
        return today
    year, _, number = written.partition("-")
    if not (year.isdigit() and len(year) == 4 and number in ("1", "2", "3", "4")):
        raise Failure(f"“{written}”看不懂；写成 2027-1 这样。")
    return dt.date(int(year), int(number) * MONTHS, 1)


def _moment(ms: int | None, zone: dt.tzinfo | None) -> str:
    return "" if ms is None else f"{dt.datetime.fromtimestamp(ms / 1000, zone):%Y-%m-%d %H:%M:%S}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
