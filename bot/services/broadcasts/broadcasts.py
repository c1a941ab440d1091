"""Use case: staff write, look at, change and correct broadcasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.messaging.audience import Audience, Size, Somebody
from bot.core.messaging.broadcast import OVER, Broadcast, Done, Life, Refusal, edited
from bot.core.messaging.checks import Finding, Plan, check
from bot.core.messaging.composing import CALENDAR, CODE, compose
from bot.core.messaging.delivery import State
from bot.core.messaging.draft import Draft
from bot.core.records.staff import Staff
from bot.services.broadcasts.broadcast_parts import (
    Attached,
    BroadcastParts,
    BroadcastRefused,
    Written,
    done,
    reached,
    surely,
    within,
    writable,
)
from bot.services.broadcasts.broadcast_ports import Texts
from bot.services.broadcasts.fair_announcing import AnnouncedFair
from bot.services.delivery.delivery_ports import BroadcastFile
from bot.services.ports import UnitOfWork

GOT_IT = frozenset((State.SENT, State.UNCERTAIN))


@dataclass(frozen=True)
class View:
    """A broadcast as staff look at it before it leaves: its words, for whom, some of them, and what was found."""

    broadcast: Broadcast
    texts: Texts
    size: Size
    sample: tuple[Somebody, ...]
    findings: tuple[Finding, ...]


class Broadcasts:
    """What is done to a broadcast that is not on its way. `BroadcastRefused` says why something was not done."""

    def __init__(self, parts: BroadcastParts) -> None:
        self._parts = parts

    async def create(self, written: Written, staff: Staff, now: dt.datetime) -> View:
        """Keep a draft. Refused for nobody, and for what must not be sent. `now` is in the service's time zone."""
        audience = within(written.audience, staff)
        return await self._keep(replace(written, audience=audience), None, staff, now)

    async def correct(self, number: str, written: Written, staff: Staff, now: dt.datetime) -> View:
        """Keep a draft for those who got, or may have got, the broadcast of this number; its audience is ignored."""
        async with self._parts.units() as work:
            before = await writable(number, staff, work)
        draft = replace(written.draft, corrected=before.draft.title)
        return await self._keep(replace(written, draft=draft, audience=Audience()), before, staff, now)

    async def edit(self, number: str, written: Written, staff: Staff, now: dt.datetime) -> View:
        """Replace what it says, before it begins or while it is paused; it has to be approved anew."""
        audience = within(written.audience, staff)

        fair = await self._fair(written.draft, now)

        async def edit() -> None:
            async with self._parts.units() as work:
                before = await writable(number, staff, work)
                wanted = replace(
                    before,
                    draft=replace(written.draft, corrected=before.draft.corrected),
                    audience=Audience() if before.corrects else audience,
                    send_at=written.send_at,
                    expires_at=_expiry(written, fair),
                )
                after = done(edited(before, wanted))
                self._checked(after, fair, now)
                if (await self.sized(after, now, work))[0].total == 0:
                    raise BroadcastRefused(Refusal.NOBODY)
                texts = compose(after.draft, fair.details if fair else None, self._parts.phrases.say)
                await work.kept_broadcasts.change(after, texts)
                await work.kept_broadcasts.note_edition(after.id, after.edition, texts, now, staff.id)
                await _attach(after.id, written.files, fair, work)
                await work.commit()

        await surely(edit)
        return await self.view(number, staff, now)

    async def view(self, number: str, staff: Staff, now: dt.datetime) -> View:
        """Everything to be seen before it is sent."""
        async with self._parts.units() as work:
            broadcast = await reached(number, staff, work)
            editions = await work.kept_broadcasts.editions(broadcast.id)
            size, sample = await self.sized(broadcast, now, work)
        fair = await self._fair(broadcast.draft, now)
        findings = self._findings(broadcast, fair, now) if broadcast.state not in OVER else ()
        return View(broadcast, editions[-1].texts, size, sample, findings)

    async def all(self, staff: Staff) -> Sequence[Broadcast]:
        """Those of their region and its parts, the newest first; without tests."""
        async with self._parts.units() as work:
            found = await work.kept_broadcasts.all()
        return [each for each in found if staff.reaches(each.region) and each.draft.test_of is None]

    async def listed(self, staff: Staff) -> Sequence[tuple[Broadcast, int | None]]:
        """The same with how many recipients are written down; `None` before."""
        several = await self.all(staff)
        async with self._parts.units() as work:
            counts = await work.broadcast_results.recipients([each.id for each in several])
        return [(each, counts.get(each.id)) for each in several]

    async def file(self, number: str, name: str, staff: Staff) -> BroadcastFile | None:
        """One of its files."""
        async with self._parts.units() as work:
            broadcast = await reached(number, staff, work)
            return await work.broadcasts.file(broadcast.id, name)

    async def sized(
        self, broadcast: Broadcast, now: dt.datetime, work: UnitOfWork
    ) -> tuple[Size, tuple[Somebody, ...]]:
        """How many get it, and some of them: once they are written down they are counted there."""
        counts = await work.deliveries.counts(broadcast.id)
        if counts:
            return Size(total=sum(each.count for each in counts)), ()
        if broadcast.corrects is not None:
            before = await work.kept_broadcasts.get(broadcast.corrects)
            assert before is not None, "broadcasts are never deleted"
            told = await work.deliveries.counts(before.id)
            return Size(total=sum(each.count for each in told if each.state in GOT_IT)), ()
        among = await self._parts.resolve.among(broadcast.audience, now.date(), work)
        size = await work.audiences.size(broadcast.audience, among)
        sample = await work.audiences.sample(broadcast.audience, self._parts.rules.sample, among)
        return size, tuple(sample)

    async def _keep(self, written: Written, corrected: Broadcast | None, staff: Staff, now: dt.datetime) -> View:
        draft, fair = written.draft, await self._fair(written.draft, now)
        region = corrected.region if corrected else _region(written.audience, staff)
        new = Broadcast(
            0,
            self._parts.new_number(),
            draft,
            written.audience,
            Life.DRAFT,
            region,
            Done(now, staff.id),
            written.send_at,
            _expiry(written, fair),
            corrects=corrected.number if corrected else None,
        )
        findings = self._checked(new, fair, now)
        texts = compose(draft, fair.details if fair else None, self._parts.phrases.say)
        async with self._parts.units() as work:
            size, sample = await self.sized(new, now, work)
            if size.total == 0:
                raise BroadcastRefused(Refusal.NOT_SENT if corrected else Refusal.NOBODY)
            kept = replace(new, id=await work.kept_broadcasts.add(new, texts))
            await _attach(kept.id, written.files, fair, work)
            await work.commit()
        return View(kept, texts, size, sample, findings)

    async def _fair(self, draft: Draft, now: dt.datetime) -> AnnouncedFair | None:
        return await self._parts.fairs.get(draft.fair, now, self._parts.units) if draft.fair else None

    def _checked(self, broadcast: Broadcast, fair: AnnouncedFair | None, now: dt.datetime) -> tuple[Finding, ...]:
        findings = self._findings(broadcast, fair, now)
        if any(each.stops for each in findings):
            raise BroadcastRefused(Refusal.HINDERED, findings)
        return findings

    def _findings(self, broadcast: Broadcast, fair: AnnouncedFair | None, now: dt.datetime) -> tuple[Finding, ...]:
        plan = Plan(broadcast.send_at, broadcast.expires_at)
        return check(broadcast.draft, fair.details if fair else None, plan, self._parts.rules.checks, now)


def _expiry(written: Written, fair: AnnouncedFair | None) -> dt.datetime | None:
    """Nothing is sent about a fair that is over, even if nobody wrote so."""
    return written.expires_at or (fair.details.ends if fair else None)


def _region(audience: Audience, staff: Staff) -> str:
    """Whose broadcast it is: the one region's it is for, so that its staff see it; else its author's."""
    return next(iter(audience.regions)) if len(audience.regions) == 1 else staff.region


async def _attach(broadcast: int, files: Sequence[Attached], fair: AnnouncedFair | None, work: UnitOfWork) -> None:
    """Keep the files of staff, and those that are made of the fair."""
    made = [Attached(CALENDAR, "text/calendar", fair.calendar)] if fair else []
    made += [Attached(CODE, "image/png", fair.code)] if fair and fair.code else []
    for each in (*files, *made):
        await work.kept_broadcasts.put_file(broadcast, each.name, each.media_type, each.content)
