"""Use case: recipients of running broadcasts get their message, once, within the platform's limits.

A worker goes round. In one transaction it stores what became of the messages that were under way, marks those that
leave now and claims what comes next; after the commit the marked ones leave, and slots are reserved for the next.
Whatever happens to the worker, the database knows of each message whether it may have left.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, cast

import structlog

from bot.core.messaging.delivery import (
    Flooded,
    Moved,
    Outcome,
    Reason,
    Refused,
    State,
    Step,
    Trip,
    Unanswered,
    backoff,
    hindered,
    step,
)
from bot.core.messaging.flow import WIDEST, Flow
from bot.services.alerts.alert_times import AlertTimes
from bot.services.delivery.delivery_ports import Claim, Platform, Recipient, Running, Settled
from bot.services.delivery.pacing import Limits
from bot.services.delivery.slots import LEAD, Slots
from bot.services.delivery.tidy_deliveries import tidy_deliveries
from bot.services.people.keep_people import block
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

log = structlog.get_logger()

LEASE = 60_000
"""Milliseconds after which what a worker holds is taken from it: longer than any request lasts."""
LOOK = 1.0
"""Seconds between looks for something to do."""
LOOKS = 12
"""So often while a claim lasts is looked for what nobody else sees to."""
LINGER = 0.002
"""Seconds to wait for more outcomes to store together, while many are under way."""
MANY = 8
SPARE = 1.25
"""So much more than the measured time from message to answer is reckoned with."""
FAILURES = 5
GRACE = 5.0
"""Seconds that a stopping worker waits for answers."""


@dataclass(frozen=True)
class _Flight:
    """A message on its way, or back. `leaves` is its slot, by the monotonic clock."""

    recipient: Recipient
    running: Running
    leaves: float = 0.0
    outcome: Outcome | None = None


class Deliver:
    """One worker. `name` is its own among all; `chance` gives random numbers from 0 to 1."""

    def __init__(
        self,
        platform: Platform,
        units: UnitOfWorkFactory,
        clock: Clock,
        limits: Limits,
        name: str,
        chance: Callable[[], float],
        lease: int = LEASE,
        times: AlertTimes | None = None,
    ) -> None:
        self._platform, self._units, self._clock, self._limits = platform, units, clock, limits
        self._name, self._chance, self._lease, self._times = name, chance, lease, times
        self._flow = Flow()
        self._latency = 0.0
        self._ready: deque[Claim] = deque()
        self._slots = Slots(limits, platform.channel)
        self._back: list[_Flight] = []
        self._taken: list[int] = []
        self._stranded: set[int] = set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._cursors: dict[int, int] = {}
        self._rested: dict[int, float] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._tidies_at = 0.0
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled; what is under way then is waited for a little."""
        failures = 0
        try:
            while True:
                try:
                    await self.round()
                    failures = 0
                except Exception as error:  # noqa: BLE001  e.g. a database that is away: nothing leaves meanwhile
                    log.warning("delivery_round_failed", error=type(error).__name__, attempts=failures + 1)
                    await asyncio.sleep(backoff(failures, self._chance()) / 4000)
                    failures = min(failures + 1, FAILURES)
                await self._rest()
        finally:
            await self._stop()

    async def round(self) -> None:
        """One transaction, and the messages that leave after it."""
        now, back, stranded = self._now(), self._back, self._stranded
        self._back, self._stranded = [], set()
        try:
            async with self._units() as work:
                await work.deliveries.give_back_some(stranded, self._name)
                await self._settle(back, work, now)
                marked = await self._next(work, now)
                await work.commit()
        except BaseException:
            self._back = [*back, *self._back]
            # Should the commit have come through after all: none of these has left.
            self._stranded.update(stranded, self._taken)
            self._slots.clear()
            raise
        finally:
            self._taken = []
        await self._launch(marked)
        if time.monotonic() > self._tidies_at:
            self._tidies_at = time.monotonic() + self._lease / 1000 / LOOKS
            self._start(self._keep_house(), self._chores)

    async def _next(self, work: UnitOfWork, now: int) -> list[_Flight]:
        """Mark what leaves now and hold what leaves later. Where neither is due there was only something to store."""
        free, is_low, marked = self._free(now), len(self._ready) <= self._limits.ahead // 2, list[_Flight]()
        if is_low or free > 0:
            running = {each.id: each for each in await work.broadcasts.running()}
            marked = await self._mark(free, running, work, now)
            if len(self._ready) <= self._limits.ahead // 2:
                await self._claim(running, work, now)
        return marked

    def _free(self, now: int) -> int:
        """How many may leave now."""
        room = self._room(now)
        return room if self._limits.is_quick else min(self._slots.due(), room)

    async def _launch(self, marked: Sequence[_Flight]) -> None:
        """Let them leave, each at its moment."""
        if self._limits.is_quick and marked:
            try:
                moments = await self._slots.now(len(marked), self._units)
            except BaseException:
                self._stranded.update(flight.recipient.id for flight in marked)
                raise
            marked = [replace(flight, leaves=moment) for flight, moment in zip(marked, moments, strict=True)]
        for flight in marked:
            self._start(self._fly(flight), self._under_way)
        wanted = min(self._limits.ahead, len(self._ready)) - len(self._slots)
        if wanted > 0 and not self._limits.is_quick:
            await self._slots.reserve(wanted, self._units)

    def _start(self, work: Coroutine[Any, Any, None], among: set[asyncio.Task[None]]) -> None:
        task = asyncio.create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)

    async def _settle(self, back: Sequence[_Flight], work: UnitOfWork, now: int) -> None:
        """Store what became of the messages, and what it says of the person and the platform."""
        settled, flow = [], self._flow
        for flight in back:
            outcome = flight.outcome
            assert outcome is not None, "only flights with an outcome come back"
            settled.append(await self._came_back(flight, outcome, work, now))
            flow = flow.after(outcome, now, self._chance())
        await work.deliveries.settle(settled, self._name, now)
        for flight in back:
            await self._learn(flight, work)
        reason = flow.broken()
        if reason is not None:
            for broadcast in {flight.running.id for flight in back}:
                if await work.broadcasts.interrupt(broadcast, reason):
                    log.error("broadcast_interrupted", broadcast=broadcast, reason=reason)
            flow = Flow()
        self._flow = flow

    async def _came_back(self, flight: _Flight, outcome: Outcome, work: UnitOfWork, now: int) -> Settled:
        recipient = flight.recipient
        parts = self._platform.parts(flight.running.wording(recipient.easy))
        if isinstance(outcome, Moved) and not await self._move(recipient, outcome.address, work):
            outcome = Refused(Reason.CHAT_NOT_FOUND)
        trip = Trip(recipient.attempts, recipient.part, parts)
        return Settled(recipient.id, step(outcome, trip, now, self._chance(), self._limits.gap), flight.running.edition)

    async def _move(self, recipient: Recipient, address: str, work: UnitOfWork) -> bool:
        """The chat has another address now; whether nobody else is there."""
        person = await work.people.get(recipient.person) if recipient.person else None
        if person is None or await work.people.id_at(person.channel, address) is not None:
            return False
        await work.people.change(replace(person, address=address), self._clock.now())
        return True

    async def _learn(self, flight: _Flight, work: UnitOfWork) -> None:
        match flight.outcome:
            case Refused(Reason.BLOCKED):
                await block(self._where(flight.recipient), work, self._clock.now())
            case Flooded(seconds):
                self._slots.clear()
                # The gap between two messages to one chat has been kept: it is the bot that is too fast.
                await work.pace.hold_chat(self._platform.channel, flight.recipient.address, seconds)
                await work.pace.hold(self._platform.channel, seconds)
                log.warning("delivery_flood_wait", seconds=seconds)
            case _:
                return

    async def _mark(self, free: int, running: Mapping[int, Running], work: UnitOfWork, now: int) -> list[_Flight]:
        """Those that leave now: for each there is a slot, and nothing hinders it."""
        if free <= 0 or not self._ready or await work.pace.is_held(self._platform.channel):
            return []
        self._taken = claims = [self._ready.popleft().id for _ in range(min(free, len(self._ready)))]
        topics = {each.id: each.topics for each in running.values() if each.topics}
        settled, going = list[Settled](), dict[int, Recipient]()
        recipients = await work.deliveries.recipients(claims, topics)
        later = await self._later([each for each in recipients if not _is_trial(each, running)], work)
        for recipient in recipients:
            hindrance = hindered(replace(recipient.standing, quiet_until=later.get(recipient.id)), now)
            if hindrance is None and recipient.broadcast in running:
                going[recipient.id] = recipient
            else:
                kept = replace(hindrance or Step(State.QUEUED), attempts=recipient.attempts, part=recipient.part)
                settled.append(Settled(recipient.id, kept))
        addresses = {each.id: self._where(each) for each in going.values()}
        for busy, seconds in (await work.pace.take_chats(addresses, self._limits.gap)).items():
            late = going.pop(busy)
            due = now + int(seconds * 1000) + 1
            settled.append(Settled(busy, Step(State.RETRY, Reason.CHAT_BUSY, late.attempts, late.part, due)))
        await work.deliveries.settle(settled, self._name, now)
        if not going:
            return []
        marked = await work.deliveries.mark(list(going), self._name, now + self._lease)
        slots = self._slots
        return [
            _Flight(recipient, running[recipient.broadcast], slots.take() if len(slots) else 0.0)
            for recipient in going.values()
            if recipient.id in marked
        ]

    async def _later(self, recipients: Sequence[Recipient], work: UnitOfWork) -> Mapping[int, int]:
        """Until when those wait who are not to be disturbed, or have had enough for a day; a message begun is ended."""
        people = {each.id: each.person for each in recipients if each.person is not None and each.part == 0}
        if self._times is None or not people:
            return {}
        later = await self._times.later(sorted(set(people.values())), work, self._clock.now())
        return {each: int(later[person].timestamp() * 1000) for each, person in people.items() if person in later}

    async def _claim(self, running: Mapping[int, Running], work: UnitOfWork, now: int) -> None:
        """Hold what leaves next: first what has waited for another try."""
        wanted = min(self._limits.ahead, WIDEST) - len(self._ready)
        if wanted <= 0 or not running:
            return
        until, rows = now + self._lease, work.deliveries
        due = await rows.claim_due(self._platform.channel, list(running), wanted, self._name, now, until)
        self._ready.extend(due)
        wanted -= len(due)
        for broadcast in running:
            if wanted <= 0:
                return
            if time.monotonic() < self._rested.get(broadcast, 0.0):
                continue
            after = self._cursors.get(broadcast, 0)
            new = await rows.claim(self._platform.channel, broadcast, after, wanted, self._name, until)
            self._ready.extend(new)
            wanted -= len(new)
            # At the end begin anew, a little later: something may have come back behind.
            self._cursors[broadcast] = new[-1].id if new else 0
            if not new:
                self._rested[broadcast] = time.monotonic() + LOOK

    async def _fly(self, flight: _Flight) -> None:
        recipient = flight.recipient
        try:
            leaves = flight.leaves
            if not self._limits.is_quick:
                leaves = await self._slots.good(leaves, self._units)
            await asyncio.sleep(leaves - time.monotonic())
        except BaseException as error:
            self._stranded.add(recipient.id)
            if not isinstance(error, Exception):
                raise
            log.warning("delivery_without_slot", error=type(error).__name__)
            return
        outcome, left = cast(Outcome, Unanswered()), time.monotonic()
        try:
            outcome = await self._platform.send(recipient.address, flight.running, recipient.easy, recipient.part)
        except Exception as error:  # noqa: BLE001  whatever it is, nobody knows whether the message left
            log.error("delivery_failed", delivery=recipient.id, error=type(error).__name__)
        self._latency += (time.monotonic() - left - self._latency) / 8
        self._back.append(replace(flight, outcome=outcome))
        self._wake.set()

    async def _rest(self) -> None:
        """Until there is something to do."""
        if self._back:
            # Store several outcomes together, or with the mark of what leaves next.
            soon = self._ready and len(self._slots) and self._slots.until_due() < LEAD
            await asyncio.sleep(
                LINGER if len(self._under_way) > MANY else max(0.0, self._slots.until_due()) if soon else 0
            )
        self._wake.clear()
        seconds = 0.0 if self._back else self._idle_seconds()
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)
        else:
            await asyncio.sleep(0)

    def _idle_seconds(self) -> float:
        """How long nothing is to be done, unless an answer comes."""
        if not self._ready:
            return LOOK if not self._under_way else LOOK / 4
        now = self._now()
        if self._flow.quiet_until > now:
            return min(LOOK, (self._flow.quiet_until - now) / 1000)
        if self._room(now) <= 0:
            return LOOK
        return 0.0 if self._limits.is_quick else min(LOOK, self._slots.until_due())

    def _room(self, now: int) -> int:
        """How many more may be under way."""
        if now < self._flow.quiet_until:
            return 0
        # No more than the pace needs: what is under way is what may end as uncertain.
        needed = max(1, math.ceil(self._latency * SPARE / (self._limits.step / 1_000_000)))
        return min(self._flow.window, needed) - len(self._under_way) - len(self._back)

    async def _keep_house(self) -> None:
        try:
            await tidy_deliveries(self._now(), self._units)
        except Exception as error:  # noqa: BLE001  e.g. a database that is away: the next time
            log.warning("deliveries_not_tidied", error=type(error).__name__)

    async def _stop(self) -> None:
        """Wait for answers, store them, and give back what has not left."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE)
        for task in (*self._under_way, *self._chores):
            task.cancel()
        await asyncio.gather(*self._under_way, *self._chores, return_exceptions=True)
        self._ready.clear()
        try:
            async with self._units() as work:
                await work.deliveries.give_back_some(self._stranded, self._name)
                await self._settle(self._back, work, self._now())
                await work.deliveries.give_back(self._name)
                await work.commit()
        except Exception as error:  # noqa: BLE001  then the rows are taken up when their claims run out
            log.error("delivery_stop_not_stored", error=type(error).__name__)

    def _where(self, recipient: Recipient) -> str:
        return f"{self._platform.channel}:{recipient.address}"

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def _is_trial(recipient: Recipient, running: Mapping[int, Running]) -> bool:
    return recipient.broadcast in running and running[recipient.broadcast].is_trial
