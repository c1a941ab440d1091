"""Records in the database: the real declarations, on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.records.staff import Staff, StaffRole
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_import import ImportRecords
from bot.services.records.record_lists import ListRecords
from bot.services.records.record_ports import AlreadyThere, Entry, Happened, Wanted
from bot.services.records.record_window import ShowRecords
from bot.services.records.records import KeepRecords
from bot.storage.backup import backup, restore
from bot.storage.encryption import Cipher, UnreadableError, new_key
from bot.storage.tables.record_tables import record_events, records
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.unit.records.desk import ADMIN, CERTIFICATE, NOW, OTHER_CERTIFICATE, TODAY, policies, real_registers

PERSON = {
    "姓名": "李某某",
    "残疾人证号": CERTIFICATE,
    "联系电话": "13800138000",
    "就业需求": "会计",
    "下一步": "周五面试",
}
POST = {"单位": "市图书馆", "岗位": "借阅台", "数量": "2"}


class Desk:
    """The use cases over one database."""

    def __init__(self, engine: AsyncEngine, keys: Sequence[str]) -> None:
        service = policies()
        book = RecordBook(real_registers(), service.catalogue, service.gazetteer, service.phrases)
        self.units = SqlUnitsOfWork(engine, Cipher(keys))
        self.keep = KeepRecords(book, self.units)
        self.lists = ListRecords(book, self.units)
        self.window = ShowRecords(book, self.units)
        self.imports = ImportRecords(book, self.units, service.phrases.group("record_columns"))


@pytest.fixture
def desk(engine: AsyncEngine) -> Desk:
    return Desk(engine, [new_key()])


async def test_a_record_comes_back_with_its_history(desk: Desk) -> None:
    kept = await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)
    number = kept.record.id
    await desk.keep.change(number, {"学校": "河南科技大学", "下一步": "体检", "毕业年份": "2026年"}, ADMIN, NOW)
    one = await desk.lists.get(number, ADMIN, TODAY)
    assert one.record.values["next_step"] == "体检"
    assert (one.record.values["graduation"], one.record.version) == ("2026", 2)
    added, changed = await desk.lists.history(number, ADMIN, TODAY)
    assert (added.kind, changed.kind, changed.by) == ("added", "changed", "admin")
    assert changed.detail == {
        "fields": {"school": [None, "河南科技大学"], "graduation": [None, "2026"]},
        "secret": ["next_step"],
    }


async def test_numbers_are_easy_to_say_and_never_the_same(desk: Desk) -> None:
    numbers = {(await desk.keep.add("reserved_posts", "410300", POST, ADMIN, NOW)).record.id for _ in range(20)}
    assert len(numbers) == 20
    assert all(len(number) == 14 and not set(number) & set("01IO") for number in numbers)
    found = await desk.lists.get(next(iter(numbers)).lower() + " ", ADMIN, TODAY)
    assert found.record.values["unit"] == "市图书馆"


async def test_nothing_personal_can_be_read_in_the_database(desk: Desk, engine: AsyncEngine, tmp_path: Path) -> None:
    kept = await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)
    await desk.keep.change(kept.record.id, {"姓名": "王某某"}, ADMIN, NOW)
    report = {"什么问题": "虚假安排残疾人就业", "涉及单位": "某某公司", "线索内容": "挂证不上班"}
    await desk.keep.add("abuse_reports", "410300", report, ADMIN, NOW)
    async with engine.connect() as connection:
        stored = str([*await connection.execute(select(records)), *await connection.execute(select(record_events))])
    await engine.dispose()
    files = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    for secret in ("李某某", "王某某", CERTIFICATE[:18], "13800138000", "会计", "周五面试", "某某公司", "挂证", "fake"):
        assert secret not in stored
        assert secret.encode() not in files


async def test_a_secret_copied_into_another_row_is_refused(desk: Desk, engine: AsyncEngine) -> None:
    mine = (await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)).record.id
    other = {**PERSON, "残疾人证号": OTHER_CERTIFICATE}
    theirs = (await desk.keep.add("graduate_plans", "410300", other, ADMIN, NOW)).record.id
    async with engine.begin() as connection:
        sealed = (await connection.execute(select(records.c.secret).where(records.c.number == mine))).scalar_one()
        await connection.execute(update(records).where(records.c.number == theirs).values(secret=sealed))
    with pytest.raises(UnreadableError, match="搬来"):
        await desk.lists.get(theirs, ADMIN, TODAY)
    assert await desk.keep.delete_person(OTHER_CERTIFICATE) == 1, "it can still be deleted"


async def test_after_a_change_of_keys_there_is_still_one_record_of_a_person(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    await Desk(engine, [old]).keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)
    desk = Desk(engine, [new, old])
    with pytest.raises(RecordRefused, match="已经有这一条"):
        await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)
    shown = await desk.window.own("graduate_plans", "410300", CERTIFICATE)
    assert [entry["下一步"] for entry in shown.entries] == ["周五面试"]
    assert await desk.keep.delete_person(CERTIFICATE) == 1


async def test_a_person_is_deleted_everywhere_and_nobody_else(desk: Desk, engine: AsyncEngine) -> None:
    await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)
    post = {"单位": "市图书馆", "单位性质": "事业单位", "姓名": "李某某", "残疾人证号": CERTIFICATE[:18] + "43B1"}
    await desk.keep.add("placements", "532622", post, ADMIN, NOW, "2026")
    await desk.keep.add("graduate_plans", "410300", {**PERSON, "残疾人证号": OTHER_CERTIFICATE}, ADMIN, NOW)
    await desk.keep.add("reserved_posts", "410300", POST, ADMIN, NOW)
    assert await desk.keep.delete_person(CERTIFICATE) == 2
    assert await desk.keep.delete_person(CERTIFICATE) == 0
    async with engine.connect() as connection:
        left = (await connection.execute(select(records.c.register))).scalars().all()
        events = (await connection.execute(select(record_events))).all()
    assert sorted(left) == ["graduate_plans", "reserved_posts"]
    assert len(events) == 2, "history goes with the record"


async def test_of_two_who_change_one_record_one_wins(desk: Desk) -> None:
    number = (await desk.keep.add("reserved_posts", "410300", POST, ADMIN, NOW)).record.id
    async with desk.units() as work:
        stored = await work.records.get(number)
    assert stored is not None
    entry = Entry("reserved_posts", "410300", {"unit": "甲", "post": "乙", "count": 1}, {})
    event = Happened(NOW, "me", "changed", {})
    async with desk.units() as work:
        await work.records.replace(stored, entry, event)
        await work.commit()
    async with desk.units() as work:
        with pytest.raises(VersionConflict):
            await work.records.replace(stored, entry, event)


async def test_what_is_not_committed_does_not_last(desk: Desk) -> None:
    async with desk.units() as work:
        await work.records.add([Entry("reserved_posts", "410300", {}, {})], "me", NOW)
    assert await desk.lists.find("reserved_posts", ADMIN, TODAY) == []


async def test_there_may_be_one_only_and_every_repetition_is_named(desk: Desk) -> None:
    entries = [Entry("r", "410300", {}, {}, one=one) for one in ("a", None, "b", "a", None)]
    async with desk.units() as work:
        with pytest.raises(AlreadyThere) as error:
            await work.records.add(entries, "me", NOW)
        assert error.value.positions == (3,)
        numbers = await work.records.add(entries[:3], "me", NOW)
        assert await work.records.kept_as_one(["a", "b", "c"]) == {"a": numbers[0], "b": numbers[2]}


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("000000", 4),
        ("410000", 2),
        ("410300", 2),
        ("410305", 1),
        ("120000", 1),
        ("530000", 1),
        ("532622", 1),
        ("440000", 0),
    ],
)
async def test_a_region_includes_its_parts(region: str, found: int, desk: Desk) -> None:
    async with desk.units() as work:
        for code in ("410300", "410305", "120119", "532622"):
            await work.records.add([Entry("r", code, {}, {})], "me", NOW)
        assert len(await work.records.find(Wanted(("r",), region))) == found


async def test_staff_see_and_change_their_own_parts_only(desk: Desk) -> None:
    number = (await desk.keep.add("reserved_posts", "410305", POST, ADMIN, NOW)).record.id
    await desk.keep.add("reserved_posts", "532622", POST, ADMIN, NOW)
    city, county = (Staff("x", StaffRole.EDITOR, region) for region in ("410300", "410304"))
    assert [each.record.region for each in await desk.lists.find("reserved_posts", city, TODAY)] == ["410305"]
    assert await desk.lists.find("reserved_posts", county, TODAY) == []
    for act in (
        desk.lists.get(number, county, TODAY),
        desk.lists.history(number, county, TODAY),
        desk.lists.find("reserved_posts", county, TODAY, Wanted(region="410305")),
        desk.keep.change(number, {"数量": 3}, county, NOW),
        desk.keep.add("reserved_posts", "410305", POST, county, NOW),
    ):
        with pytest.raises(RecordRefused, match="不在您负责的范围内"):
            await act
    auditor = Staff("y", StaffRole.AUDITOR, "410300")
    with pytest.raises(RecordRefused, match="只能查看"):
        await desk.keep.change(number, {"数量": 3}, auditor, NOW)


async def test_auditors_see_personal_values_masked(desk: Desk) -> None:
    number = (await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)).record.id
    auditor = Staff("y", StaffRole.AUDITOR, "410300")
    words = desk.lists.words(await desk.lists.get(number, auditor, TODAY), auditor)
    assert (words["name"], words["phone"], words["needs"], words["result"]) == ("李＊", "＊8000", "＊", "求职中")
    assert await desk.lists.find("graduate_plans", auditor, TODAY, text="李某某") == []
    assert len(await desk.lists.find("graduate_plans", ADMIN, TODAY, text="李某某")) == 1


async def test_a_file_with_one_bad_row_changes_nothing_unless_good_rows_are_wanted(desk: Desk) -> None:
    rows = [
        (2, POST),
        (3, {**POST, "数量": "许多"}),
        (4, {**POST, "单位": None, "数量": 0}),
        (5, {**POST, "地区": "火星"}),
    ]
    stopped = await desk.imports.run("reserved_posts", rows, ADMIN, NOW, region="410300")
    assert (stopped.kept, [bad.row for bad in stopped.bad]) == (False, [3, 4, 5])
    assert "“数量”填的“许多”不是数" in stopped.bad[0].sentences[0]
    assert len(stopped.bad[1].sentences) == 2
    assert "没有找到地区“火星”" in stopped.bad[2].sentences[0]
    assert await desk.lists.find("reserved_posts", ADMIN, TODAY) == []
    taken = await desk.imports.run("reserved_posts", rows, ADMIN, NOW, region="410300", good_rows=True)
    assert (taken.kept, taken.added, len(taken.bad)) == (True, 1, 3)


async def test_rows_with_a_number_change_that_record(desk: Desk) -> None:
    number = (await desk.keep.add("reserved_posts", "410300", POST, ADMIN, NOW)).record.id
    rows = [(2, {"编号": number, "地区": "410300", "数量": 5, "备注": "改过"}), (3, {**POST, "地区": "洛阳市"})]
    imported = await desk.imports.run("reserved_posts", rows, ADMIN, NOW)
    assert (imported.added, imported.changed, imported.bad) == (1, 1, ())
    assert (await desk.lists.get(number, ADMIN, TODAY)).record.values["count"] == 5
    wrong = [(2, {"编号": "K7QD-2M9X-4RTA"}), (3, {"编号": number, "数量": 1}), (4, {"编号": number, "数量": 2})]
    stopped = await desk.imports.run("reserved_posts", wrong, ADMIN, NOW)
    assert [bad.row for bad in stopped.bad] == [2, 4]
    assert (await desk.lists.get(number, ADMIN, TODAY)).record.values["count"] == 5


async def test_a_file_does_not_move_cases(desk: Desk) -> None:
    case = {"单位": "市水务局", "单位性质": "机关", "安排残疾人数": 1}
    number = (await desk.keep.add("placement_confirmations", "630200", case, ADMIN, NOW)).record.id
    rows = [(2, {"编号": number, "状态": "待审", "备注": "催过"}), (3, {**case, "地区": "海东市", "状态": "已确认"})]
    stopped = await desk.imports.run("placement_confirmations", rows, ADMIN, NOW)
    assert [bad.row for bad in stopped.bad] == [3]
    assert "不能靠导入改变" in stopped.bad[0].sentences[0]


async def test_lists_of_the_same_person_are_joined_across_files_and_rows(desk: Desk) -> None:
    first = {"姓名": "李某", "残疾人证号": CERTIFICATE, "来源": "文化户口册"}
    again = {"姓名": "李某", "残疾人证号": CERTIFICATE[:18] + "43B1", "来源": "大学生助学贷款", "专业": "会计"}
    rows = [(2, first), (3, again)]
    one = await desk.imports.run("graduate_lists", rows, ADMIN, NOW, region="532622")
    two = await desk.imports.run(
        "graduate_lists", [(2, {**first, "来源": "高考录取信息名册"})], ADMIN, NOW, region="532622"
    )
    assert (one.added, one.joined, two.added, two.joined) == (1, 1, 0, 1)
    (each,) = await desk.lists.find("graduate_lists", ADMIN, TODAY)
    assert each.record.values["sources"] == ("culture", "loans", "admissions")
    assert each.record.values["major"] == "会计"


async def test_a_case_keeps_the_day_of_its_state(desk: Desk) -> None:
    case = {"单位": "市水务局", "单位性质": "机关", "安排残疾人数": 1}
    number = (await desk.keep.add("placement_confirmations", "630200", case, ADMIN, NOW)).record.id
    later = NOW + dt.timedelta(days=3)
    await desk.keep.move(number, "confirmed", ADMIN, later, {"审核日期": "2026-11-24"})
    status = await desk.window.status(number)
    assert (status.state, status.since) == ("已确认", later.date())
    moved = (await desk.lists.history(number, ADMIN, TODAY))[-1]
    assert (moved.kind, moved.detail["state"]) == ("moved", ["submitted", "confirmed"])


async def test_a_copy_of_the_database_brings_records_back(desk: Desk, engine: AsyncEngine, tmp_path: Path) -> None:
    number = (await desk.keep.add("graduate_plans", "410300", PERSON, ADMIN, NOW)).record.id
    await backup(engine, tmp_path / "copy.zip")
    await desk.keep.delete_person(CERTIFICATE)
    await restore(engine, tmp_path / "copy.zip")
    assert (await desk.lists.get(number, ADMIN, TODAY)).record.values["name"] == "李某某"
    assert len(await desk.lists.history(number, ADMIN, TODAY)) == 1
    await desk.keep.add("reserved_posts", "410300", POST, ADMIN, NOW)
