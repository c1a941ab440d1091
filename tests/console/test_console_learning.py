"""What staff do with sentences that were not understood, and how they have the model trained."""

from __future__ import annotations

import re

from bot.core.conversation.learning import Unclear
from bot.services.learning.learning_ports import Stage
from tests.console.staff import EDITOR, ELSEWHERE, Place, Somebody, text_of

SAID = "修轮椅找谁呀"


async def unclear(place: Place, text: str = SAID, region: str = "532622") -> int:
    async with place.service.units_of_work() as work:
        await work.unclear.keep(Unclear(text, "telecom"), region, place.clock.today(), 99)
        await work.commit()
    async with place.service.units_of_work() as work:
        sentence = await work.unclear.get(1)
    assert sentence is not None
    return sentence.id


async def test_the_list_shows_the_own_region_and_auditors_see_nothing(
    place: Place, editor: Somebody, auditor: Somebody
) -> None:
    number = await unclear(place)
    page = await editor.get("/staff/learning?decision=open&sort=-times")
    assert SAID in page.text and "砚山县" in page.text
    elsewhere = await place.sign_in(ELSEWHERE)
    assert SAID not in (await elsewhere.get("/staff/learning")).text
    assert (await elsewhere.get(f"/staff/learning/{number}")).status_code == 404
    assert (await elsewhere.post(f"/staff/learning/{number}", {"what": "drop"})).status_code == 404
    assert (await auditor.get("/staff/learning")).status_code == 403
    async with place.service.units_of_work() as work:
        assert ("unclear_viewed", EDITOR.id) in [(look.what, look.staff) for look in await work.accesses.all()]


async def test_a_form_that_lacks_something_keeps_what_was_typed(place: Place, editor: Somebody) -> None:
    number = await unclear(place)
    page = await editor.post(f"/staff/learning/{number}", {"what": "assign", "example": "修轮椅找哪家"})
    assert page.status_code == 422
    assert 'value="修轮椅找哪家"' in page.text
    assert "请选一个主题" in page.text and "再打勾" in page.text
    named = {"what": "refuse", "example": "我叫王小丽，修轮椅", "harmless": "1"}
    assert "还有姓名" in (await editor.post(f"/staff/learning/{number}", named)).text


async def test_assigning_makes_an_example_and_undo_takes_it_away(place: Place, editor: Somebody) -> None:
    number = await unclear(place)
    given = {"what": "assign", "topic": "startup_loan", "example": "修轮椅 找哪家", "harmless": "1"}
    answer = await editor.post(f"/staff/learning/{number}", given)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/learning")
    assert f'action="/staff/learning/{number}/reopen"' in (await editor.get("/staff/learning")).text
    assert "修轮椅 找哪家" in (await editor.get("/staff/learning/examples")).text
    assert (await editor.post(f"/staff/learning/{number}/reopen")).status_code == 303
    assert "还没有训练用的句子" in (await editor.get("/staff/learning/examples")).text
    assert "没有处理" in text_of(await editor.get("/staff/learning?decision=open"))


async def test_a_note_is_kept_and_an_example_can_be_removed(place: Place, editor: Somebody) -> None:
    number = await unclear(place)
    await editor.post(f"/staff/learning/{number}", {"what": "note", "note": "问过好几次"})
    assert "问过好几次" in (await editor.get(f"/staff/learning/{number}")).text
    await editor.post(f"/staff/learning/{number}", {"what": "refuse", "example": SAID, "harmless": "1"})
    (example,) = await place.service.learning.examples(EDITOR)
    elsewhere = await place.sign_in(ELSEWHERE)
    assert (await elsewhere.post("/staff/learning/examples/remove", {"id": example.id})).status_code == 404
    assert (await editor.post("/staff/learning/examples/remove", {"id": example.id})).status_code == 303
    assert await place.service.learning.examples(EDITOR) == []


async def test_an_admin_asks_for_one_training_and_sees_how_far_it_is(
    place: Place, admin: Somebody, editor: Somebody
) -> None:
    assert (await editor.post("/staff/learning/model/train")).status_code == 403
    for _ in range(2):
        assert (await admin.post("/staff/learning/model/train")).status_code == 303
    async with place.service.units_of_work() as work:
        (training,) = await work.trainings.latest(9)
        await work.trainings.change(
            type(training)(training.id, training.asked_by, training.asked_at, Stage.RUNNING, "topics", 0.4, 3)
        )
        await work.commit()
    part = await editor.get("/staff/learning/model/state", headers={"hx-request": "true"})
    assert re.search(r'<progress[^>]* value="40"', part.text) and "学习，40%" in text_of(part)
    assert "没有上一个模型" in (await admin.post("/staff/learning/model/back", follow_redirects=True)).text
