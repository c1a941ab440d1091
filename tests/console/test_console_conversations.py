"""Staff and the conversations handed over to them, page by page."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.staff_ports import Account
from tests.console.staff import ADMIN, EDITOR, ELSEWHERE, PASSWORD, QUICK, Place, Somebody, text_of
from tests.integration.handing import opened, texts

HOME = "/staff/conversations"
COLLEAGUE = Staff("李强", StaffRole.EDITOR, "532622")


async def colleague(place: Place) -> Somebody:
    async with place.service.units_of_work() as work:
        await work.accounts.add(Account(COLLEAGUE, QUICK.hash(PASSWORD), place.clock.now()))
        await work.commit()
    return await place.sign_in(COLLEAGUE)


@pytest.fixture
async def number(place: Place) -> str:
    """A case of 砚山县 that nobody has."""
    return await opened(place.service.units_of_work)


async def test_of_two_who_take_one_has_it_and_the_other_is_told_who(
    place: Place, editor: Somebody, number: str
) -> None:
    other = await colleague(place)
    await asyncio.gather(editor.post(f"{HOME}/{number}/take"), other.post(f"{HOME}/{number}/take"))
    shown = [text_of(await each.get(f"{HOME}/{number}")) for each in (editor, other)]
    told = [page for page in shown if "已接手。" in page]
    assert len(told) == 1
    (late,) = [page for page in shown if "已经先接手了" in page]
    winner, loser = (EDITOR, COLLEAGUE) if shown[0] is told[0] else (COLLEAGUE, EDITOR)
    assert f"这件{winner.id}已经先接手了" in late
    mine = editor if loser == EDITOR else other
    assert 'name="text"' not in (await mine.get(f"{HOME}/{number}")).text, "only who has it answers"


async def test_a_case_taken_and_put_back(editor: Somebody, number: str) -> None:
    await editor.post(f"{HOME}/{number}/take")
    shown = await editor.get(f"{HOME}/{number}")
    assert f'action="{HOME}/{number}/put-back"' in shown.text
    assert "您在办" in text_of(shown)
    await editor.post(f"{HOME}/{number}/put-back")
    assert "没人接" in text_of(await editor.get(HOME))


async def test_a_reply_reaches_the_person_and_a_note_does_not(place: Place, editor: Somebody, number: str) -> None:
    await editor.post(f"{HOME}/{number}/reply", {"text": "您好，请问要找什么？"})
    await editor.post(f"{HOME}/{number}/note", {"note": "家在江那镇"})
    assert await texts(place.service.units_of_work) == ["工作人员：您好，请问要找什么？"]
    shown = text_of(await editor.get(f"{HOME}/{number}"))
    assert "您好，请问要找什么？" in shown and "家在江那镇" in shown


async def test_what_was_typed_stays_when_it_cannot_be_sent(place: Place, editor: Somebody, number: str) -> None:
    too_long = "很" * 2001
    answer = await editor.post(f"{HOME}/{number}/reply", {"text": too_long})
    assert answer.status_code == 422 and too_long in answer.text and "最多 2000 个字" in answer.text
    other = await colleague(place)
    await other.post(f"{HOME}/{number}/take")
    answer = await editor.post(f"{HOME}/{number}/reply", {"text": "我写了很久"})
    assert answer.status_code == 422
    assert f"这件{COLLEAGUE.id}已经先接手了" in answer.text
    assert await texts(place.service.units_of_work) == []


async def test_by_script_a_reply_brings_what_is_new_and_says_that_it_was_sent(editor: Somebody, number: str) -> None:
    address, script = f"{HOME}/{number}/reply", {"hx-request": "true"}
    answer = await editor.post(address, {"text": "您好", "after": "0"}, headers=script)
    assert answer.headers["hx-trigger"] == "said" and "您好" in answer.text
    failed = await editor.post(address, {"text": " ", "after": "0"}, headers=script)
    assert "hx-trigger" not in failed.headers
    assert "要说的话是空的" in failed.text and 'id="reply-says" role="alert"' in failed.text


async def test_the_live_part_brings_each_message_once(editor: Somebody, number: str) -> None:
    await editor.post(f"{HOME}/{number}/take")
    first = await editor.get(f"{HOME}/{number}/news?after=0&version=0")
    assert "去外省打工有补贴吗" in first.text
    after, version = (first.text.split(f'name="{name}" value="')[1].split('"')[0] for name in ("after", "version"))
    again = await editor.get(f"{HOME}/{number}/news?after={after}&version={version}")
    assert (again.status_code, again.text) == (204, "")


async def test_words_nobody_has_seen_are_counted_until_they_are_seen(editor: Somebody, number: str) -> None:
    assert "1 条新的" in text_of(await editor.get(HOME))
    await editor.get(f"{HOME}/{number}")
    assert "条新的" not in text_of(await editor.get(HOME))


async def test_looks_are_noted_when_there_is_something_to_see(place: Place, editor: Somebody, number: str) -> None:
    await editor.get(f"{HOME}/{number}")
    await editor.get(f"{HOME}/{number}/news?after=0")
    await editor.get(f"{HOME}/{number}/news?after=999999")
    shown = (await (await place.sign_in(ADMIN)).get("/staff/audit")).text
    assert shown.count("<td>看了人工对话</td>") == 2


async def test_another_region_knows_nothing_of_it(place: Place, editor: Somebody, number: str) -> None:
    other = await place.sign_in(ELSEWHERE)
    assert number not in (await other.get(HOME)).text
    for address in (f"{HOME}/{number}", f"{HOME}/{number}/news", f"{HOME}/{number}/hand-on"):
        assert (await other.get(address)).status_code == 404
    for act, fields in (
        ("take", {}),
        ("put-back", {}),
        ("note", {"note": "x"}),
        ("hand-on", {"to": "office", "region": "蓟州区"}),
        ("close", {}),
    ):
        assert (await other.post(f"{HOME}/{number}/{act}", fields)).status_code == 404, act
    assert (await other.post(f"{HOME}/{number}/reply", {"text": "x"})).status_code == 404
    assert "还没有人接" in text_of(await editor.get(f"{HOME}/{number}"))


async def test_an_auditor_looks_and_does_nothing(auditor: Somebody, number: str) -> None:
    shown = await auditor.get(f"{HOME}/{number}")
    assert shown.status_code == 200
    assert "/take" not in shown.text and 'name="text"' not in shown.text
    assert (await auditor.post(f"{HOME}/{number}/take")).status_code == 403


async def test_handed_to_a_colleague_or_to_another_region(place: Place, editor: Somebody, number: str) -> None:
    other = await colleague(place)
    missing = await editor.post(f"{HOME}/{number}/hand-on", {"to": "colleague"})
    assert missing.status_code == 422 and "请选一位同事" in missing.text
    stranger = await editor.post(f"{HOME}/{number}/hand-on", {"to": "colleague", "colleague": ELSEWHERE.id})
    assert stranger.status_code == 422
    await editor.post(f"{HOME}/{number}/hand-on", {"to": "colleague", "colleague": COLLEAGUE.id})
    assert "您在办" in text_of(await other.get(f"{HOME}/{number}"))
    await other.post(f"{HOME}/{number}/hand-on", {"to": "office", "region": "蓟州区"})
    assert (await editor.get(f"{HOME}/{number}")).status_code == 404
    assert number in (await (await place.sign_in(ELSEWHERE)).get(HOME)).text
    (told,) = await texts(place.service.units_of_work)
    assert "转给了" in told and "蓟州区" in told


async def test_a_closed_case_is_in_the_list_of_the_day(editor: Somebody, number: str) -> None:
    assert "结束了就不能再打开" in text_of(await editor.get(f"{HOME}/{number}/close"))
    await editor.post(f"{HOME}/{number}/close")
    assert number in (await editor.get(f"{HOME}?whose=closed")).text
    assert "没有符合" in text_of(await editor.get(f"{HOME}?whose=waiting"))
    assert (await editor.post(f"{HOME}/{number}/reply", {"text": "喂"})).status_code == 422


async def test_the_queue_comes_again_only_when_it_changed(place: Place, editor: Somebody, number: str) -> None:
    page = await editor.get(HOME)
    known = page.text.split('name="known" value="')[1].split('"')[0]
    assert (await editor.get(f"{HOME}/queue?known={known}&unanswered=1")).status_code == 204
    await opened(place.service.units_of_work, "web:2")
    changed = await editor.get(f"{HOME}/queue?known={known}&unanswered=1")
    assert "又有人在等：现在有 2 件" in changed.text
