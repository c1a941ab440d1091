"""Cases and staff for tests of handovers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.catalog.content import load_phrases
from bot.catalog.office_hours import load_office_hours
from bot.core.conversation.handing.requests import OpenCase
from bot.core.conversation.handing.state import Exchange, Handed
from bot.core.conversation.session import Session
from bot.core.handover.case import Reason
from bot.core.records.staff import Staff, StaffRole
from bot.services.conversation.errands import Handlers, Scene
from bot.services.handover.handover_timer import TimeHandovers
from bot.services.handover.handover_turns import HandoverTurns
from bot.services.handover.handovers import Handovers
from bot.settings import Settings
from bot.storage.rows.record_rows import new_number
from bot.storage.unit_of_work import SqlUnitsOfWork

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PHRASES = load_phrases(Settings().content_dir)
HOURS, PATIENCE = load_office_hours(Settings().data_dir / "reference", frozenset())
HANDLERS: Handlers = HandoverTurns(HOURS, new_number).handlers()
SAID = (Exchange("去外省打工有补贴吗", "砚山县：文件里没有写。"),)

LI = Staff("李", StaffRole.EDITOR, "532622")
WANG = Staff("王", StaffRole.EDITOR, "530000")
ELSEWHERE = Staff("赵", StaffRole.ADMIN, "410300")
AUDITOR = Staff("审", StaffRole.AUDITOR, "000000")


def handovers(units: SqlUnitsOfWork) -> Handovers:
    return Handovers(PHRASES, units)


def timer(units: SqlUnitsOfWork) -> TimeHandovers:
    return TimeHandovers(PATIENCE, PHRASES, units)


async def opened(units: SqlUnitsOfWork, conversation: str = "web:1", region: str = "532622", easy: bool = False) -> str:
    """A case whose conversation is with staff; returns its number."""
    request = OpenCase(region, "seeker", easy, Reason.ASKED, SAID, "1")
    async with units() as work:
        situation = await HANDLERS[OpenCase](request, Scene(conversation, work, NOW))
        number: str = situation.case.number
        stored = await work.conversations.load(conversation)
        session = replace(stored.session, region=region, easy=easy, handed=Handed(number))
        await work.conversations.save(conversation, session, stored.version, NOW)
        await work.commit()
    return number


async def does(units: SqlUnitsOfWork, request: object, conversation: str = "web:1", now: dt.datetime = NOW) -> object:
    """What carrying out a request of the conversation yields."""
    async with units() as work:
        result = await HANDLERS[type(request)](request, Scene(conversation, work, now))
        await work.commit()
    return result


async def session_of(units: SqlUnitsOfWork, conversation: str = "web:1") -> Session:
    async with units() as work:
        return (await work.conversations.load(conversation)).session


async def texts(units: SqlUnitsOfWork, conversation: str = "web:1") -> list[str]:
    """What waits to be shown to the person."""
    channel, _, address = conversation.partition(":")
    async with units() as work:
        return [reply.text for each in await work.outgoing.waiting(channel, address) for reply in each.replies]
