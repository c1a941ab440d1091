"""Use case: the language model is trained with staff's corrections, compared, and switched on unless it is worse.

One training at a time over all processes, by a lease; one that dies half-way is begun anew by whoever looks next.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog

from bot.services.learning.learning_ports import (
    Correction,
    Figures,
    ModelState,
    Report,
    Stage,
    Training,
    TrainingFailed,
    Workshop,
)
from bot.services.ports import Clock, UnitOfWorkFactory

log = structlog.get_logger()

LEASE_NAME = "training"
LEASE = dt.timedelta(seconds=60)
HEARTBEAT = 15.0
"""Seconds between two renewals of the lease."""
NOTICEABLE = 0.02
"""A step is noted as often as it has come so much further."""
KEPT = 20
"""Trainings that are shown."""


class TrainModel:
    """Without a workshop nothing can be trained here: the language model is run by somebody else."""

    def __init__(
        self,
        workshop: Workshop | None,
        may_fall: Mapping[str, float],
        units: UnitOfWorkFactory,
        clock: Clock,
        holder: str,
    ) -> None:
        self._workshop, self._may_fall = workshop, may_fall
        self._units, self._clock, self._holder = units, clock, holder

    @property
    def is_possible(self) -> bool:
        """Whether models can be trained here."""
        return self._workshop is not None

    async def state(self) -> ModelState | None:
        """The model that answers, as far as that is known here."""
        return await self._workshop.state() if self._workshop else None

    async def ask(self, by: str) -> Training:
        """Ask for a training; whichever process looks next does it."""
        async with self._units() as work:
            training = await work.trainings.ask(by, self._now())
            await work.commit()
        return training

    async def latest(self) -> Sequence[Training]:
        """The last trainings, the newest first."""
        async with self._units() as work:
            return await work.trainings.latest(KEPT)

    async def go_back(self) -> bool:
        """The model before this one is to answer again; whether there is one."""
        return self._workshop is not None and await self._workshop.go_back()

    async def examples(self) -> Sequence[Correction]:
        """What is trained besides the project's own sentences."""
        async with self._units() as work:
            return await work.corrections.all()

    async def run(self, told: Report | None = None) -> Training | None:
        """Do the training that was asked for, if there is one and nobody else is at it; returns how it ended.

        `told` hears how far it is.
        """
        if self._workshop is None or await self._wanted() is None:
            return None
        async with self._held() as held:
            training = await self._wanted() if held else None
            if training is None:
                return None
            try:
                return await self._end(await self._train(training, self._workshop, told))
            except TrainingFailed as failure:
                log.error("training_failed", reason=str(failure))
                return await self._end(replace(training, stage=Stage.FAILED))

    async def _train(self, training: Training, workshop: Workshop, told: Report | None) -> Training:
        examples = await self.examples()
        training = replace(training, stage=Stage.RUNNING, examples=len(examples), done=0.0)
        await self._store(training)
        noted = ("", -1.0)

        async def report(step: str, done: float) -> None:
            nonlocal noted
            if step != noted[0] or done - noted[1] >= NOTICEABLE or done >= 1:
                noted = (step, done)
                await self._store(replace(training, step=step, done=done))
                if told is not None:
                    await told(step, done)

        before = await workshop.state()
        model = await workshop.train([(each.text, each.topic) for each in examples], report)
        await report("evaluate", 0.0)
        after = await workshop.measured(model)
        if before is None or before.name == model:
            await workshop.switch_on(model)
            return replace(training, stage=Stage.UNCHANGED, before=after, after=after)
        was = await workshop.measured()
        worse = is_worse(was, after, self._may_fall)
        if not worse:
            await workshop.switch_on(model)
        return replace(training, stage=Stage.WORSE if worse else Stage.SWITCHED, before=was, after=after)

    async def _wanted(self) -> Training | None:
        async with self._units() as work:
            return await work.trainings.under_way()

    async def _end(self, training: Training) -> Training:
        ended = replace(training, step="", done=1.0, ended_at=self._now())
        await self._store(ended)
        return ended

    async def _store(self, training: Training) -> None:
        async with self._units() as work:
            await work.trainings.change(training)
            await work.commit()

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[bool]:
        """Whether the lease is ours while this lasts."""
        held = await self._take()
        beating = asyncio.create_task(self._beat()) if held else None
        try:
            yield held
        finally:
            if beating is not None:
                beating.cancel()
                async with self._units() as work:
                    await work.leases.release(LEASE_NAME, self._holder)
                    await work.commit()

    async def _take(self) -> bool:
        now = self._now()
        async with self._units() as work:
            taken = await work.leases.take(LEASE_NAME, self._holder, now, now + round(LEASE.total_seconds() * 1000))
            await work.commit()
        return taken

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self._take()
            except Exception as error:  # noqa: BLE001  it is renewed the next time, or ends
                log.error("lease_not_renewed", error=type(error).__name__)

    def _now(self) -> int:
        return round(self._clock.now().timestamp() * 1000)


def is_worse(before: Figures, after: Figures, may_fall: Mapping[str, float]) -> bool:
    """Whether any figure falls by more than it may; one that is missing has fallen to nothing."""
    return any(before.get(name, 0.0) - after.get(name, 0.0) > least for name, least in may_fall.items())
