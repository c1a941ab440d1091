"""Postings that wait for review: marked, published or sent back, one after the other; whom a job fits."""

from __future__ import annotations

from tests.console.keeping_records import keep_job
from tests.console.staff import Place, Somebody, text_of

QUEUE = "/staff/records/jobs/review"


async def test_doubtful_words_are_marked_with_why(place: Place, editor: Somebody) -> None:
    number = await keep_job(place)
    queue = text_of(await editor.get(QUEUE))
    assert "缝纫工" in queue and "处" in queue
    page = await editor.get(f"{QUEUE}/{number}")
    assert "<mark>" in page.text and "限女性" in page.text
    assert "值得留意的说法" in text_of(page)


async def test_the_next_one_follows(place: Place, editor: Somebody) -> None:
    first, second = await keep_job(place), await keep_job(place, title="保洁员")
    done = await editor.post(f"{QUEUE}/{first}/publish", {"version": "1"})
    assert done.headers["location"] == f"{QUEUE}/{second}"
    page = await editor.get(f"{QUEUE}/{second}")
    assert f"岗位 {first} 已发布" in text_of(page) and "撤销" in text_of(page)
    reason = {"version": "1", "field-review_note": "请写清楚工资。"}
    last = await editor.post(f"{QUEUE}/{second}/return", reason)
    assert last.headers["location"] == QUEUE
    assert "没有等审核的岗位" in text_of(await editor.get(QUEUE))
    returned = text_of(await editor.get(f"/staff/records/jobs/{second}"))
    assert "退回修改" in returned and "请写清楚工资" in returned


async def test_decision_is_taken_back(place: Place, editor: Somebody) -> None:
    number = await keep_job(place)
    await editor.post(f"{QUEUE}/{number}/publish", {"version": "1"})
    await editor.post(f"/staff/records/jobs/{number}/undo", {"version": "2"})
    assert "缝纫工" in text_of(await editor.get(QUEUE))


async def test_reason_is_needed_and_kept(place: Place, editor: Somebody) -> None:
    number = await keep_job(place)
    empty = await editor.post(f"{QUEUE}/{number}/return", {"version": "1", "field-review_note": ""})
    assert empty.status_code == 422 and "请写退回的原因" in text_of(empty)
    late = await editor.post(f"{QUEUE}/{number}/return", {"version": "9", "field-review_note": "改工资"})
    assert late.status_code == 303
    assert "别人刚刚改过" in text_of(await editor.get(f"{QUEUE}/{number}"))


async def test_people_for_a_job(place: Place, editor: Somebody, auditor: Somebody) -> None:
    number = await keep_job(place)
    await editor.post(f"{QUEUE}/{number}/publish", {"version": "1"})
    page = await editor.get(f"/staff/records/jobs/{number}/people")
    assert page.status_code == 200 and "现在没有合适的人" in text_of(page)
    assert (await auditor.get(f"/staff/records/jobs/{number}/people")).status_code == 403
