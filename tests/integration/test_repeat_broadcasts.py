"""A repeated broadcast is sent as a new one at each of its times, once, until the first one is stopped."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Audience
from bot.core.messaging.broadcast import Broadcast, Done, Life
from bot.core.messaging.draft import Draft
from bot.core.records.staff import Staff, StaffRole
from bot.services.broadcasts.broadcast_parts import BroadcastRefused
from bot.services.broadcasts.repeat_broadcasts import REPEAT, RepeatBroadcasts
from bot.storage.rows.record_rows import new_number
from bot.storage.unit_of_work import SqlUnitsOfWork

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
OFFICE = Staff("office", StaffRole.ADMIN, "000000")
TEXTS = (Announcement("每周岗位"), Announcement("每周岗位"))


async def kept(units: SqlUnitsOfWork, state: Life = Life.FINISHED, *, is_approved: bool = True) -> Broadcast:
    draft, audience = Draft("每周岗位", "每周岗位"), Audience(regions=frozenset(("532622",)))
    expires, approved = NOW + dt.timedelta(days=2), Done(NOW, "b") if is_approved else None
    first = Broadcast(
        0, new_number(), draft, audience, state, "532622", Done(NOW, "a"), NOW, expires, approved, Done(NOW, "a")
    )
    async with units() as work:
        first = replace(first, id=await work.kept_broadcasts.add(first, TEXTS))
        await work.commit()
    return first


async def test_each_time_is_a_copy_that_stands_as_long(units: SqlUnitsOfWork) -> None:
    first, repeat = await kept(units), RepeatBroadcasts(units, new_number)
    assert await repeat.plan(first.number, "week 1 09:00", OFFICE, NOW) == dt.datetime(
        2026, 11, 23, 9, tzinfo=NOW.tzinfo
    )
    async with units() as work:
        (plan,) = await work.schedules.all()
    monday = dt.datetime(2026, 11, 23, 9, 0, 3, tzinfo=NOW.tzinfo)
    await asyncio.gather(repeat.do(plan, monday), repeat.do(plan, monday))
    await repeat.do(plan, monday)
    async with units() as work:
        (copy,) = await work.kept_broadcasts.all((Life.FREEZING,))
        following = await work.schedules.get(plan.name)
    assert copy.number != first.number
    assert (copy.draft, copy.audience, copy.approved) == (first.draft, first.audience, first.approved)
    assert copy.expires_at == monday + dt.timedelta(days=2)
    assert following is not None
    assert following.due_at == int(dt.datetime(2026, 11, 30, 9, tzinfo=NOW.tzinfo).timestamp() * 1000)


async def test_it_ends_when_staff_say_so_or_stop_the_first(units: SqlUnitsOfWork) -> None:
    repeat, several = RepeatBroadcasts(units, new_number), [await kept(units), await kept(units)]
    for each in several:
        await repeat.plan(each.number, "day 09:00", OFFICE, NOW)
    assert await repeat.end(several[0].number, OFFICE)
    assert not await repeat.end(several[0].number, OFFICE)
    async with units() as work:
        await work.kept_broadcasts.change(replace(several[1], state=Life.STOPPED))
        await work.commit()
        (plan,) = await work.schedules.all()
    assert plan.kind == REPEAT
    await repeat.do(plan, NOW)
    async with units() as work:
        assert await work.schedules.all() == []
        assert await work.kept_broadcasts.all((Life.FREEZING,)) == []


async def test_what_nobody_approved_is_not_repeated(units: SqlUnitsOfWork) -> None:
    repeat = RepeatBroadcasts(units, new_number)
    with pytest.raises(BroadcastRefused):
        await repeat.plan((await kept(units, Life.DRAFT, is_approved=False)).number, "day 09:00", OFFICE, NOW)
    with pytest.raises(ValueError, match="repetition"):
        await repeat.plan((await kept(units)).number, "sometimes", OFFICE, NOW)
