"""Use case: staff approve broadcasts, start them, and stay in charge while they are sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.core.messaging import broadcast as life
from bot.core.messaging.audience import Audience
from bot.core.messaging.broadcast import Actor, Broadcast, Done, Life, Refusal
from bot.core.messaging.delivery import Reason, State
from bot.core.records.staff import Staff
from bot.services.broadcasts.broadcast_parts import BroadcastParts, BroadcastRefused, done, reached, surely, writable
from bot.services.broadcasts.broadcasts import Broadcasts
from bot.services.people.consents import ALERTS
from bot.services.staff.staff_ports import Contact

AT_ONCE = 2000
"""Recipients written down, or changed, in one transaction, so that conversations get in between."""
PEOPLE_AT_ONCE = 400
JUST_STOPPED = dt.timedelta(hours=1)
"""For so long it is looked whether anybody still waits for what was stopped."""
ASKED = "asked"
"""Why a broadcast is paused: staff said so."""
LATER = (Life.SENDING, Life.PAUSED, Life.FINISHED)


class RunBroadcasts:
    """The life of a broadcast. `BroadcastRefused` says why something was not done; `now` is in the service's zone."""

    def __init__(self, parts: BroadcastParts, broadcasts: Broadcasts) -> None:
        self._parts, self._broadcasts = parts, broadcasts

    async def approve(self, number: str, staff: Staff, now: dt.datetime, *, alone: bool = False) -> Broadcast:
        """Take responsibility for it. `alone`: whoever runs the machine needs nobody beside them."""
        view = await self._broadcasts.view(number, staff, now)
        if any(each.stops for each in view.findings):
            raise BroadcastRefused(Refusal.HINDERED, view.findings)
        by, limit = Actor(staff.id, alone), self._parts.rules.alone_up_to
        return await self._step(number, staff, lambda before: life.approved(before, by, view.size.total, limit, now))

    async def start(self, number: str, staff: Staff, now: dt.datetime, *, alone: bool = False) -> Broadcast:
        """Write down its recipients and send it, now or when its time comes."""
        after = await self.let_begin(number, staff, now, alone=alone)
        return await self._freeze(after, now) if after.state is Life.FREEZING else after

    async def let_begin(self, number: str, staff: Staff, now: dt.datetime, *, alone: bool = False) -> Broadcast:
        """The same, but the recipients are written down by `keep_up`, a moment later."""
        view = await self._broadcasts.view(number, staff, now)
        by, limit = Actor(staff.id, alone), self._parts.rules.alone_up_to
        return await self._step(number, staff, lambda before: life.started(before, by, view.size.total, limit, now))

    async def keep_up(self, now: dt.datetime) -> int:
        """Begin those whose time has come, and end what was left half done; returns how many were begun.

        May run in several processes at once, and as often as one likes.
        """
        async with self._parts.units() as work:
            waiting = await work.kept_broadcasts.all((Life.SCHEDULED, Life.FREEZING))
            stopped = await work.kept_broadcasts.all((Life.STOPPED,))
            sending = await work.kept_broadcasts.all((Life.SENDING,))
        begun = 0
        for each in reversed(waiting):
            after = await surely(lambda each=each: self._begin(each.number, now))  # type: ignore[misc]
            if after is not None and after.state is Life.FREEZING:
                await self._freeze(after, now)
                begun += 1
        for each in stopped:
            if each.finished is not None and now - each.finished.at < JUST_STOPPED:
                await self._skip_rest(each.id, now)
        for each in sending:
            await self._finish(each.id, now)
        return begun

    async def pause(self, number: str, staff: Staff) -> Broadcast:
        """Nothing leaves for the time being."""
        return await self._step(number, staff, lambda before: life.paused(before, ASKED))

    async def resume(self, number: str, staff: Staff, now: dt.datetime) -> Broadcast:
        """It goes on."""
        return await self._step(number, staff, lambda before: life.resumed(before, now))

    async def stop(self, number: str, staff: Staff, now: dt.datetime) -> Broadcast:
        """It ends for good; who has not got it does not get it."""
        after = await self.let_stop(number, staff, now)
        await self._skip_rest(after.id, now)
        return after

    async def let_stop(self, number: str, staff: Staff, now: dt.datetime) -> Broadcast:
        """The same, but those who wait for it are left out by `keep_up`, a moment later."""
        return await self._step(number, staff, lambda before: life.stopped(before, Actor(staff.id), now))

    async def retry(self, number: str, staff: Staff, now: dt.datetime, *, uncertain: bool = False) -> int:
        """Queue those that failed again, and those of whom nobody knows if `uncertain`; returns how many."""
        states = frozenset((State.FAILED, State.UNCERTAIN) if uncertain else (State.FAILED,))
        async with self._parts.units() as work:
            before = await writable(number, staff, work)
        done(life.retried(before, now))
        queued = 0
        while some := await self._requeue_some(before.id, states):
            queued += some
        if not queued:
            raise BroadcastRefused(Refusal.NOTHING_TO_RETRY)
        await self._step(number, staff, lambda before: life.retried(before, now))
        return queued

    async def test(self, number: str, staff: Staff, contact: Contact, now: dt.datetime) -> None:
        """Send it to one of the staff, just as everybody would get it."""
        async with self._parts.units() as work:
            tried = await reached(number, staff, work)
            person = await work.people.id_at(contact.channel, contact.address)
            if person is None or not await work.audiences.agreed_to(ALERTS, (person,)):
                raise BroadcastRefused(Refusal.NOT_SUBSCRIBED)
            texts = (await work.kept_broadcasts.editions(tried.id))[-1].texts
            copy = Broadcast(
                0,
                self._parts.new_number(),
                replace(tried.draft, test_of=tried.number),
                Audience(),
                Life.SENDING,
                tried.region,
                Done(now, staff.id),
                expires_at=tried.expires_at,
                approved=Done(now, staff.id),
                started=Done(now, staff.id),
            )
            new = await work.kept_broadcasts.add(copy, texts)
            await work.kept_broadcasts.copy_files(tried.id, new)
            await work.deliveries.enqueue_people(new, [person])
            await work.commit()

    async def test_at_own(self, number: str, staff: Staff, now: dt.datetime) -> int:
        """Send it to every chat of whoever asks; returns how many. Refused for who has none."""
        async with self._parts.units() as work:
            await reached(number, staff, work)
            contacts = await work.accounts.contacts(staff.id)
        if not contacts:
            raise BroadcastRefused(Refusal.NOT_SUBSCRIBED)
        for contact in contacts:
            await self.test(number, staff, contact, now)
        return len(contacts)

    async def _step(self, number: str, staff: Staff, step: Callable[[Broadcast], Broadcast | Refusal]) -> Broadcast:
        async def act() -> Broadcast:
            async with self._parts.units() as work:
                before = await writable(number, staff, work)
                after = done(step(before))
                if after != before:
                    await work.kept_broadcasts.change(after)
                    await work.commit()
            return replace(after, version=after.version + (after != before))

        return await surely(act)

    async def _begin(self, number: str, now: dt.datetime) -> Broadcast | None:
        async with self._parts.units() as work:
            before = await work.kept_broadcasts.get(number)
            assert before is not None, "broadcasts are never deleted"
            after = before if before.state is Life.FREEZING else life.due(before, now)
            if after is not None and after is not before:
                await work.kept_broadcasts.change(after)
                await work.commit()
        return after

    async def _freeze(self, broadcast: Broadcast, now: dt.datetime) -> Broadcast:
        """Write down the recipients. Whoever does it twice, or goes on after a crash, writes nobody down twice."""
        among: frozenset[str] | None = None
        if broadcast.audience.by_needs:
            async with self._parts.units() as work:
                among = await self._parts.resolve.among(broadcast.audience, now.date(), work)
        if broadcast.corrects is not None:
            await self._freeze_corrected(broadcast, broadcast.corrects)
        elif among is not None:
            await self._freeze_people(broadcast, sorted(among))
        else:
            await self._freeze_audience(broadcast)
        return await surely(lambda: self._frozen(broadcast.number))

    async def _frozen(self, number: str) -> Broadcast:
        async with self._parts.units() as work:
            before = await work.kept_broadcasts.get(number)
            assert before is not None, "broadcasts are never deleted"
            if before.state in LATER:  # another process was faster
                return before
            after = done(life.frozen(before))
            await work.kept_broadcasts.change(after)
            await work.commit()
        return after

    async def _freeze_audience(self, broadcast: Broadcast) -> None:
        after: str | None = ""
        while after is not None:
            async with self._parts.units() as work:
                if not await work.kept_broadcasts.hold(broadcast.id, Life.FREEZING):
                    return
                after = (await work.deliveries.enqueue(broadcast.id, broadcast.audience, after, AT_ONCE)).last
                await work.commit()

    async def _freeze_people(self, broadcast: Broadcast, people: list[str]) -> None:
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            async with self._parts.units() as work:
                if not await work.kept_broadcasts.hold(broadcast.id, Life.FREEZING):
                    return
                some = await work.audiences.of(broadcast.audience, people[start : start + PEOPLE_AT_ONCE])
                await work.deliveries.enqueue_people(broadcast.id, some)
                await work.commit()

    async def _freeze_corrected(self, broadcast: Broadcast, number: str) -> None:
        after = 0
        while True:
            async with self._parts.units() as work:
                corrected = await work.kept_broadcasts.get(number)
                assert corrected is not None, "broadcasts are never deleted"
                some = await work.broadcast_results.got_it(corrected.id, after, PEOPLE_AT_ONCE)
                if not some or not await work.kept_broadcasts.hold(broadcast.id, Life.FREEZING):
                    return
                await work.deliveries.enqueue_people(broadcast.id, [person for _, person in some])
                await work.commit()
            after = some[-1][0]

    async def _finish(self, broadcast: int, now: dt.datetime) -> None:
        """End it if nobody has to be sent anything: there need not be a worker for people who come and look."""
        async with self._parts.units() as work:
            if not await work.deliveries.is_open(broadcast):
                await work.broadcasts.finish(broadcast, _ms(now))
                await work.commit()

    async def _skip_rest(self, broadcast: int, now: dt.datetime) -> None:
        while await self._skip_some(broadcast, now):
            continue

    async def _skip_some(self, broadcast: int, now: dt.datetime) -> int:
        async with self._parts.units() as work:
            skipped = await work.deliveries.skip_rest(broadcast, Reason.STOPPED, AT_ONCE, _ms(now))
            await work.commit()
        return skipped

    async def _requeue_some(self, broadcast: int, states: frozenset[State]) -> int:
        async with self._parts.units() as work:
            queued = await work.deliveries.requeue(broadcast, states, AT_ONCE)
            await work.commit()
        return queued


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)
