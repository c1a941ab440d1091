"""A conversation goes on on another device by a code: whole, once, and for nobody who guesses."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.session import Session
from bot.core.handover.case import Reason
from bot.core.messaging.reply import Reply
from bot.services.conversation.change_device import LASTS, TRIES, WAIT, ChangeDevice, Refusal, Typed
from bot.services.people.erase import erase
from bot.services.ports import VersionConflict
from bot.storage.tables.device_tables import device_codes
from bot.storage.tables.people_tables import conversations, people
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.handing import LI, NOW, handovers, opened

OLD, OTHER = "a" * 32, "b" * 32
SAID = Session(region="532622", channel="web", turn=3)
CALLER = "203.0.113.7"


@pytest.fixture
async def devices(units: SqlUnitsOfWork) -> ChangeDevice:
    """With a conversation at the old address."""
    async with units() as work:
        await work.conversations.save(f"web:{OLD}", SAID, 0, NOW)
        await work.commit()
    numbers = itertools.count(1)
    return ChangeDevice("web", lambda: f"{next(numbers):032x}", units)


def typed(code: str, form: str = "1", caller: str = CALLER) -> Typed:
    return Typed(code, form, caller)


async def offered(devices: ChangeDevice, address: str = OLD) -> str:
    code = await devices.offer(address, NOW)
    assert code is not None
    return code


async def test_the_conversation_goes_on_there_and_not_here(devices: ChangeDevice, units: SqlUnitsOfWork) -> None:
    code = await offered(devices)
    assert len(code) == 8
    assert not set(code) & set("01OIL")
    assert not await devices.has_left(OLD)
    new = await devices.take(typed(f" {code[:4].lower()}-{code[4:]} "), None, NOW)
    assert isinstance(new, str)
    assert new not in (OLD, *Refusal)
    async with units() as work:
        assert (await work.conversations.load(f"web:{new}")).session == SAID
        assert (await work.conversations.load(f"web:{OLD}")).version == 0
    assert await devices.has_left(OLD)
    assert not await devices.has_left(new)


async def test_everything_kept_moves_along(devices: ChangeDevice, units: SqlUnitsOfWork) -> None:
    number = await opened(units, f"web:{OLD}")
    async with units() as work:
        known = await work.people.id_at("web", OLD)
        assert known is not None, "who is handed over agreed to it"
        person = await work.people.get(known)
        assert person is not None
        await work.outgoing.add("web", OLD, [Reply("提醒：新政策")], 0, NOW, person.id)
        await work.commit()
    await handovers(units).reply(number, "在县残联", LI, NOW)
    new = await devices.take(typed(await offered(devices)), None, NOW)
    await handovers(units).reply(number, "带好残疾人证", LI, NOW)
    async with units() as work:
        moved = await work.people.get(person.id)
        assert moved is not None
        assert (moved.address, moved.role, moved.key) == (new, "seeker", person.key)
        assert await work.people.id_at("web", OLD) is None
        assert await work.people.id_at("web", new) == person.id
        assert await work.outgoing.waiting("web", OLD) == []
        waiting = [each.replies[0].text for each in await work.outgoing.waiting("web", new)]
        kept = await work.handovers.open_at("web", new)
        assert await work.handovers.open_at("web", OLD) is None
    assert kept is not None
    assert (kept.case.number, kept.case.reason, kept.address) == (number, Reason.ASKED, new)
    assert [text.rpartition("：")[2].partition("\n")[0] for text in waiting] == ["新政策", "在县残联", "带好残疾人证"]


async def test_a_code_is_used_once_and_its_own_form_again_only_if_the_answer_was_lost(devices: ChangeDevice) -> None:
    code = await offered(devices)
    new = await devices.take(typed(code), None, NOW)
    assert await devices.take(typed(code, "2"), None, NOW) == Refusal.WRONG
    assert await devices.take(typed(code), None, NOW) == new


async def test_of_many_who_type_it_at_once_one_gets_it(devices: ChangeDevice) -> None:
    code = await offered(devices)
    several = (devices.take(typed(code, str(form), str(form)), None, NOW) for form in range(5))
    results = await asyncio.gather(*several)
    assert sum(result not in tuple(Refusal) for result in results) == 1


async def test_a_code_ends_with_time_with_a_newer_one_and_with_the_conversation(
    devices: ChangeDevice, units: SqlUnitsOfWork
) -> None:
    late = await offered(devices)
    assert await devices.take(typed(late), None, NOW + LASTS) == Refusal.WRONG
    earlier, later = await offered(devices), await offered(devices)
    assert await devices.take(typed(earlier), None, NOW) == Refusal.WRONG
    async with units() as work:
        await erase(f"web:{OLD}", "forgotten", work, NOW)
        await work.commit()
    assert await devices.take(typed(later), None, NOW) == Refusal.WRONG
    assert await devices.offer(OLD, NOW) is None


async def test_guessing_ends_after_a_few_attempts_also_in_other_processes(
    devices: ChangeDevice, units: SqlUnitsOfWork
) -> None:
    code = await offered(devices)
    elsewhere = ChangeDevice("web", lambda: "c" * 32, units)
    for _ in range(TRIES // 2):
        for process in (devices, elsewhere):
            assert await process.take(typed("22222222"), None, NOW) == Refusal.WRONG
    for process in (devices, elsewhere):
        assert await process.take(typed(code), None, NOW) == Refusal.TOO_OFTEN
    assert await devices.take(typed(code, caller="198.51.100.9"), OTHER, NOW) not in tuple(Refusal)
    assert await devices.take(typed("22222222"), None, NOW + WAIT) == Refusal.WRONG


async def test_right_codes_of_ones_own_give_no_further_guesses(devices: ChangeDevice, units: SqlUnitsOfWork) -> None:
    address = OLD
    for attempt in range(TRIES):
        assert await devices.take(typed("22222222"), None, NOW) == Refusal.WRONG
        if attempt == TRIES - 2:
            taken = await devices.take(typed(await offered(devices, address)), None, NOW)
            assert taken not in tuple(Refusal)
    assert await devices.take(typed("22222222"), None, NOW) == Refusal.TOO_OFTEN


async def test_two_people_never_become_one(devices: ChangeDevice, units: SqlUnitsOfWork) -> None:
    code = await offered(devices)
    async with units() as work:
        await work.conversations.save(f"web:{OTHER}", SAID, 0, NOW)
        mine = await work.people.add("web", OTHER, NOW, region="532622", role=None, easy=False)
        await work.commit()
    assert await devices.take(typed(code), OTHER, NOW) == Refusal.HAS_OWN
    async with units() as work:
        assert await work.people.id_at("web", OTHER) == mine.id
        await work.people.delete(mine.id)
        await work.commit()
    new = await devices.take(typed(code), OTHER, NOW)
    assert new not in tuple(Refusal), "what was refused for another reason was not used up"
    async with units() as work:
        assert (await work.conversations.load(f"web:{OTHER}")).version == 0


async def test_ones_own_code_and_nonsense_are_wrong(devices: ChangeDevice) -> None:
    code = await offered(devices)
    for attempt in (code, "", "😀", code[:7], "0" * 5000):
        assert await devices.take(typed(attempt), OLD, NOW) == Refusal.WRONG


async def test_a_turn_played_on_the_first_device_meanwhile_is_not_lost(
    devices: ChangeDevice, units: SqlUnitsOfWork
) -> None:
    code = await offered(devices)
    async with units() as work:
        remembered = await work.conversations.load(f"web:{OLD}")
    new = await devices.take(typed(code), None, NOW)
    async with units() as work:
        with pytest.raises(VersionConflict):
            await work.conversations.save(f"web:{OLD}", SAID, remembered.version, NOW)
    async with units() as work:
        assert (await work.conversations.load(f"web:{new}")).session == SAID


async def test_a_database_alone_tells_neither_code_nor_address_and_is_tidied(
    devices: ChangeDevice, engine: AsyncEngine
) -> None:
    code = await offered(devices)
    async with engine.connect() as connection:
        row = (await connection.execute(select(device_codes))).one()
    assert not any(secret in str(value) for value in row for secret in (code, OLD))
    assert await devices.take(typed(code), None, NOW) not in tuple(Refusal)
    async with engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(conversations))).scalar() == 1
        assert (await connection.execute(select(func.count()).select_from(people))).scalar() == 0
    much_later = NOW + dt.timedelta(days=40)
    assert await devices.offer("1".rjust(32, "0"), much_later) is not None
    assert not await devices.has_left(OLD)
