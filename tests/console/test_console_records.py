"""Registers in the console: lists, one record, adding, changing, moving, taking back, deleting."""

from __future__ import annotations

import re

from bot.core.records.fields import Field, FieldType
from bot.services.records.record_pages import Asked
from tests.console.keeping_records import CERTIFICATE, FAIR, keep, keep_job
from tests.console.staff import COUNTY_ADMIN, EDITOR, ELSEWHERE, Place, Somebody, text_of


def field(name: str) -> str:
    return f"field-{name}"


def sent(values: dict[str, str]) -> dict[str, str]:
    return {field(name): value for name, value in values.items()}


async def test_overview_lists_what_the_documents_of_the_county_know(editor: Somebody) -> None:
    said = text_of(await editor.get("/staff/records"))
    assert said.index("招聘岗位") < said.index("零就业家庭台账"), "what is used every day comes first"
    assert "招考公告限制条件审查" not in said, "a register of another place"
    assert "侵权和虚假安排线索" not in said, "restricted"


async def test_list_finds_sorts_and_pages(place: Place, editor: Somebody) -> None:
    for number in range(30):
        await keep(place, "fairs", {**FAIR, "title": f"第{number:02d}场", "posts": str(number)})
    await keep(place, "fairs", {**FAIR, "title": "蓟州专场"}, "120119")
    page = await editor.get("/staff/records/fairs?sort=-title")
    said = text_of(page)
    assert "共 30 条" in said and "第 1 页，共 2 页" in said and "蓟州" not in said
    assert said.index("第29场") < said.index("第28场")
    assert "第29场" not in text_of(await editor.get("/staff/records/fairs?sort=-title&page=2"))
    assert "共 1 条" in text_of(await editor.get("/staff/records/fairs?text=第07"))
    assert "共 30 条" in text_of(await editor.get("/staff/records/fairs?text=残疾人专场")), "options by their label"
    assert "共 30 条" in text_of(await editor.get("/staff/records/fairs?incomplete=1"))
    assert "没有符合这些条件的" in text_of(await editor.get("/staff/records/fairs?state=published"))


async def test_numbers_sort_as_numbers(place: Place, editor: Somebody) -> None:
    for posts in ("9", "80", "700"):
        await keep(place, "fairs", {**FAIR, "title": f"{posts}个岗位", "posts": posts})
    shown = await editor.get("/staff/records/fairs?sort=title")
    assert shown.status_code == 200
    fairs = place.desk.book.registers["fairs"]
    asked = Asked(sort="posts", descending=False)
    page_of, _ = await place.desk.records.pages.page(fairs, asked, EDITOR, place.clock.today(), 0, 25)
    assert [each.record.values["posts"] for each in page_of] == [9, 80, 700]


async def test_place_that_there_is_not_is_said(editor: Somebody) -> None:
    page = await editor.get("/staff/records/fairs?region=火星")
    assert page.status_code == 422
    assert "没有找到地区“火星”" in text_of(page)
    elsewhere = await editor.get("/staff/records/fairs?region=蓟州区")
    assert "不在您负责的范围内" in text_of(elsewhere)


async def test_register_that_the_documents_do_not_know_says_so(editor: Somebody) -> None:
    page = await editor.get("/staff/records/notice_reviews")
    assert "文件里没有" in text_of(page)
    assert "添加" not in text_of(page)
    new = await editor.get("/staff/records/notice_reviews/new")
    assert "文件里没有" in text_of(new)


async def test_adding_keeps_what_was_typed_until_it_is_right(editor: Somebody) -> None:
    page = await editor.get("/staff/records/fairs/new")
    assert "砚山县" in page.text and "下乡（镇）招聘" in page.text, "the options of this county"
    typed = {"region": "砚山县", **sent({"title": "冬季招聘会", "date": "下周五", "place": ""})}
    wrong = await editor.post("/staff/records/fairs/new", typed)
    assert wrong.status_code == 422
    assert "不是日期" in wrong.text and "“地点”必须填" in wrong.text and 'value="冬季招聘会"' in wrong.text
    assert 'href="#field-date"' in wrong.text and 'id="field-date-problem"' in wrong.text
    typed |= sent({"date": "2026-12-18", "place": "县文化馆", "begins": "09:00", "step_free": "是"})
    right = await editor.post("/staff/records/fairs/new", typed)
    assert right.status_code == 303
    shown = text_of(await editor.get(right.headers["location"]))
    assert "已添加" in shown and "冬季招聘会" in shown and "县文化馆" in shown and "还缺" in shown


async def test_adding_elsewhere_is_refused(editor: Somebody, auditor: Somebody) -> None:
    typed = {"region": "蓟州区", **sent(dict(FAIR))}
    page = await editor.post("/staff/records/fairs/new", typed)
    assert page.status_code == 422 and "不在您负责的范围内" in text_of(page)
    assert (await auditor.get("/staff/records/fairs/new")).status_code == 403
    assert (await auditor.post("/staff/records/fairs/new", typed)).status_code == 403


async def test_change_is_shown_in_history_and_taken_back(place: Place, editor: Somebody) -> None:
    number = await keep(place, "fairs", FAIR)
    address = f"/staff/records/fairs/{number}"
    form = await editor.get(f"{address}/change")
    assert 'value="县体育馆"' in form.text
    same = {name: FAIR[name] for name in ("title", "date")}
    changed = await editor.post(f"{address}/change", {"version": "1", **sent({**same, "place": "县文化馆"})})
    assert changed.headers["location"] == address
    page = await editor.get(address)
    assert "地点：县体育馆 → 县文化馆" in text_of(page) and "撤销" in text_of(page)
    undone = await editor.post(f"{address}/undo", {"version": "2"})
    assert undone.status_code == 303
    assert "已撤销" in (said := text_of(await editor.get(address)))
    assert re.search(r"地点 县体育馆", said)


async def test_two_people_at_once_see_both_values(place: Place, editor: Somebody, admin: Somebody) -> None:
    number = await keep(place, "fairs", FAIR)
    address = f"/staff/records/fairs/{number}"
    same = {"title": FAIR["title"], "date": FAIR["date"]}
    await admin.post(f"{address}/change", {"version": "1", **sent({**same, "place": "县礼堂"})})
    clash = await editor.post(f"{address}/change", {"version": "1", **sent({**same, "place": "县文化馆"})})
    said = text_of(clash)
    assert clash.status_code == 409
    assert "别人刚刚改过" in said and re.search(r"地点 县礼堂 县文化馆", said)
    assert 'value="县文化馆"' in clash.text, "what was typed is still there"
    version = re.search(r'name="version" value="(\d+)"', clash.text)
    assert version is not None and version.group(1) == "2"
    again = await editor.post(f"{address}/change", {"version": "2", **sent({**same, "place": "县文化馆"})})
    assert again.status_code == 303
    assert "县文化馆" in text_of(await editor.get(address))


async def test_step_and_its_undo(place: Place, editor: Somebody) -> None:
    number = await keep(place, "fairs", FAIR)
    address = f"/staff/records/fairs/{number}"
    await editor.post(f"{address}/to/published", {"version": "1"})
    page = await editor.get(address)
    assert "已改为“已发布”" in text_of(page)
    calendar = await editor.get(f"{address}/calendar")
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    await editor.post(f"{address}/undo", {"version": "2"})
    assert "状态 未发布" in text_of(await editor.get(address))
    late = await editor.post(f"{address}/to/published", {"version": "1"})
    assert late.status_code == 303
    assert "别人刚刚改过" in text_of(await editor.get(address))


async def test_step_that_needs_a_field_asks_for_it(place: Place, editor: Somebody) -> None:
    number = await keep_job(place)
    address = f"/staff/records/jobs/{number}/to/draft"
    assert "审核意见" in text_of(await editor.get(address))
    empty = await editor.post(address, {"version": "1", field("review_note"): ""})
    assert empty.status_code == 422 and "请先填：审核意见" in text_of(empty)
    done = await editor.post(address, {"version": "1", field("review_note"): "请删去“限女性”。"})
    assert done.status_code == 303


async def test_change_of_somebody_else_cannot_be_taken_back(place: Place, editor: Somebody, admin: Somebody) -> None:
    number = await keep(place, "fairs", FAIR)
    await admin.post(f"/staff/records/fairs/{number}/to/published", {"version": "1"})
    await editor.post(f"/staff/records/fairs/{number}/undo", {"version": "2"})
    said = text_of(await editor.get(f"/staff/records/fairs/{number}"))
    assert "不能撤销" in said and "状态 已发布" in said


async def test_auditor_sees_masked_values_and_every_look_is_noted(
    place: Place, editor: Somebody, auditor: Somebody
) -> None:
    number = await keep_job(place)
    address = f"/staff/records/jobs/{number}"
    assert "13987654321" in (await editor.get(address)).text
    seen = await auditor.get(address)
    assert "13987654321" not in seen.text and "李国强" not in seen.text and "＊4321" in seen.text
    assert "王芳" in text_of(await auditor.get(address)), "who looked, for whoever may read the audit"
    assert "13987654321" not in (await editor.get("/staff/records/jobs")).text, "lists are masked"
    for way in ("change", "to/published", "undo"):
        assert (await auditor.post(f"{address}/{way}", {"version": "1"})).status_code == 403
    exported = await auditor.get("/staff/records/jobs?export=csv")
    assert "13987654321" not in exported.text
    async with place.service.units_of_work() as work:
        looks = [(each.staff, each.what, each.record) for each in await work.accesses.all()]
    assert ("王芳", "record_viewed", number) in looks
    await editor.get("/staff/records/jobs?export=csv")
    async with place.service.units_of_work() as work:
        looks = [(each.staff, each.what) for each in await work.accesses.all()]
    assert ("王芳", "records_exported") in looks


async def test_another_county_is_as_if_it_were_not_there(place: Place, editor: Somebody) -> None:
    theirs = await keep_job(place, "120119", by=ELSEWHERE, title="秘密岗位")
    address = f"/staff/records/jobs/{theirs}"
    for way in ("", "/change", "/to/published", "/letter", "/people", "/poster", "/calendar"):
        page = await editor.get(f"{address}{way}")
        assert page.status_code in (403, 404), way
        assert "秘密" not in page.text
    for way, fields in (
        ("/change", {"version": "1", field("title"): "被改了"}),
        ("/to/published", {"version": "1"}),
        ("/undo", {"version": "1"}),
    ):
        await editor.post(f"{address}{way}", fields)
    await editor.post(f"/staff/records/jobs/review/{theirs}/publish", {"version": "1"})
    assert "秘密" not in (await editor.get("/staff/records/jobs")).text
    assert "秘密" not in (await editor.get("/staff/records/jobs?export=csv&region=120119")).text
    assert "秘密" not in (await editor.get(f"/staff/records/fairs/{theirs}")).text
    async with place.service.units_of_work() as work:
        stored = await work.records.get(theirs)
    assert stored is not None and stored.version == 1 and stored.state == "in_review"


async def test_restricted_register_is_for_admins(place: Place, editor: Somebody) -> None:
    chief = await place.sign_in(COUNTY_ADMIN)
    assert (await chief.get("/staff/records/abuse_reports")).status_code == 200
    assert (await editor.get("/staff/records/abuse_reports")).status_code == 403
    assert (await editor.get("/staff/records/abuse_reports?export=xlsx")).status_code == 403


async def test_markup_in_any_field_stays_text(place: Place, editor: Somebody) -> None:
    evil = "<img src=x onerror=alert(1)>\"'--><script>alert(2)</script>"
    number = await keep(place, "fairs", {**FAIR, "title": evil, "place": evil, "access_note": evil})
    job = await keep_job(place, title=evil[:60], essential=evil + "限女性", skills="<b>打字</b>", contact=evil[:50])
    for address in (
        "/staff/records/fairs",
        f"/staff/records/fairs/{number}",
        f"/staff/records/fairs/{number}/change",
        "/staff/records/jobs",
        f"/staff/records/jobs/{job}",
        f"/staff/records/jobs/{job}/change",
        "/staff/records/jobs/review",
        f"/staff/records/jobs/review/{job}",
        "/staff/records/fairs?text=" + "%3Cscript%3Ealert(3)%3C/script%3E",
    ):
        page = await editor.get(address)
        assert page.status_code == 200, address
        assert "<img src=x" not in page.text and "<script>alert" not in page.text and "<b>打" not in page.text, address


async def test_formulas_in_files_are_harmless(place: Place, editor: Somebody) -> None:
    await keep(
        place, "fairs", {**FAIR, "title": "=HYPERLINK(1)", "place": "@SUM(1)", "for_whom": "+1", "organiser": "-2"}
    )
    lines = (await editor.get("/staff/records/fairs?export=csv")).text
    for start in ("=", "@", "+", "-"):
        assert f",{start}" not in lines
    assert "'=HYPERLINK(1)" in lines


async def test_person_is_found_by_number_that_stands_nowhere(place: Place, editor: Somebody) -> None:
    number = await keep_job(place)
    theirs = await keep_job(place, "120119", by=ELSEWHERE)
    answer = await editor.post("/staff/find", {"kind": "phone", "said": "139 8765 4321"})
    assert answer.status_code == 200 and number in answer.text and theirs not in answer.text
    assert "13987654321" not in str(answer.url)
    nothing = await editor.post("/staff/find", {"kind": "certificate", "said": CERTIFICATE})
    assert "没有查到" in text_of(nothing)
    short = await editor.post("/staff/find", {"kind": "phone", "said": "139"})
    assert short.status_code == 422 and 'value="139"' in short.text


async def test_everything_about_a_person_is_deleted_after_asking(place: Place, editor: Somebody) -> None:
    edition = place.desk.book.edition(place.desk.book.registers["fund_receipts"], "532622")
    values = {each.id: _some_value(each) for each in edition.fields.values() if each.required}
    number = await keep(place, "fund_receipts", values)
    address = f"/staff/records/fund_receipts/{number}"
    assert (await editor.get(f"{address}/delete")).status_code == 403
    chief = await place.sign_in(COUNTY_ADMIN)
    asked = await chief.get(f"{address}/delete")
    assert "1 条记录" in text_of(asked) and "不能恢复" in text_of(asked)
    done = await chief.post(f"{address}/delete")
    assert done.headers["location"] == "/staff/records/fund_receipts"
    assert (await chief.get(address)).status_code == 404


def _some_value(each: Field) -> str:
    kinds = {FieldType.CERTIFICATE: CERTIFICATE, FieldType.DATE: "2026-03-02", FieldType.MONEY: "1200"}
    return next(iter(each.choices), kinds.get(each.type, "2026"))


async def test_register_explains_itself(place: Place, editor: Somebody) -> None:
    await keep(place, "fairs", {**FAIR, "posts": "40"})
    said = text_of(await editor.get("/staff/records/fairs/about"))
    assert "岗位数 40" in said and "依据" in said and "下乡（镇）招聘" in said
    dates = text_of(await editor.get("/staff/records/reporting_calendar/about"))
    assert "日期" in dates
    template = await editor.get("/staff/records/fairs/template/csv")
    assert template.headers["content-type"].startswith("text/csv") and "名称" in template.text


async def test_every_register_has_a_list(editor: Somebody, place: Place) -> None:
    for register in place.desk.book.registers.values():
        page = await editor.get(f"/staff/records/{register.id}")
        assert page.status_code == (403 if register.restricted else 200), register.id


async def test_form_works_for_every_register(editor: Somebody, place: Place) -> None:
    shown = 0
    for register in place.desk.book.registers.values():
        page = await editor.get(f"/staff/records/{register.id}/new")
        if register.at("532622") and not register.restricted:
            assert page.status_code == 200, register.id
            empty = await editor.post(f"/staff/records/{register.id}/new", {"region": "砚山县"})
            assert empty.status_code == 422, register.id
            shown += 1
    assert shown > 40
