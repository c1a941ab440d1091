"""Lists of people who agreed to be told of things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from bot.services.people.import_people import ImportPeople, exported
from bot.services.people.people import day_of, person_of
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book
from tests.integration.keeping_people import NOW
from tests.unit.records.desk import policies

TOPICS = {"find_fairs": "招聘会", "find_jobs": "找工作"}
ROW = {"channel": "telegram", "address": "5001", "region": "532622", "topics": "find_fairs,find_jobs",
       "consent": "2026-11-01"}  # fmt: skip
WEB = {"渠道": "网页", "地址": "0123456789abcdef0123456789abcdef", "地区": "洛阳市", "主题": "招聘会",
       "同意日期": dt.date(2026, 10, 1), "易读版": "是", "身份": "用人单位"}  # fmt: skip


@pytest.fixture
def people(units: SqlUnitsOfWork) -> ImportPeople:
    return ImportPeople(policies().phrases, TOPICS, real_book().region, units)


def numbered(*rows: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(rows, start=2))


async def test_people_are_kept_with_their_consent_and_what_they_want_to_hear(
    people: ImportPeople, units: SqlUnitsOfWork
) -> None:
    done = await people.run(numbered(ROW, WEB), NOW)
    assert (done.kept, done.added, done.changed, done.bad) == (True, 2, 0, ())
    async with units() as work:
        first, second = await person_of("telegram:5001", work), await person_of(f"web:{WEB['地址']}", work)
        assert first is not None and second is not None
        assert (first.region, first.role, first.easy) == ("532622", None, False)
        assert (second.region, second.role, second.easy) == ("410300", "employer", True)
        assert await work.subscriptions.of(first.id) == {"find_fairs", "find_jobs"}
        (consent,) = await work.consents.of(second.id)
        said = (consent.purpose, consent.version, day_of(consent.given_at, NOW))
        assert said == ("alerts", "imported", dt.date(2026, 10, 1))


async def test_the_same_file_again_changes_nothing_and_another_one_changes_the_person(
    people: ImportPeople, units: SqlUnitsOfWork
) -> None:
    await people.run(numbered(ROW), NOW)
    again = await people.run(numbered(ROW), NOW)
    assert (again.added, again.changed) == (0, 1)
    await people.run(numbered({**ROW, "region": "410300", "topics": "招聘会", "easy_read": "是"}), NOW)
    async with units() as work:
        person = await person_of("telegram:5001", work)
        assert person is not None and (person.region, person.easy) == ("410300", True)
        assert await work.subscriptions.of(person.id) == {"find_fairs"}
        assert len(await work.consents.of(person.id)) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"consent": None}, "没有“同意日期”"),
        ({"consent": "2026-11-22"}, "不能晚于今天"),
        ({"consent": "上个月"}, "现在是“上个月”"),
        ({"channel": "qq"}, "“渠道”写 telegram"),
        ({"address": "张三"}, "“地址”不是telegram的编号"),
        ({"region": "不知道"}, "“地区”认不出“不知道”"),
        ({"topics": "find_fairs,天气"}, "没有“天气”"),
        ({"easy_read": "也许"}, "“易读版”写 是 或 否"),
        ({"role": "老板"}, "“身份”写 seeker"),
        ({"电话": "13800138000"}, "没有“电话”这一列"),
    ],
)
async def test_a_row_that_cannot_be_kept_says_what_to_write_and_nothing_is_kept(
    change: dict[str, Any], says: str, people: ImportPeople, units: SqlUnitsOfWork
) -> None:
    done = await people.run(numbered(WEB, {**ROW, **change}), NOW)
    assert not done.kept
    assert done.bad[0].row == 3
    assert says in done.bad[0].sentences[0]
    async with units() as work:
        assert await work.people.ids("", 5) == []
    assert (await people.run(numbered(WEB, {**ROW, **change}), NOW, good_rows=True)).added == 1


async def test_one_person_twice_in_a_file_is_told(people: ImportPeople) -> None:
    done = await people.run(numbered(ROW, WEB, {**ROW, "address": 5001.0}), NOW)
    assert [(bad.row, bad.sentences) for bad in done.bad] == [(4, ("和第 2 行是同一个人，请只留一行。",))]


async def test_an_export_can_be_imported_again_and_is_noted(people: ImportPeople, units: SqlUnitsOfWork) -> None:
    await people.run(numbered(ROW, WEB), NOW)
    rows = sorted([tuple(row) async for row in exported(units, "li", NOW)])
    assert rows[0] == ("telegram", "5001", "532622", "find_fairs,find_jobs", "2026-11-01", "否", "")
    async with units() as work:
        person = await work.people.id_at("telegram", "5001")
        assert person is not None
        assert [(look.staff, look.what) for look in await work.accesses.of(person)] == [("li", "people_exported")]
