"""Policies in the console: search, measures, documents with looks at them, imports that can be searched at once."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.core.messaging.reply import Incoming
from bot.retrieval import LiveSearch
from bot.services.conversation.converse import Converse
from tests.console.staff import ELSEWHERE, Place, Somebody, text_of
from tests.fakes.interpreter import FakeInterpreter

NOTICE = "渡口残疾人船工补助办法\n\n一、对象。持证的残疾人船工。\n二、标准。每名船工每年发放渡船燃油补助。\n"
FIELDS = {"region": "砚山县", "title": "", "number": "砚渡〔2026〕7号", "start": "2026-01-01", "end": "2027-12-31"}


async def upload(
    somebody: Somebody, name: str = "渡口.txt", content: bytes = NOTICE.encode(), **fields: str
) -> httpx.Response:
    return await somebody.post("/staff/policies/import", {**FIELDS, **fields}, files={"file": (name, content)})


async def imported(somebody: Somebody, **fields: str) -> str:
    """Import the notice; returns the address of its draft."""
    answer = await upload(somebody, **fields)
    assert answer.status_code == 303, text_of(answer)
    draft = answer.headers["location"]
    kept = await somebody.post(f"{draft}/keep")
    assert kept.status_code == 303
    return str(draft)


def talking(place: Place) -> Converse:
    """A chat in the same process as the console."""
    service = place.service
    parts = (service.units_of_work, service.clock, service.keep_people, service.handlers, "532622")
    return Converse(service.dialogue(), FakeInterpreter(), *parts, service.note_questions)


def is_found(search: LiveSearch) -> bool:
    """Whether the notice is searched."""
    return any("渡口" in hit.source for hit in search.find("渡船燃油补助", "532622"))


async def answered(chat: Converse) -> str:
    """What the chat says about the notice."""
    handled = await chat.handle("web:1", Incoming("船工的渡船燃油补助"))
    assert handled is not None
    return "".join(reply.text for reply in handled.answer.replies)


async def test_search_finds_what_the_chat_finds_and_says_where_it_stands(editor: Somebody) -> None:
    page = await editor.get("/staff/policies?ask=去外省打工补贴")
    assert page.status_code == 200
    assert re.search(r"砚山县《[^》]+》\S+，已到期", text_of(page))
    assert "/staff/policies/measures/532622." in page.text


async def test_filters_narrow_a_search_and_the_list(editor: Somebody) -> None:
    ended = text_of(await editor.get("/staff/policies?ask=补贴&status=ended"))
    assert "，已到期" in ended
    assert "，有效" not in ended
    listed = await editor.get("/staff/policies?region=120119&sort=-title")
    assert "蓟州区" in listed.text
    assert "/staff/policies/measures/532622" not in listed.text
    nothing = await editor.get("/staff/policies?ask=量子纠缠的海森堡绘景")
    assert "没有找到" in text_of(nothing)


async def test_a_measure_shows_its_figures_with_their_days_and_where_they_stand(place: Place, editor: Somebody) -> None:
    measure = next(each for each in place.desk.catalogue.measures if each.parameters and each.region == "532622")
    page = await editor.get(f"/staff/policies/measures/{measure.id}")
    said = text_of(page)
    parameter = next(iter(measure.parameters.values()))
    value = parameter.values[0]
    assert value.citation.clause in said
    assert str(value.period.end) in said
    assert "已到期" in said
    assert all(question in said for question in measure.asks)
    assert (await editor.get("/staff/policies/measures/532622.nothing")).status_code == 404


async def test_a_document_shows_which_measure_states_each_clause(place: Place, editor: Somebody) -> None:
    catalogue = place.desk.catalogue
    measure = next(each for each in catalogue.measures if each.citations and each.region == "532622")
    page = await editor.get(f"/staff/policies/documents/{measure.document}")
    assert f'href="/staff/policies/measures/{measure.id}"' in page.text
    listed = text_of(await editor.get("/staff/policies/documents?due=due"))
    assert "该核对了" in listed


async def test_a_look_at_a_document_is_noted_moves_the_day_and_can_be_taken_back(
    place: Place, editor: Somebody
) -> None:
    document = next(each for each in place.desk.catalogue.documents.values() if each.region == "532622")
    address = f"/staff/policies/documents/{document.id}"
    empty = await editor.post(f"{address}/check", {"note": " "})
    assert empty.status_code == 422
    assert "请写核对的结果" in text_of(empty)
    done = await editor.post(f"{address}/check", {"note": "问了县残联，还没有新文件<b>"})
    assert done.status_code == 303
    page = await editor.get(address)
    assert "王芳：问了县残联，还没有新文件&lt;b&gt;" in page.text
    before = (await place.desk.check_documents.get(document.id)).due
    assert before is not None and before > place.clock.today()
    undo = re.search(r'action="(/staff/policies/checks/\d+/undo)"', page.text)
    assert undo is not None
    assert (await editor.post(undo[1])).status_code == 303
    assert not (await place.desk.check_documents.get(document.id)).checks


async def test_only_staff_of_its_region_check_a_document(place: Place, auditor: Somebody) -> None:
    document = next(each for each in place.desk.catalogue.documents.values() if each.region == "532622")
    elsewhere = await place.sign_in(ELSEWHERE)
    address = f"/staff/policies/documents/{document.id}/check"
    assert (await elsewhere.post(address, {"note": "看过"})).status_code == 403
    assert (await auditor.post(address, {"note": "看过"})).status_code == 403
    assert not (await place.desk.check_documents.get(document.id)).checks


async def test_an_imported_document_is_cited_in_the_chat_at_once(place: Place, editor: Somebody) -> None:
    chat = talking(place)
    assert "渡口" not in await answered(chat)
    draft = (await upload(editor)).headers["location"]
    preview = text_of(await editor.get(draft))
    assert "每名船工每年发放渡船燃油补助" in preview
    assert "砚渡〔2026〕7号" in preview
    assert "渡口" not in await answered(chat)
    assert (await editor.post(f"{draft}/keep")).status_code == 303
    assert "《渡口残疾人船工补助办法》砚渡〔2026〕7号二" in await answered(chat)


async def test_another_process_follows_an_import(place: Place, editor: Somebody) -> None:
    other = type(place.service)(place.service.settings)
    try:
        assert await other.follow_documents.look()
        assert not is_found(other.search)
        await imported(editor)
        assert await other.follow_documents.look()
        assert is_found(other.search)
        assert not await other.follow_documents.look(), "nothing has changed since"
    finally:
        await other.close()


async def test_what_was_imported_can_be_removed_and_put_back(place: Place, editor: Somebody) -> None:
    await imported(editor)
    (entry,) = await place.desk.import_documents.entries()
    address = f"/staff/policies/imported/{entry.id}"
    assert "2 条条款会从搜索里删除" in text_of(await editor.get(f"{address}/remove"))
    await editor.post(f"{address}/remove")
    assert not is_found(place.desk.search)
    undo = re.search(
        r'action="(/staff/policies/drafts/[^"]+/keep)"', (await editor.get("/staff/policies/imported")).text
    )
    assert undo is not None
    await editor.post(undo[1])
    assert is_found(place.desk.search)


@pytest.mark.parametrize(
    ("name", "content", "fields", "says"),
    [
        ("渡口.txt", NOTICE.encode(), {"region": ""}, "请写这份文件是哪个地区的"),
        ("渡口.txt", NOTICE.encode(), {"region": "天津市蓟州区"}, "您只能导入砚山县的文件"),
        ("渡口.txt", NOTICE.encode(), {"start": "2027-12-31", "end": "2026-01-01"}, "失效日期在生效日期前面"),
        ("渡口.txt", NOTICE.encode(), {"end": "明年"}, "日期不对"),
        ("渡口.exe", b"MZ", {}, "不支持这种文件"),
        ("渡口.pdf", b"%PDF-1.4 broken", {}, "PDF 已损坏"),
        ("渡口.txt", b"", {}, "没有文字"),
    ],
)
async def test_a_form_that_fails_keeps_what_was_typed_and_says_what_to_mend(
    editor: Somebody, name: str, content: bytes, fields: dict[str, str], says: str
) -> None:
    answer = await upload(editor, name, content, **fields)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="砚渡〔2026〕7号"' in answer.text


async def test_an_upload_beyond_every_limit_is_refused(editor: Somebody) -> None:
    answer = await upload(editor, content=b"a" * 26_000_000)
    assert answer.status_code == 413
    assert "太大" in text_of(answer)


async def test_nobody_touches_documents_of_another_region(place: Place, editor: Somebody, auditor: Somebody) -> None:
    draft = (await upload(editor)).headers["location"]
    elsewhere = await place.sign_in(ELSEWHERE)
    assert (await elsewhere.get(draft)).status_code == 403
    assert (await elsewhere.post(f"{draft}/keep")).status_code == 403
    assert (await elsewhere.post(f"{draft}/drop")).status_code == 403
    assert (await auditor.get(draft)).status_code == 403
    assert not await place.desk.import_documents.entries()
    await editor.post(f"{draft}/keep")
    (entry,) = await place.desk.import_documents.entries()
    assert (await elsewhere.post(f"/staff/policies/imported/{entry.id}/remove")).status_code == 403
    assert (await auditor.get(f"/staff/policies/imported/{entry.id}")).status_code == 200
    assert await place.desk.import_documents.entries()


async def test_markup_in_a_document_is_shown_and_not_carried_out(editor: Somebody) -> None:
    evil = "船工<script>alert(1)</script>补助办法\n\n一、<img src=x onerror=alert(1)>对象。船工。\n"
    answer = await upload(editor, content=evil.encode(), title='"><script>alert(2)</script>')
    page = await editor.get(answer.headers["location"])
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    reflected = await editor.get('/staff/policies?ask="><script>alert(3)</script>')
    assert "<script>alert" not in reflected.text
