"""What is counted and kept of questions, and what staff make of sentences that were not understood."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.learning import Asked, Unclear
from bot.core.messaging.reply import Incoming
from bot.core.records.staff import Staff, StaffRole
from bot.services.learning.learning import Learning, TellsSomebody, UnknownSentence
from bot.services.learning.learning_ports import Decision, Sentence, SentenceOrder
from bot.services.ports import VersionConflict
from bot.storage.encryption import Cipher, new_key
from bot.storage.rotation import Rotation
from bot.storage.tables.learning_tables import question_counts
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book, small_service
from tests.integration.keeping_people import everything_in

DAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
YANSHAN = Staff("王芳", StaffRole.EDITOR, "532622")
JIZHOU = Staff("赵北", StaffRole.EDITOR, "120119")
SAID = "修轮椅找谁呀"
ORDER = SentenceOrder("000000")


async def keep(units: SqlUnitsOfWork, text: str = SAID, region: str = "532622", most: int = 9) -> None:
    async with units() as work:
        await work.unclear.keep(Unclear(text, "telecom"), region, DAY, most)
        await work.commit()


async def test_questions_are_counted_by_kind_for_a_region_with_its_parts(units: SqlUnitsOfWork) -> None:
    answered = Asked("levy", "answered", "532622", "employer")
    nowhere = Asked("levy", "needs_region", None, None)
    for _ in range(2):
        async with units() as work:
            await work.question_counts.add(DAY, "web", (answered, nowhere, answered))
            await work.commit()
    async with units() as work:
        await work.question_counts.add(DAY - dt.timedelta(days=40), "web", (answered,))
        county = await work.question_counts.monthly("530000", DAY, DAY)
        whole = await work.question_counts.monthly("000000", dt.date(2026, 1, 1), DAY)
        assert [(each.month, each.outcome, each.count) for each in county] == [("2026-11", "answered", 4)]
        assert [(each.month, each.outcome, each.count) for each in whole] == [
            ("2026-10", "answered", 1), ("2026-11", "answered", 4), ("2026-11", "needs_region", 2),
        ]  # fmt: skip
        assert await work.question_counts.delete_before(DAY) == 1


async def test_a_sentence_is_kept_once_sealed_and_no_more_than_so_many_a_day(
    units: SqlUnitsOfWork, engine: AsyncEngine, tmp_path: Path
) -> None:
    await keep(units)
    await keep(units, most=1)
    await keep(units, "别的话", most=1)
    async with units() as work:
        (sentence,), total = await work.unclear.page(ORDER)
    assert (sentence.text, sentence.times, sentence.read_as, total) == (SAID, 2, "telecom", 1)
    assert SAID.encode() not in await everything_in(engine, tmp_path)


async def test_staff_see_their_region_only_and_the_look_is_noted(units: SqlUnitsOfWork) -> None:
    await keep(units)
    await keep(units, "蓟州的话", "120119")
    learning = Learning(units)
    (mine,), total = await learning.page(YANSHAN, ORDER, NOW)
    assert (mine.text, total) == (SAID, 1)
    with pytest.raises(UnknownSentence):
        await learning.get(mine.id, JIZHOU)
    async with units() as work:
        assert [look.what for look in await work.accesses.all()] == ["unclear_viewed"]


async def test_a_correction_becomes_an_example_and_goes_when_it_is_taken_back(units: SqlUnitsOfWork) -> None:
    await keep(units)
    learning = Learning(units)
    (mine,), _ = await learning.page(YANSHAN, ORDER, NOW)
    with pytest.raises(TellsSomebody):
        await learning.assign(mine.id, "institutions", "我叫王小丽，修轮椅找谁", YANSHAN, DAY)
    await learning.assign(mine.id, "institutions", "修轮椅找谁", YANSHAN, DAY)
    (example,) = await learning.examples(YANSHAN)
    assert (example.text, example.topic, await learning.examples(JIZHOU)) == ("修轮椅找谁", "institutions", [])
    await learning.refuse(mine.id, "修轮椅找谁", YANSHAN, DAY)
    assert [each.topic for each in await learning.examples(YANSHAN)] == ["out_of_scope"]
    await learning.reopen(mine.id, YANSHAN)
    assert await learning.examples(YANSHAN) == []
    assert (await learning.get(mine.id, YANSHAN)).decision is Decision.OPEN


async def test_the_second_of_two_who_decide_at_once_is_told(units: SqlUnitsOfWork) -> None:
    await keep(units)
    async with units() as work:
        (seen,), _ = await work.unclear.page(ORDER)
        await work.unclear.decide(seen, replace(seen, decision=Decision.NOTED, note="问过两次"))
        with pytest.raises(VersionConflict):
            await work.unclear.decide(seen, replace(seen, decision=Decision.DROPPED))


async def test_sentences_end_with_their_time_and_dropped_ones_the_next_night(units: SqlUnitsOfWork) -> None:
    learning = Learning(units)
    await keep(units)
    await keep(units, "别的话")
    (first, _), _ = await learning.page(YANSHAN, ORDER, NOW)
    await learning.drop(first.id, YANSHAN)
    async with units() as work:
        assert await work.unclear.delete_before(DAY) == 1
        assert await work.unclear.delete_before(DAY) == 0
        assert await work.unclear.delete_before(DAY + dt.timedelta(days=1)) == 1


async def test_a_new_key_seals_sentences_and_examples_anew(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    units = SqlUnitsOfWork(engine, Cipher([old]))
    await keep(units)
    (mine,), _ = await Learning(units).page(YANSHAN, ORDER, NOW)
    await Learning(units).assign(mine.id, "institutions", "修轮椅找谁", YANSHAN, DAY)
    await Rotation(engine, Cipher([new, old]), real_book().entry_of).run()
    renewed = SqlUnitsOfWork(engine, Cipher([new]))
    await keep(renewed)
    (sentence,), total = await Learning(renewed).page(YANSHAN, ORDER, NOW)
    assert (sentence.text, sentence.times, total) == (SAID, 2, 1), "it is found again by the new key's hash"
    assert [each.text for each in await Learning(renewed).examples(YANSHAN)] == ["修轮椅找谁"]


async def test_a_conversation_is_counted_and_words_not_understood_are_kept_masked(tmp_path: Path) -> None:
    service = await small_service(tmp_path)
    converse = service.converse_with()
    for text in (
        "砚山县外出打工有补贴吗",
        SAID,
        "我叫王小丽，今天天气怎么样",
        "电话13800138000，今天吃什么",
        "我耳朵不好，今天天气怎么样",
        "今天吃什么好呢" * 10,
        "更多",
    ):
        await converse.handle("web:1", Incoming(text))
    async with service.engine.connect() as connection:
        counted = (await connection.execute(select(question_counts))).all()
    assert {(each.text, each.region) for each in await kept(service.units_of_work)} == {
        (SAID, "532622"),
        ("我叫〔姓名〕，今天天气怎么样", "532622"),
        ("电话〔电话〕，今天吃什么", "532622"),
    }
    by_outcome = {(row.topic, row.outcome): row[-1] for row in counted}
    assert by_outcome["rural_transfer", "answered"] == 1, by_outcome
    assert by_outcome["out_of_scope", "out_of_scope"] >= 3
    assert {row.channel for row in counted} == {"web"}
    await service.close()


async def kept(units: SqlUnitsOfWork) -> list[Sentence]:
    async with units() as work:
        found, _ = await work.unclear.page(ORDER)
    return list(found)
