"""Files in the console: looked through before anything is kept, bombs refused, nobody meets anybody else's."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from bot.console.files import LIMITS
from tests.console.keeping_records import FAIR, keep
from tests.console.staff import COUNTY_ADMIN, ELSEWHERE, Place, Somebody, text_of

HEAD = "名称,日期,地点,岗位数\n"
GOOD = "助残专场,2026-12-20,县体育馆,30\n"
BAD = "春季招聘会,明天,县礼堂,很多\n"


async def upload(who: Somebody, content: str | bytes, name: str = "招聘会.csv", **fields: str) -> str:
    """The address of the page that says what would come of a file; the page itself if it was refused."""
    data = content.encode() if isinstance(content, str) else content
    fields = {"target": "fairs", **fields}
    answer = await who.post("/staff/files", fields, files={"file": (name, io.BytesIO(data))})
    return answer.headers["location"] if answer.status_code == 303 else answer.text


async def count(place: Place) -> int:
    async with place.service.units_of_work() as work:
        return (await work.pages.counts("000000")).get("fairs", 0)


async def test_problems_are_shown_by_row_before_anything_is_kept(place: Place, editor: Somebody) -> None:
    where = await upload(editor, HEAD + GOOD + BAD)
    said = text_of(await editor.get(where))
    assert "可以导入的行 1" in said and "有问题的行 1" in said
    assert "不是日期" in said and "不是数" in said and await count(place) == 0
    done = await editor.post(f"{where}/keep", {"rows": "good"})
    assert done.headers["location"] == "/staff/records/fairs"
    assert "新增 1 条" in text_of(await editor.get("/staff/records/fairs")) and await count(place) == 1
    assert (await editor.get(where)).status_code == 404, "the file is gone"


async def test_all_rows_are_kept_at_once(place: Place, editor: Somebody) -> None:
    where = await upload(editor, HEAD + GOOD + GOOD.replace("助残", "春风"))
    assert "导入全部 2 行" in text_of(await editor.get(where))
    await editor.post(f"{where}/keep")
    assert await count(place) == 2


async def test_number_of_a_record_elsewhere_is_refused(place: Place, editor: Somebody) -> None:
    theirs = await keep(place, "fairs", FAIR, "120119", ELSEWHERE)
    where = await upload(editor, f"编号,名称\n{theirs},被改了\n")
    assert "不在您负责的范围内" in text_of(await editor.get(where))
    await editor.post(f"{where}/keep", {"rows": "good"})
    async with place.service.units_of_work() as work:
        stored = await work.records.get(theirs)
    assert stored is not None and stored.version == 1


async def test_place_elsewhere_is_refused(place: Place, editor: Somebody) -> None:
    where = await upload(editor, "地区,名称,日期,地点\n蓟州区,助残专场,2026-12-20,体育馆\n")
    assert "不在您负责的范围内" in text_of(await editor.get(where)) and await count(place) == 0


async def test_waiting_file_is_for_whoever_sent_it_and_goes_after_an_hour(place: Place, editor: Somebody) -> None:
    where = await upload(editor, HEAD + GOOD)
    other = await place.sign_in(COUNTY_ADMIN)
    assert (await other.get(where)).status_code == 404
    assert (await other.post(f"{where}/keep")).status_code == 404
    async with place.service.units_of_work() as work:
        kept = (await work._connection.exec_driver_sql("SELECT content FROM uploads")).scalar_one()  # type: ignore[attr-defined]
    assert "助残" not in kept
    place.clock.pass_by(minutes=25)
    await editor.get("/staff/files")
    place.clock.pass_by(minutes=25)
    await editor.get("/staff/files")
    place.clock.pass_by(minutes=11)
    assert "已经删掉" in text_of(await editor.get(where))


async def test_auditor_takes_nothing_in(auditor: Somebody) -> None:
    assert (await auditor.get("/staff/files")).status_code == 403
    refused = await auditor.post("/staff/files", {"target": "fairs"}, files={"file": ("x.csv", b"a\n1\n")})
    assert refused.status_code == 403


async def test_what_is_no_table_is_said_beside_the_file(editor: Somebody) -> None:
    for name, content, says in (
        ("x.xls", b"\xd0\xcf\x11\xe0", "只能读 .xlsx 和 .csv"),
        ("x.xlsx", b"PK\x03\x04 nothing", "不是完整的"),
        ("x.csv", b"", "表格是空的"),
        ("x.csv", HEAD.encode(), "没有内容"),
    ):
        page = await upload(editor, content, name)
        assert says in page and 'id="file-problem"' in page, name
    none = await editor.post("/staff/files", {"target": "fairs"})
    assert none.status_code == 422 and "请选一个文件" in text_of(none)
    other = await editor.post("/staff/files", {"target": "abuse_reports"}, files={"file": ("x.csv", b"a\n1\n")})
    assert other.status_code == 422 and "请选导入到哪份登记" in text_of(other)


async def test_bombs_are_refused(editor: Somebody) -> None:
    assert "解压后太大" in await upload(editor, _bomb(LIMITS.unpacked + 1), "x.xlsx")
    assert "太大" in await upload(editor, b"a" * (LIMITS.file + 1), "x.csv")
    rows = "名称\n" + "甲\n" * (LIMITS.rows + 1)
    assert "表格太大" in await upload(editor, rows)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(600):
            archive.writestr(f"{number}.xml", "<a/>")
    assert "解压后太大" in await upload(editor, many.getvalue(), "x.xlsx")
    assert "不是完整的" in await upload(editor, _with_entities(_workbook()), "x.xlsx")


async def test_formula_in_a_file_is_not_carried_out(editor: Somebody) -> None:
    page = await upload(editor, _workbook("=1+1"), "x.xlsx")
    assert "是公式" in page


async def test_markup_in_a_file_stays_text(editor: Somebody) -> None:
    where = await upload(editor, "名称,<script>alert(1)</script>\n<img src=x>,1\n", "<b>表.csv")
    page = await editor.get(where)
    assert "<script>alert(1)" not in page.text and "<img src=x" not in page.text and "<b>表" not in page.text


async def test_people_are_taken_in_from_one_s_own_region_only(place: Place, editor: Somebody) -> None:
    head = "渠道,地址,地区,主题,同意日期\n"
    there = await place.sign_in(ELSEWHERE)
    where = await upload(there, head + "telegram,777,蓟州区,,2026-11-01\n", "people.csv", target="people")
    await there.post(f"{where}/keep")
    rows = head + "telegram,555,砚山县,find_fairs,2026-11-01\n" + "telegram,777,砚山县,,2026-11-01\n"
    where = await upload(editor, rows + "telegram,666,蓟州区,,2026-11-01\n", "people.csv", target="people")
    said = text_of(await editor.get(where))
    assert "可以导入的行 1" in said and "别的地区登记" in said and "不在您负责的范围内" in said
    done = await editor.post(f"{where}/keep", {"rows": "good"})
    assert done.headers["location"] == "/staff/people"
    assert "共 1 条" in text_of(await editor.get("/staff/people"))
    assert "共 1 条" in text_of(await there.get("/staff/people")), "nobody was taken away from them"


async def test_empty_tables_are_offered(editor: Somebody) -> None:
    form = await editor.get("/staff/files?target=fairs")
    assert '<option value="fairs" selected>' in form.text and "侵权" not in form.text
    people = await editor.get("/staff/files/template/people/csv")
    assert "同意日期" in people.text
    sheet = await editor.get("/staff/records/fairs/template/xlsx")
    assert sheet.content[:2] == b"PK"


def _bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return packed.getvalue()


def _workbook(cell: str = "名称") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "名称")
        sheet.write(1, 0, cell)
    return content.getvalue()


def _with_entities(workbook: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/sharedStrings.xml":
                text = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'
            new.writestr(part.filename, text)
    return content.getvalue()
