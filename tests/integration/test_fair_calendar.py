"""Fairs as calendars and posters show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI
from icalendar import Calendar, Event

from bot.api import calendar
from bot.services.records.record_book import RecordBook
from bot.services.records.record_calendar import FairCalendar
from bot.services.records.records import KeepRecords
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.unit.records.desk import ADMIN, NOW, policies, real_registers

ZONE = ZoneInfo("Asia/Shanghai")
FAIR = {
    "名称": "国企助残专场",
    "日期": "2026-12-03",
    "开始时间": "9:00",
    "结束时间": "16:30",
    "地点": "市人才市场，一楼",
    "无台阶": "是",
    "手语翻译": "否",
    "岗位数": "80",
}


class Noon:
    """The clock stands."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 21, 12, tzinfo=ZONE)

    def today(self) -> dt.date:
        return self.now().date()


class Office:
    """Staff announce fairs; anybody subscribes to them."""

    def __init__(self, units: SqlUnitsOfWork) -> None:
        known = policies()
        book = RecordBook(real_registers(), known.catalogue, known.gazetteer, known.phrases)
        self.keep = KeepRecords(book, units)
        app = FastAPI()
        calendar.install(app, FairCalendar(book, units), Noon(), known.gazetteer.display_name, "https://example.org")
        transport = httpx.ASGITransport(app=app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://site")

    async def announce(self, region: str, **values: str) -> str:
        number = (await self.keep.add("fairs", region, {**FAIR, **values}, ADMIN, NOW)).record.id
        await self.keep.move(number, "published", ADMIN, NOW)
        return number

    async def events(self, address: str) -> list[Event]:
        answer = await self.client.get(address)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(answer.content).events


@pytest.fixture
async def office(units: SqlUnitsOfWork) -> AsyncIterator[Office]:
    office = Office(units)
    yield office
    await office.client.aclose()


async def test_a_fair_stands_in_the_calendar_with_time_place_and_access(office: Office) -> None:
    number = await office.announce("410300")
    (event,) = await office.events("/fairs.ics?region=洛阳市")
    assert event["uid"] == f"{number}@tongxing"
    assert event["summary"] == "国企助残专场"
    assert event["location"] == "市人才市场，一楼"
    assert event.start == dt.datetime(2026, 12, 3, 9, tzinfo=ZONE)
    assert event.end == dt.datetime(2026, 12, 3, 16, 30, tzinfo=ZONE)
    assert event["description"].splitlines() == ["无台阶：是", "手语翻译：否", "岗位数：80"]
    assert event["url"] == f"https://example.org/?fair={number}"
    assert event["status"] == "CONFIRMED"


async def test_the_feed_of_a_region_holds_its_parts_and_what_is_around_it(office: Office) -> None:
    await office.announce("410305", 名称="涧西")
    await office.announce("410000", 名称="全省")
    await office.announce("532622", 名称="砚山")
    await office.announce("410300", 名称="上个月", 日期="2026-10-01")
    await office.keep.add("fairs", "410300", {**FAIR, "名称": "没发布"}, ADMIN, NOW)
    assert {str(event["summary"]) for event in await office.events("/fairs.ics?region=410300")} == {"涧西", "全省"}
    everywhere = {str(event["summary"]) for event in await office.events("/fairs.ics")}
    assert everywhere == {"涧西", "全省", "砚山"}


async def test_a_cancelled_fair_stays_so_that_calendars_learn_of_it(office: Office) -> None:
    number = await office.announce("410300")
    (before,) = await office.events(f"/fairs/{number}.ics")
    await office.keep.move(number, "cancelled", ADMIN, NOW)
    (after,) = await office.events("/fairs.ics?region=410300")
    assert (before["uid"], after["status"]) == (after["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]


async def test_without_a_time_the_whole_day_is_meant(office: Office) -> None:
    number = await office.announce("410300", 开始时间="", 结束时间="")
    (event,) = await office.events(f"/fairs/{number}.ics")
    assert (event.start, event.end) == (dt.date(2026, 12, 3), dt.date(2026, 12, 4))


async def test_what_is_not_there_is_said(office: Office) -> None:
    hidden = (await office.keep.add("fairs", "410300", FAIR, ADMIN, NOW)).record.id
    post = (
        await office.keep.add("reserved_posts", "410300", {"单位": "甲", "岗位": "乙", "数量": "1"}, ADMIN, NOW)
    ).record.id
    for address in (
        f"/fairs/{hidden}.ics",
        f"/fairs/{post}.ics",
        "/fairs/TEST-2222-2222.ics",
        "/fairs.ics?region=月亮",
    ):
        assert (await office.client.get(address)).status_code == 404
