"""Use cases: staff look through what was not understood, and make examples of it for the language model."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from bot.core.conversation.masking import mask
from bot.core.records.staff import Staff
from bot.services.learning.learning_ports import Correction, Decision, Sentence, SentenceOrder
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

FOREIGN_TOPIC = "out_of_scope"
VIEWED = "unclear_viewed"


class UnknownSentence(Exception):
    """There is none of this number in the staff's region, or it has been deleted."""


class TellsSomebody(Exception):
    """The example still names somebody or their number."""


class Learning:
    """Sentences of the staff's region. Changes raise `VersionConflict` if somebody else decided in between."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    async def page(self, staff: Staff, order: SentenceOrder, now: dt.datetime) -> tuple[Sequence[Sentence], int]:
        """Some sentences, and how many there are in all; the look is noted."""
        async with self._units() as work:
            found = await work.unclear.page(replace(order, region=staff.region))
            await work.accesses.note(staff.id, VIEWED, now)
            await work.commit()
        return found

    async def get(self, sentence: int, staff: Staff) -> Sentence:
        """One sentence."""
        async with self._units() as work:
            return await _mine(sentence, staff, work)

    async def assign(self, sentence: int, topic: str, example: str, staff: Staff, on: dt.date) -> None:
        """It belongs to a topic; `example` is how it is worded for training. Raises `TellsSomebody`."""
        await self._teach(sentence, Decision.ASSIGNED, topic, example, staff, on)

    async def refuse(self, sentence: int, example: str, staff: Staff, on: dt.date) -> None:
        """It is none of the service's business; that is learnt too. Raises `TellsSomebody`."""
        await self._teach(sentence, Decision.FOREIGN, FOREIGN_TOPIC, example, staff, on)

    async def note(self, sentence: int, note: str, staff: Staff) -> None:
        """Something is remarked about it."""
        async with self._units() as work:
            await _decide(await _mine(sentence, staff, work), Decision.NOTED, staff, work, note=mask(note))
            await work.commit()

    async def drop(self, sentence: int, staff: Staff) -> None:
        """It says nothing; it is deleted the next night."""
        async with self._units() as work:
            await _decide(await _mine(sentence, staff, work), Decision.DROPPED, staff, work)
            await work.commit()

    async def reopen(self, sentence: int, staff: Staff) -> None:
        """Take a decision back, with the example that was made."""
        async with self._units() as work:
            await _decide(await _mine(sentence, staff, work), Decision.OPEN, staff, work)
            await work.commit()

    async def examples(self, staff: Staff) -> Sequence[Correction]:
        """Examples made in the staff's region, the oldest first."""
        async with self._units() as work:
            return [each for each in await work.corrections.all() if staff.reaches(each.region)]

    async def remove_example(self, correction: str, staff: Staff) -> None:
        """The model is not to learn it any more. Raises `UnknownSentence`."""
        async with self._units() as work:
            mine = [each.id for each in await work.corrections.all() if staff.reaches(each.region)]
            if correction not in mine:
                raise UnknownSentence
            await work.corrections.delete(correction)
            work.scrub()
            await work.commit()

    async def _teach(
        self, sentence: int, decision: Decision, topic: str, example: str, staff: Staff, on: dt.date
    ) -> None:
        if mask(example) != example:
            raise TellsSomebody
        async with self._units() as work:
            before = await _mine(sentence, staff, work)
            correction = Correction(uuid.uuid4().hex, example, topic, before.region, staff.id, on)
            await work.corrections.add(correction)
            await _decide(before, decision, staff, work, topic=topic, correction=correction.id)
            await work.commit()


async def _mine(sentence: int, staff: Staff, work: UnitOfWork) -> Sentence:
    found = await work.unclear.get(sentence)
    if found is None or not staff.reaches(found.region):
        raise UnknownSentence
    return found


async def _decide(
    before: Sentence,
    decision: Decision,
    staff: Staff,
    work: UnitOfWork,
    *,
    topic: str | None = None,
    note: str = "",
    correction: str | None = None,
) -> None:
    """Whatever was decided before no longer holds."""
    if before.correction is not None:
        await work.corrections.delete(before.correction)
        work.scrub()
    by = None if decision is Decision.OPEN else staff.id
    after = replace(before, decision=decision, topic=topic, note=note, correction=correction, decided_by=by)
    await work.unclear.decide(before, after)
