"""Subscribers hear of new fairs and postings around them, once."""

from __future__ import annotations

from bot.services.people.consents import ALERTS
from bot.services.records.record_book import RecordBook
from bot.services.records.record_news import TellOfRecords
from bot.services.records.records import KeepRecords
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.always import ALWAYS
from tests.unit.records.desk import ADMIN, NOW, TODAY, policies, real_registers

FAIR = {"名称": "助残专场", "日期": "2026-12-03", "地点": "体育馆"}
PUSH = {"招聘单位": "砚山某厂", "岗位": "普工", "截止日期": "2026-12-30", "信息来源": "县人社局"}


def _book() -> RecordBook:
    known = policies()
    return RecordBook(real_registers(), known.catalogue, known.gazetteer, known.phrases)


async def _subscribe(units: SqlUnitsOfWork, address: str, region: str, topic: str, *, agreed: bool = True) -> None:
    async with units() as work:
        person = await work.people.add("web", address, NOW, region=region, role="seeker", easy=False)
        if agreed:
            await work.consents.give(person.id, ALERTS, "1", "web", NOW)
        await work.subscriptions.add(person.id, topic, NOW)
        await work.commit()


async def _told(units: SqlUnitsOfWork, address: str) -> str:
    async with units() as work:
        return "\n".join(r.text for each in await work.outgoing.waiting("web", address) for r in each.replies)


async def test_a_published_fair_is_told_to_subscribers_around_it_once(units: SqlUnitsOfWork) -> None:
    keep, tell = KeepRecords(_book(), units), TellOfRecords(_book(), units, ALWAYS)
    for address, region, topic in (
        ("near", "532622", "find_fairs"),
        ("far", "410300", "find_fairs"),
        ("other", "532622", "find_training"),
    ):
        await _subscribe(units, address, region, topic)
    await _subscribe(units, "not agreed", "532622", "find_fairs", agreed=False)
    number = (await keep.add("fairs", "532622", FAIR, ADMIN, NOW)).record.id
    assert await tell.run(TODAY, NOW) == 0
    await keep.move(number, "已发布", ADMIN, NOW)
    assert await tell.run(TODAY, NOW) == 1
    assert "助残专场，2026-12-03，体育馆" in await _told(units, "near")
    assert [await _told(units, each) for each in ("far", "other", "not agreed")] == ["", "", ""]
    assert await tell.run(TODAY, NOW) == 0
    assert await TellOfRecords(_book(), units, ALWAYS).run(TODAY, NOW) == 0


async def test_a_collected_posting_reaches_subscribers_when_staff_push_it(units: SqlUnitsOfWork) -> None:
    keep, tell = KeepRecords(_book(), units), TellOfRecords(_book(), units, ALWAYS)
    await _subscribe(units, "seeker", "532622", "find_jobs")
    number = (await keep.add("job_pushes", "532622", PUSH, ADMIN, NOW)).record.id
    assert await tell.run(TODAY, NOW) == 0
    await keep.change(number, {"推送日期": "2026-11-21"}, ADMIN, NOW)
    assert await tell.run(TODAY, NOW) == 1
    assert "砚山某厂，普工" in await _told(units, "seeker")
