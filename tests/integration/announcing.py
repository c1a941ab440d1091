"""People who subscribed, staff, and broadcasts to them, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.catalog.broadcast_rules import load_broadcast_rules
from bot.core.messaging.audience import Audience
from bot.core.messaging.delivery import State, Step
from bot.core.messaging.draft import Draft
from bot.core.records.staff import Staff, StaffRole
from bot.services.broadcasts.broadcast_audience import ResolveAudience
from bot.services.broadcasts.broadcast_parts import BroadcastParts, Written
from bot.services.broadcasts.broadcasts import Broadcasts
from bot.services.broadcasts.fair_announcing import FairsToAnnounce
from bot.services.broadcasts.report_broadcasts import ReportBroadcasts
from bot.services.broadcasts.run_broadcasts import RunBroadcasts
from bot.services.delivery.delivery_ports import Settled
from bot.services.jobs.find_jobs import FindJobs
from bot.services.people.consents import ALERTS
from bot.services.people.people_ports import Brought
from bot.services.records.records import KeepRecords
from bot.storage.rows.record_rows import new_number
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WANG = Staff("王", StaffRole.EDITOR, "532622")
LI = Staff("李", StaffRole.EDITOR, "530000")
ELSEWHERE = Staff("赵", StaffRole.ADMIN, "410300")
AUDITOR = Staff("审", StaffRole.AUDITOR, "000000")
FAIRS = Audience(topics=frozenset(("find_fairs",)))


@dataclass(frozen=True)
class Office:
    """The use cases on one database."""

    units: SqlUnitsOfWork
    parts: BroadcastParts
    broadcasts: Broadcasts
    running: RunBroadcasts
    reports: ReportBroadcasts
    keep: KeepRecords

    async def draft(self, audience: Audience = FAIRS, staff: Staff = WANG, **fields: object) -> str:
        """A draft's number."""
        draft = Draft("专场招聘会", "有招聘会，欢迎来。", "有招聘会，来看看。")
        written = Written(draft, audience, **fields)  # type: ignore[arg-type]
        return (await self.broadcasts.create(written, staff, NOW)).broadcast.number

    async def sending(self, audience: Audience = FAIRS) -> str:
        """The number of one that is being sent."""
        number = await self.draft(audience)
        await self.running.approve(number, LI, NOW)
        await self.running.start(number, WANG, NOW)
        return number

    async def sent(self, number: str, **states: int) -> None:
        """What a worker would have done: so many of each state, in the order of the recipients."""
        async with self.units() as work:
            broadcast = await work.kept_broadcasts.get(number)
            assert broadcast is not None
            claims = await work.deliveries.claim("telegram", broadcast.id, 0, sum(states.values()), "worker", 1)
            ids = [each.id for each in claims]
            await work.deliveries.mark(ids, "worker", 1)
            steps = [Step(State[name.upper()], message="7") for name, count in states.items() for _ in range(count)]
            pairs = zip(ids, steps, strict=True)
            settled = [Settled(each, step, broadcast.edition) for each, step in pairs]
            await work.deliveries.settle(settled, "worker", round(NOW.timestamp() * 1000))
            await work.commit()

    async def states(self, number: str) -> dict[str, int]:
        """Recipients by state."""
        return dict((await self.reports.report(number, LI)).states)


def office(units: SqlUnitsOfWork, alone_up_to: int | None = None) -> Office:
    """Staff at work; `alone_up_to` recipients one of them may approve alone."""
    service = real()
    settings, book = service.settings, service.record_book
    rules = load_broadcast_rules(settings.data_dir / "reference", settings.content_dir)
    if alone_up_to is not None:
        rules = type(rules)(alone_up_to, rules.sample, rules.checks)
    fairs = FairsToAnnounce(book, service.phrases, "https://example.org", "")
    resolve = ResolveAudience(FindJobs(book, tuple(service.work_words.conditions)))
    parts = BroadcastParts(units, service.phrases, fairs, resolve, rules, new_number)
    broadcasts = Broadcasts(parts)
    return Office(
        units, parts, broadcasts, RunBroadcasts(parts, broadcasts), ReportBroadcasts(units), KeepRecords(book, units)
    )


async def subscribed(
    units: SqlUnitsOfWork,
    address: str,
    region: str = "532622",
    *,
    channel: str = "telegram",
    easy: bool = False,
    role: str | None = "seeker",
    topics: tuple[str, ...] = ("find_fairs",),
) -> str:
    """Somebody who agreed to alerts; their id."""
    brought = Brought(channel, address, region, role, easy, frozenset(topics), NOW)
    async with units() as work:
        await work.people.bring([brought], ALERTS, "1", NOW)
        person = await work.people.id_at(channel, address)
        await work.commit()
    assert person is not None
    return person
