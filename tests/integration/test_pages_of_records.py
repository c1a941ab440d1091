"""Pages of records and people in the database, on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.records.staff import Staff, StaffRole
from bot.services.people.import_people import ImportPeople
from bot.services.people.people_page_ports import PeopleWanted
from bot.services.people.people_ports import Brought
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_pages import Asked, PageRecords
from bot.services.records.records import KeepRecords
from bot.services.records.undo_records import UndoRecords
from bot.services.records.upload_ports import Upload
from bot.services.records.waiting_files import WaitingFiles
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book
from tests.unit.records.desk import ADMIN, NOW, TODAY, policies

FAIRS = (
    ("助残专场", "9", "532622"),
    ("春风行动", "80", "532622"),
    ("=残疾人\"大学生\"专场", "700", "120119"),
    ("百分之五%", None, "410300"),
)  # fmt: skip
COUNTY = Staff("王芳", StaffRole.EDITOR, "532622")


async def titles(units: SqlUnitsOfWork, asked: Asked, staff: Staff = ADMIN) -> list[str]:
    book = real_book()
    page, total = await PageRecords(book, units).page(book.registers["fairs"], asked, staff, TODAY, 0, 25)
    assert total == len(page)
    return [str(each.record.values["title"])[:2] for each in page]


@pytest.fixture
async def fairs(units: SqlUnitsOfWork) -> list[str]:
    keep, numbers = KeepRecords(real_book(), units), []
    for day, (title, posts, region) in enumerate(FAIRS, 1):
        raw = {"title": title, "date": f"2026-12-{day:02d}", "place": "体育馆", "posts": posts, "signing": "是"}
        numbers.append((await keep.add("fairs", region, raw, ADMIN, NOW)).record.id)
    return numbers


@pytest.mark.usefixtures("fairs")
async def test_by_what_a_list_is_sorted(units: SqlUnitsOfWork) -> None:
    assert await titles(units, Asked()) == ["百分", "=残", "春风", "助残"]
    assert await titles(units, Asked(sort="posts", descending=False)) == ["百分", "助残", "春风", "=残"]
    assert await titles(units, Asked(sort="date", descending=False)) == ["助残", "春风", "=残", "百分"]
    assert await titles(units, Asked(sort="region", descending=False)) == ["=残", "百分", "助残", "春风"]
    assert await titles(units, Asked(sort="title", descending=False)) == ["=残", "助残", "春风", "百分"]
    assert len(await titles(units, Asked(sort="signing"))) == 4
    assert len(await titles(units, Asked(sort="state"))) == 4


@pytest.mark.usefixtures("fairs")
async def test_what_is_found(units: SqlUnitsOfWork) -> None:
    assert await titles(units, Asked(text="专场")) == ["百分", "=残", "春风", "助残"], "the label of their kind"
    assert await titles(units, Asked(text='"大学生"')) == ["=残"]
    assert await titles(units, Asked(text="五%")) == ["百分"]
    assert await titles(units, Asked(text="%")) == ["百分"]
    assert await titles(units, Asked(region="410000")) == ["百分"]
    assert await titles(units, Asked(), COUNTY) == ["春风", "助残"]
    assert await titles(units, Asked(state="已发布")) == []
    assert len(await titles(units, Asked(incomplete=True))) == 4
    with pytest.raises(RecordRefused):
        await titles(units, Asked(region="120119"), COUNTY)


async def test_undo_takes_back_a_step_and_a_value(units: SqlUnitsOfWork, fairs: list[str]) -> None:
    keep, undo = KeepRecords(real_book(), units), UndoRecords(real_book(), units)
    later = NOW + dt.timedelta(days=2)
    await keep.move(fairs[0], "published", ADMIN, later)
    back = await undo.undo(fairs[0], 2, ADMIN, later)
    assert (back.state, back.state_since) == ("draft", NOW.date())
    with pytest.raises(RecordRefused):  # what was taken back is not taken back again
        await undo.undo(fairs[0], 3, ADMIN, later)
    await keep.change(fairs[0], {"posts": "12", "organiser": "县残联"}, ADMIN, later, version=3)
    with pytest.raises(VersionConflict):
        await keep.change(fairs[0], {"posts": "13"}, ADMIN, later, version=3)
    back = await undo.undo(fairs[0], 4, ADMIN, later)
    assert back.values["posts"] == 9 and "organiser" not in back.values


async def test_people_of_other_regions_are_left_there(units: SqlUnitsOfWork) -> None:
    brought = [Brought("web", f"{number:032x}", region, None, False, frozenset(), NOW) for number, region in
               enumerate(("532622", "120119", "532600"))]  # fmt: skip
    async with units() as work:
        await work.people.bring(brought, "alerts", "imported", NOW)
        await work.commit()
        wanted = PeopleWanted("530000")
        page = await work.people_pages.page(wanted, "region", 0, 10, descending=False)
        assert [each.region for each in page] == ["532600", "532622"] and await work.people_pages.count(wanted) == 2
        where = [(each.channel, each.address) for each in brought]
        assert set(await work.people_pages.elsewhere(where, "532622")) == {where[1], where[2]}
    cells = {"渠道": "web", "地址": f"{1:032x}", "地区": "砚山县", "同意日期": "2026-11-01"}
    importing = ImportPeople(policies().phrases, {}, real_book().region, units)
    done = await importing.run([(2, cells)], NOW, staff=COUNTY)
    assert not done.kept and "别的地区" in done.bad[0].sentences[0]


async def test_waiting_file_is_its_senders_only(units: SqlUnitsOfWork) -> None:
    files = WaitingFiles(units)
    number = await files.add(Upload("fairs", "表.csv", b"\x00\xff", {"period": "2026"}), COUNTY, NOW)
    assert await files.get(number, ADMIN, NOW) is None
    kept = await files.get(number, COUNTY, NOW + dt.timedelta(minutes=59))
    assert kept is not None and kept.content == b"\x00\xff" and kept.said == {"period": "2026"}
    assert await files.get(number, COUNTY, NOW + dt.timedelta(minutes=61)) is None
    await files.add(Upload("fairs", "另一个.csv", b"", {}), ADMIN, NOW + dt.timedelta(hours=2))
    async with units() as work:
        assert await work.uploads.get(number, COUNTY.id, NOW) is None, "tidied away"
