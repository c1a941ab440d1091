"""Employers in the console: one line each over all registers, and one of them with its records."""

from __future__ import annotations

import datetime as dt
import io
import re

import httpx
import openpyxl
import pytest

from tests.console.keeping_records import JOB, keep, keep_job
from tests.console.staff import ADMIN, AUDITOR, COUNTY_ADMIN, EDITOR, ELSEWHERE, Place, Somebody, text_of

LINK = re.compile(r'<th scope="row"><a href="(/staff/employers/[^"]+)">([^<]*)</a>')
FACTORY = JOB["employer"]


def names(page: httpx.Response) -> list[str]:
    """The employers of a list, in its order."""
    return [name for _, name in LINK.findall(page.text)]


def cells(page: httpx.Response, name: str) -> list[str]:
    """What the line of an employer says, but for its name and the last change."""
    line = next(row for row in page.text.split("<tr>") if f">{name}</a>" in row)
    return re.findall(r"<td[^>]*>([^<]*)</td>", line)[:-1]


async def keep_visit(place: Place, name: str, **others: str) -> str:
    return await keep(place, "enterprise_visits", {"employer": name, "visited": "2026-11-02", **others})


@pytest.fixture
async def several(place: Place) -> dict[str, str]:
    """A factory with two postings and a visit, a shop with one posting, and a namesake of it in another county."""
    found = {"published": await keep_job(place, number="7")}
    await place.desk.records.keep.move(found["published"], "published", ADMIN, place.clock.now())
    found["waits"] = await keep_job(place, title="保洁员")
    found["visit"] = await keep_visit(place, f" {FACTORY}")
    place.clock.pass_by(minutes=5)
    found["shop"] = await keep(place, "over_quota_reward_requests", {"unit": "春天花店", "kind": "stable"})
    found["elsewhere"] = await keep_job(place, "120119", employer="春天花店")
    return found


async def test_employer_is_one_line(place: Place, editor: Somebody, several: dict[str, str]) -> None:
    page = await editor.get("/staff/employers")
    assert page.status_code == 200 and names(page) == ["春天花店", FACTORY], "what changed last comes first"
    assert cells(page, FACTORY) == ["砚山县", "1", "1", "7", "1"]
    assert cells(page, "春天花店") == ["砚山县", "0", "0", "0", "1"]
    assert 'href="/staff/employers" aria-current="page"' in page.text and "13987654321" not in page.text


@pytest.mark.usefixtures("several")
async def test_everybody_sees_the_employers_of_their_region(place: Place) -> None:
    for staff, found in (
        (ADMIN, {FACTORY, "春天花店"}),
        (COUNTY_ADMIN, {FACTORY, "春天花店"}),
        (EDITOR, {FACTORY, "春天花店"}),
        (ELSEWHERE, {"春天花店"}),
        (AUDITOR, {FACTORY, "春天花店"}),
    ):
        page = await (await place.sign_in(staff)).get("/staff/employers")
        assert set(names(page)) == found, staff.id
        assert len(names(page)) == (3 if staff is ADMIN else len(found)), staff.id


@pytest.mark.usefixtures("several")
async def test_list_filters_and_sorts(place: Place, editor: Somebody, admin: Somebody) -> None:
    for asked, found in (
        ("text=花店", ["春天花店"]),
        ("text=春 天", ["春天花店"]),
        ("text=没有这样的", []),
        ("review=1", [FACTORY]),
        ("region=砚山县&review=1&text=服装", [FACTORY]),
        ("sort=name", ["春天花店", FACTORY]),
        ("sort=-name", [FACTORY, "春天花店"]),
        ("sort=-published", [FACTORY, "春天花店"]),
        ("sort=changed", [FACTORY, "春天花店"]),
        ("sort=posts", ["春天花店", FACTORY]),
    ):
        page = await editor.get(f"/staff/employers?{asked}")
        assert (page.status_code, names(page)) == (200, found), asked
    everywhere = await admin.get("/staff/employers?sort=region")
    assert names(everywhere) == ["春天花店", "春天花店", FACTORY] and "蓟州区" in text_of(everywhere)
    for asked, said in (("120119", "不在您负责的范围内"), ("没有这个县", "没有这个县")):
        page = await editor.get(f"/staff/employers?region={asked}")
        assert page.status_code == 422 and said in text_of(page) and not names(page)


async def test_list_is_leafed_through_and_taken_away(place: Place, editor: Somebody) -> None:
    for number in range(30):
        await keep_visit(place, f"第{number:02}公司")
    first = await editor.get("/staff/employers?sort=name")
    second = await editor.get("/staff/employers?sort=name&page=2")
    assert names(first) + names(second) == [f"第{number:02}公司" for number in range(30)]
    assert "共 30 条" in text_of(second) and "这一页没有内容" in text_of(await editor.get("/staff/employers?page=3"))
    csv = (await editor.get("/staff/employers?sort=name&export=csv")).text.splitlines()
    assert len(csv) == 31 and csv[0].endswith("单位,地区,已发布岗位,待审核岗位,正在招的人数,别的登记,最近改动")
    assert csv[1].startswith("第00公司,砚山县,0,0,0,1,2026-11-21")
    found = await editor.get("/staff/employers?text=第07&export=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(found.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2 and rows[1][:6] == ("第07公司", "砚山县", 0, 0, 0, 1)


async def test_empty_list_says_what_to_do(editor: Somebody, auditor: Somebody) -> None:
    written, read = await editor.get("/staff/employers"), await auditor.get("/staff/employers")
    assert "还没有用人单位。请添加岗位" in text_of(written) and "/staff/records/jobs/new" in written.text
    assert "还没有用人单位" in text_of(read) and "/staff/records/jobs/new" not in read.text


async def test_institutions_are_no_employers(place: Place, editor: Somebody) -> None:
    number = await keep(place, "institutions", {"name": "丙机构", "kind": "training"})
    assert names(await editor.get("/staff/employers")) == []
    assert (await editor.get(f"/staff/employers/{number}")).status_code == 404


async def test_one_employer_with_all_its_records(place: Place, editor: Somebody, several: dict[str, str]) -> None:
    page = await editor.get(f"/staff/employers/{several['visit']}")
    said = text_of(page)
    assert f"<h1>{FACTORY}</h1>" in page.text and "砚山县" in said
    assert "招聘岗位，共 2 条" in said and "援企稳岗、访企拓岗记录，共 1 条" in said
    assert "岗位名称：保洁员" in said and "已发布" in said and "等着办的 招聘岗位" in said
    for number, register in (("published", "jobs"), ("waits", "jobs"), ("visit", "enterprise_visits")):
        assert f'href="/staff/records/{register}/{several[number]}"' in page.text
    assert several["shop"] not in page.text and several["elsewhere"] not in page.text
    assert "李国强" not in page.text and "13987654321" not in page.text
    shop = await editor.get(f"/staff/employers/{several['shop']}")
    assert "待转介" in text_of(shop) and several["elsewhere"] not in shop.text
    async with place.service.units_of_work() as work:
        assert [each.what for each in await work.accesses.all()] == [], "nothing personal was shown"


async def test_what_is_due_is_told(place: Place, editor: Somebody) -> None:
    number = await keep_visit(place, "甲公司", follow_up="2026-11-20")
    assert "该再走访了 2026-11-20" in text_of(await editor.get(f"/staff/employers/{number}"))
    later = await keep_visit(place, "乙公司", follow_up="2026-12-20")
    assert "没有等着办的" in text_of(await editor.get(f"/staff/employers/{later}"))


async def test_employer_of_another_county_is_not_there(place: Place, editor: Somebody, several: dict[str, str]) -> None:
    theirs = await place.sign_in(ELSEWHERE)
    for somebody, number in ((editor, several["elsewhere"]), (theirs, several["shop"]), (editor, "2222-2222-2222")):
        page = await somebody.get(f"/staff/employers/{number}")
        assert page.status_code == 404 and "春天花店" not in page.text
    assert (await theirs.get(f"/staff/employers/{several['elsewhere']}")).status_code == 200
    assert (await editor.get(f"/staff/records/jobs/new?region=砚山县&of={several['elsewhere']}")).status_code == 404


async def test_auditor_only_looks(auditor: Somebody, several: dict[str, str]) -> None:
    page = await auditor.get(f"/staff/employers/{several['waits']}")
    assert page.status_code == 200 and "/staff/records/jobs/new" not in page.text


async def test_posting_is_added_for_an_employer(editor: Somebody, several: dict[str, str]) -> None:
    page = await editor.get(f"/staff/employers/{several['visit']}")
    (address,) = re.findall(r'href="(/staff/records/jobs/new[^"]*)"', page.text)
    form = await editor.get(address.replace("&amp;", "&"))
    assert form.status_code == 200
    assert re.search(rf'name="field-employer"[^>]*value="{FACTORY}"', form.text)
    assert re.search(r'name="region"[^>]*value="532622"', form.text)


async def test_markup_in_a_name_stays_text(place: Place, editor: Somebody) -> None:
    number = await keep_visit(place, "<b>甲</b>&公司=1")
    for address in ("/staff/employers", f"/staff/employers/{number}"):
        page = await editor.get(address)
        assert "<b>甲" not in page.text and "&lt;b&gt;甲&lt;/b&gt;&amp;公司=1" in page.text
    formula = await keep_visit(place, "=1+1公司")
    exported = (await editor.get("/staff/employers?export=csv&sort=name")).text
    assert formula not in exported and "\n=1+1" not in exported


async def test_page_shows_the_newest_of_very_many_records(
    place: Place, editor: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.jobs.employers.SHOWN", 2)
    numbers = []
    for day in (1, 2, 3):
        visited = dt.date(2026, 11, day).isoformat()
        numbers.append(await keep_visit(place, "甲公司", visited=visited))
    page = await editor.get(f"/staff/employers/{numbers[0]}")
    assert "只列最近添加的 2 条" in text_of(page) and numbers[2] in page.text and numbers[0] not in page.text
