"""Staff work through conversations handed over to them, on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.handing.requests import EndCase, LookForCase, PassOn, WaitOn
from bot.core.handover.case import Case, Side, State
from bot.services.handover.handover_ports import Speaker
from bot.services.handover.handovers import HandoverRefused, Refused
from bot.storage.encryption import Cipher, UnreadableError, new_key
from bot.storage.tables.handover_tables import handover_messages
from bot.storage.tables.handover_tables import handovers as cases
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.handing import (
    AUDITOR,
    ELSEWHERE,
    LI,
    NOW,
    WANG,
    does,
    handovers,
    opened,
    session_of,
    texts,
    timer,
)


async def refusal(doing: object) -> Refused:
    with pytest.raises(HandoverRefused) as refused:
        await doing  # type: ignore[misc]
    return refused.value.why


async def test_the_case_begins_with_what_was_said_and_goes_on_with_both_sides(units: SqlUnitsOfWork) -> None:
    number = await opened(units)
    await does(units, PassOn(number, "想问培训"))
    await handovers(units).note(number, "等教务回电", LI, NOW)
    await handovers(units).reply(number, "下周一开班", LI, NOW)
    view = await handovers(units).view(number, LI, NOW)
    assert [(each.speaker, each.by, each.text) for each in view.said] == [
        (Speaker.PERSON, None, "去外省打工有补贴吗"),
        (Speaker.ASSISTANT, None, "砚山县：文件里没有写。"),
        (Speaker.PERSON, None, "想问培训"),
        (Speaker.NOTE, "李", "等教务回电"),
        (Speaker.STAFF, "李", "下周一开班"),
    ]
    assert (view.case.state, view.case.staff, view.channel) == (State.WITH_PERSON, "李", "web")
    assert await texts(units) == ["工作人员：下周一开班"]


async def test_staff_see_the_cases_of_their_region_those_that_wait_longest_first(units: SqlUnitsOfWork) -> None:
    first, second = await opened(units, "web:1"), await opened(units, "web:2", "530000")
    await opened(units, "web:3", "410300")
    answered = await opened(units, "web:4")
    await handovers(units).reply(answered, "您好", LI, NOW)
    assert [case.number for case in await handovers(units).queue(WANG)] == [*sorted((first, second)), answered]
    assert [case.number for case in await handovers(units).queue(LI)] == [first, answered]


async def test_of_two_who_take_the_same_case_one_has_it(units: SqlUnitsOfWork) -> None:
    number = await opened(units)
    desk = handovers(units)
    outcomes = await asyncio.gather(desk.take(number, LI), desk.take(number, WANG), return_exceptions=True)
    won = [each for each in outcomes if isinstance(each, Case)]
    lost = [each for each in outcomes if isinstance(each, HandoverRefused)]
    assert (len(won), [each.why for each in lost]) == (1, [Refused.TAKEN])
    view = await desk.view(number, LI, NOW)
    assert view.case.staff == won[0].staff


async def test_of_two_who_answer_at_once_only_one_is_heard(units: SqlUnitsOfWork) -> None:
    number = await opened(units)
    desk = handovers(units)
    outcomes = await asyncio.gather(
        desk.reply(number, "甲说", LI, NOW), desk.reply(number, "乙说", WANG, NOW), return_exceptions=True
    )
    assert sum(isinstance(each, HandoverRefused) for each in outcomes) == 1
    assert len(await texts(units)) == 1


async def test_who_may_not_is_refused_and_nothing_is_sent(units: SqlUnitsOfWork) -> None:
    number, desk = await opened(units), handovers(units)
    assert await refusal(desk.view("AAAA-AAAA-AAAA", LI, NOW)) is Refused.UNKNOWN
    assert await refusal(desk.reply(number, "您好", ELSEWHERE, NOW)) is Refused.UNKNOWN
    assert await refusal(desk.take(number, AUDITOR)) is Refused.READ_ONLY
    await desk.close(number, LI, NOW)
    assert await refusal(desk.reply(number, "您好", LI, NOW)) is Refused.CLOSED
    assert await refusal(desk.close(number, LI, NOW)) is Refused.CLOSED
    assert [text for text in await texts(units) if "您好" in text] == []


async def test_every_look_is_noted_under_the_person(units: SqlUnitsOfWork) -> None:
    number = await opened(units)
    await handovers(units).view(number, WANG, NOW)
    await handovers(units).queue(LI)
    async with units() as work:
        person = await work.people.id_at("web", "1")
        assert person is not None
        looks = await work.accesses.of(person)
    assert [(look.staff, look.what) for look in looks] == [("王", "handover_shown")]


async def test_closing_brings_the_assistant_back_and_says_so(units: SqlUnitsOfWork) -> None:
    number = await opened(units)
    await handovers(units).close(number, LI, NOW)
    assert (await session_of(units)).handed is None
    (told,) = await texts(units)
    assert "我回来了" in told
    assert await does(units, PassOn(number, "还在吗")) is not None
    assert [each.text for each in (await handovers(units).view(number, LI, NOW)).said][-1] != "还在吗"


async def test_the_assistant_comes_back_once_and_a_late_answer_silences_it_again(units: SqlUnitsOfWork) -> None:
    number, late = await opened(units), NOW + dt.timedelta(hours=2)
    assert await timer(units).tick(NOW + dt.timedelta(minutes=119)) == 0
    changed = await asyncio.gather(timer(units).tick(late), timer(units).tick(late))
    assert sum(changed) == 1
    (told,) = await texts(units)
    assert number in told
    assert (await session_of(units)).handed is None
    assert [case.number for case in await handovers(units).queue(LI)] == [number]
    await handovers(units).reply(number, "来晚了", LI, late)
    assert "接下来写的话会转给工作人员" in (await texts(units))[-1]
    handed = (await session_of(units)).handed
    assert handed is not None
    assert handed.number == number


async def test_the_person_may_wait_on_after_the_assistant_came_back(units: SqlUnitsOfWork) -> None:
    number, late = await opened(units), NOW + dt.timedelta(hours=3)
    await timer(units).tick(late)
    await does(units, WaitOn("532622"), now=late)
    (case,) = await handovers(units).queue(LI)
    assert (case.number, case.silent, case.awaited) == (number, True, Side.STAFF)
    assert await timer(units).tick(late + dt.timedelta(minutes=1)) == 0


async def test_a_case_without_the_person_ends_after_an_answer_only(units: SqlUnitsOfWork) -> None:
    answered, waiting = await opened(units, "web:1"), await opened(units, "web:2")
    await handovers(units).reply(answered, "您好", LI, NOW)
    await timer(units).tick(NOW + dt.timedelta(hours=24))
    assert [case.number for case in await handovers(units).queue(LI)] == [waiting]
    assert (await session_of(units, "web:1")).handed is None


async def test_the_person_ends_it_and_a_second_case_can_be_opened(units: SqlUnitsOfWork) -> None:
    first = await opened(units)
    ended = await does(units, EndCase())
    assert isinstance(ended, Case)
    assert ended.number == first
    assert await does(units, EndCase()) is None
    second = await opened(units)
    assert second != first
    assert [case.number for case in await handovers(units).queue(LI)] == [second]


async def test_asking_twice_opens_one_case(units: SqlUnitsOfWork) -> None:
    assert await opened(units) == await opened(units)


async def test_the_consent_is_kept_with_the_case_wherever_the_person_writes(units: SqlUnitsOfWork) -> None:
    await opened(units, "api:client-7")
    async with units() as work:
        person = await work.people.id_at("api", "client-7")
        assert person is not None
        (consent,) = await work.consents.of(person)
    assert (consent.purpose, consent.version, consent.channel) == ("handover", "1", "api")


async def test_words_and_addresses_are_ciphertext_that_opens_in_its_own_case_only(engine: AsyncEngine) -> None:
    key = new_key()
    units = SqlUnitsOfWork(engine, Cipher([key]))
    first, second = await opened(units, "telegram:700700"), await opened(units, "telegram:800800")
    async with engine.begin() as connection:
        stored = "".join(map(str, (await connection.execute(select(handover_messages))).all()))
        stored += "".join(map(str, (await connection.execute(select(cases))).all()))
        moved = handover_messages.update().where(handover_messages.c.handover == first)
        await connection.execute(moved.values(handover=second))
    for clear in ("打工", "没有写", "700700"):
        assert clear not in stored
    with pytest.raises(UnreadableError):
        await handovers(units).view(second, LI, NOW)


async def test_cases_are_found_and_deleted_by_address_also_with_an_earlier_key(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    await opened(SqlUnitsOfWork(engine, Cipher([old])), "telegram:7")
    units = SqlUnitsOfWork(engine, Cipher([new, old]))
    kept = await opened(units, "telegram:8")
    async with units() as work:
        assert await work.handovers.delete_at("telegram", "7") == 1
        await work.commit()
    async with engine.connect() as connection:
        left = (await connection.execute(select(handover_messages.c.handover).distinct())).scalars().all()
    assert left == [kept]


async def test_closed_cases_are_deleted_after_their_time_open_ones_never(units: SqlUnitsOfWork) -> None:
    await opened(units, "web:1")
    await does(units, EndCase(), "web:1")
    await opened(units, "web:2")
    for moment, gone in ((NOW, 0), (NOW + dt.timedelta(days=1), 1)):
        async with units() as work:
            assert await work.handovers.delete_closed(moment) == gone
            await work.commit()


async def test_without_a_case_there_is_still_the_word_when_somebody_is_there(units: SqlUnitsOfWork) -> None:
    situation = await does(units, LookForCase("532622"))
    assert situation.case is None  # type: ignore[attr-defined]
    assert situation.hours.week  # type: ignore[attr-defined]
