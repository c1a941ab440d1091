"""Figures as staff see them: what is counted, what is unknown, whose region it is, and the files."""

from __future__ import annotations

import io
import re

import openpyxl

from bot.core.conversation.learning import Asked
from bot.services.records.record_ports import Entry
from tests.console.staff import ELSEWHERE, Place, Somebody, text_of


async def keep(place: Place, register: str, state: str | None, region: str = "532622", /, **values: object) -> None:
    async with place.service.units_of_work() as work:
        entry = Entry(register, region, values, {}, state=state, state_since=place.clock.today())
        await work.records.add([entry], "王芳", place.clock.now())
        await work.commit()


async def test_months_are_counted_and_what_nobody_kept_is_not_zero(place: Place, editor: Somebody) -> None:
    await keep(place, "introductions", "employed", job="x", introduced_on="2026-10-02", outcome_on="2026-11-03")
    await keep(place, "introductions", "introduced", job="x", introduced_on="2026-11-05")
    await keep(place, "introductions", "employed", "120119", job="x", outcome_on="2026-11-03")
    page = await editor.get("/staff/figures")
    assert page.status_code == 200
    rows = dict(re.findall(r'<tr><th scope="row">(2026-1\d)</th>(.*?)</tr>', page.text))
    cells = {month: re.findall(r"<td[^>]*>(.*?)</td>", row) for month, row in rows.items()}
    assert cells["2026-11"] == ["未登记", "未登记", "1", "1"]
    assert cells["2026-10"] == ["未登记", "未登记", "1", "未登记"]
    assert "450" in page.text and "正文一" in page.text, "the target of this county's document, with its clause"
    assert "5800" not in page.text and "原文时间已过" in page.text


async def test_a_month_that_was_remembered_stays_when_its_records_are_deleted(place: Place, editor: Somebody) -> None:
    await keep(place, "job_needs", "active")
    await place.service.figures.remember(place.clock.now())
    async with place.service.units_of_work() as work:
        (need,) = await work.records.some("job_needs", "", 9)
        await work.records.delete([need.id])
        await work.commit()
    page = await editor.get("/staff/figures?period=2026Q4")
    (row,) = re.findall(r'<tr><th scope="row">2026-11</th>(.*?)</tr>', page.text)
    assert re.findall(r"<td[^>]*>(.*?)</td>", row)[0] == "1"


async def test_questions_show_the_share_that_was_answered(place: Place, editor: Somebody) -> None:
    several = [Asked("startup_loan", "answered", "532622", None)] * 3 + [
        Asked("startup_loan", "not_stated", "532622", None)
    ]
    elsewhere = [Asked("levy", "answered", "120119", None)]
    async with place.service.units_of_work() as work:
        await work.question_counts.add(place.clock.today(), "web", [*several, *elsewhere])
        await work.question_counts.add(place.clock.today(), "web", [Asked("greet", "answered", "532622", None)])
        await work.commit()
    said = text_of(await editor.get("/staff/figures"))
    assert re.search(r"合计 4 3 1 0 0 75%", said), said[-900:]


async def test_only_the_own_region_is_shown(place: Place, editor: Somebody) -> None:
    await keep(place, "fairs", "published", "120119", title="蓟州专场", date="2026-11-20", place="x")
    assert "蓟州专场" not in (await editor.get("/staff/figures?region=120119")).text
    elsewhere = await place.sign_in(ELSEWHERE)
    page = await elsewhere.get("/staff/figures")
    assert "蓟州专场" in page.text and "1100" in page.text


async def test_charts_are_named_and_numbers_escaped(place: Place, editor: Somebody) -> None:
    await keep(place, "fairs", "published", title="<b>专场</b>", date="2026-11-20", place="x", posts=30)
    page = (await editor.get("/staff/figures")).text
    assert "<b>专场" not in page and "&lt;b&gt;专场" in page
    for name in re.findall(r'aria-labelledby="(chart-\w+)-title', page):
        assert f'<title id="{name}-title">' in page and f'<desc id="{name}-desc">' in page
    assert " style=" not in page


async def test_the_file_holds_the_same_tables(place: Place, editor: Somebody) -> None:
    await keep(place, "fairs", "published", title="=1+1", date="2026-11-20", place="x", posts=30)
    answer = await editor.get("/staff/figures?export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "招聘会和触达" in book.sheetnames
    cells = [cell for row in book["招聘会和触达"].iter_rows() for cell in row]
    assert next(cell.data_type for cell in cells if cell.value == "=1+1") == "s", "a text, not a formula"
    assert "未登记" in [cell.value for cell in cells]


async def test_the_quarter_says_what_the_document_asks_and_leaves_open(place: Place, editor: Somebody) -> None:
    page = await editor.get("/staff/figures/quarter?quarter=2026Q3")
    said = text_of(page)
    assert "砚山县残疾人就业工作情况（2026年第3季度）" in said
    assert "牵头单位" in said and "正文二" in said and "文件没有写用什么表" in said
    assert "未登记" in said
    assert (await editor.get("/staff/figures/quarter?quarter=x&export=xlsx")).headers["content-type"].endswith("sheet")


async def test_the_four_things_of_a_prefecture_stand_in_its_report(place: Place, admin: Somebody) -> None:
    async with place.service.units_of_work() as work:
        done = {"fairs": 1, "courses": 0}
        await work.records.add([Entry("quarterly_four", "520100", done, {}, "2026Q3")], "周敏", place.clock.now())
        await work.commit()
    said = text_of(await admin.get("/staff/figures/quarter?quarter=2026Q3&region=520100"))
    assert "专场招聘会（场） 1 1 ● 已完成" in said
    assert "就业培训班（期） 1 0 ○ 还没有完成" in said
    assert "就业帮扶实事（件） 1 未登记 ？ 未登记" in said
    county = text_of(await admin.get("/staff/figures/quarter?quarter=2026Q3&region=532622"))
    assert "每季度四件事" not in county


async def test_where_nothing_is_known_nothing_is_drawn(editor: Somebody) -> None:
    page = await editor.get("/staff/figures?period=2020")
    assert "这段时间没有登记" in page.text and "chart-questions" not in page.text
