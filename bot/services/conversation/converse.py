"""Use case: a message comes in, an answer goes out, and the state commits with it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.core.answers.answer import Answer
from bot.core.conversation.answering import answer_topic
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.errands import Played
from bot.core.conversation.events import EverythingForgotten
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.masking import mask
from bot.core.conversation.own_data.requests import Copy, CopyOwnData
from bot.core.conversation.reading import Ask, Reading
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Incoming, Reply
from bot.services.conversation.errands import Handlers, Scene, carried_out
from bot.services.conversation.note_questions import Heard, NoteQuestions
from bot.services.people.consents import FORGOTTEN
from bot.services.people.erase import erase
from bot.services.people.keep_people import KeepPeople
from bot.services.people.people import SeenToday
from bot.services.ports import Clock, Interpreter, Stored, UnitOfWorkFactory, VersionConflict

TRIES = 3
NOBODY = "nobody:"
"""The conversation of a question of which nothing is stored."""
REMEMBERED = 10_000
"""Conversations whose state is at hand without asking the database."""


@dataclass(frozen=True)
class Origin:
    """Where a message came from on a platform, for telling repeats apart and for sending the reply.

    `waits`: the reply waits until it is confirmed as sent; otherwise it goes back with the answer to the request.
    """

    channel: str
    address: str
    update: str
    waits: bool = True


@dataclass(frozen=True)
class Handled:
    """The answer, the turn it belongs to, and the id under which its replies wait to be confirmed as sent."""

    answer: Answer
    turn: int
    outgoing: int | None = None

    @property
    def replies(self) -> tuple[Reply, ...]:
        """All replies to show, in order."""
        return replies_of(self.answer)


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands, and the text of the last answer about a policy, if there was one."""

    session: Session
    answered: str | None = None


class Converse:
    """Plays turns of stored conversations; turns of one conversation are played one after another."""

    def __init__(
        self,
        dialogue: Dialogue,
        interpreter: Interpreter,
        unit_of_work: UnitOfWorkFactory,
        clock: Clock,
        keep_people: KeepPeople,
        handlers: Handlers,
        default_region: str | None = None,
        note_questions: NoteQuestions | None = None,
    ) -> None:
        self._dialogue = dialogue
        self._interpreter = interpreter
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._keep_people = keep_people
        self._handlers = handlers
        self._default_region = default_region
        self._note_questions = note_questions
        self._turns: dict[str, _Queue] = {}
        self._recent: OrderedDict[str, Stored] = OrderedDict()
        self._seen = SeenToday()

    async def handle(self, conversation: str, incoming: Incoming, origin: Origin | None = None) -> Handled | None:
        """The answer to one message; `None` if this update was handled before."""
        async with self._in_order(conversation):
            for _ in range(TRIES - 1):
                try:
                    return await self._turn(conversation, incoming, origin)
                except VersionConflict:
                    continue
            return await self._turn(conversation, incoming, origin)

    async def forget(self, conversation: str) -> None:
        """Delete everything remembered of a conversation."""
        self._recent.pop(conversation, None)
        async with self._unit_of_work() as work:
            await erase(conversation, FORGOTTEN, work, self._clock.now())
            await work.commit()

    async def standing(self, conversation: str) -> Standing:
        """Where the conversation stands; nothing is changed by looking."""
        async with self._unit_of_work() as work:
            session = (await work.conversations.load(conversation)).session
        last = session.last
        if last is None:
            return Standing(session)
        there = replace(session, region=last.region or session.region)
        played = answer_topic(there, last.topic, self._clock.today(), self._dialogue.setting, measure=last.measure)
        replies = played.answer.replies if isinstance(played, Turn) else ()
        return Standing(session, replies[0].text if replies else None)

    async def own_data(self, conversation: str) -> Copy:
        """Everything that is kept of the conversation's person, to be handed to them."""
        async with self._unit_of_work() as work:
            stored = await work.conversations.load(conversation)
            scene = Scene(conversation, work, self._clock.now())
            copy: Copy = await self._handlers[CopyOwnData](CopyOwnData(stored.session), scene)
        return copy

    async def ask(self, text: str, session: Session, on: dt.date) -> Answer:
        """One question, one answer, nothing stored."""
        reading = self._dialogue.read(session, Incoming(text), on)
        readings = await self._interpret(reading)
        played = self._dialogue.respond(session, reading, readings, on)
        if isinstance(played, Turn):
            return played.answer
        async with self._unit_of_work() as work:  # never committed
            scene = Scene(NOBODY, work, self._clock.now())
            return (await carried_out(played, self._handlers, scene)).answer

    async def _turn(self, conversation: str, incoming: Incoming, origin: Origin | None) -> Handled | None:
        stored = self._recent.get(conversation)
        if stored is None:
            async with self._unit_of_work() as work:
                if origin and await work.updates.is_handled(origin.channel, origin.update):
                    return None
                stored = await work.conversations.load(conversation)
        if stored.version == 0:
            channel = conversation.partition(":")[0]
            stored = replace(stored, session=replace(stored.session, region=self._default_region, channel=channel))
        today = self._clock.today()
        reading = self._dialogue.read(stored.session, incoming, today)
        readings = await self._interpret(reading)
        played = self._dialogue.respond(stored.session, reading, readings, today)
        return await self._store(conversation, stored, Heard(stored.session, reading, readings), played, origin)

    async def _store(
        self, conversation: str, stored: Stored, heard: Heard, played: Played, origin: Origin | None
    ) -> Handled:
        """Do the errands and commit what they changed, the new state and the replies, all or nothing.

        What was remembered here may be out of date by then: another process, or a repeated update, makes this a
        `VersionConflict`, and the turn is played again.
        """
        self._recent.pop(conversation, None)
        now, outgoing = self._clock.now(), None
        async with self._unit_of_work() as work:
            turn = await carried_out(played, self._handlers, Scene(conversation, work, now))
            version = await work.conversations.save(conversation, turn.session, stored.version, now)
            await self._seen.note(conversation, work, now)
            await self._keep_people.apply(turn.events, conversation, turn.session, work, now)
            if origin is not None:
                await work.updates.mark_handled(origin.channel, origin.update, now)
                replies = replies_of(turn.answer)
                if origin.waits:
                    outgoing = await work.outgoing.add(origin.channel, origin.address, replies, turn.session.turn, now)
            if self._note_questions is not None:
                channel = conversation.partition(":")[0]
                await self._note_questions.note(heard, turn, channel, self._dialogue.setting, work, now)
            await work.commit()
        self._seen.noted(conversation)
        if EverythingForgotten() not in turn.events:
            self._remember(conversation, Stored(turn.session, version))
        return Handled(turn.answer, turn.session.turn, outgoing)

    def _remember(self, conversation: str, stored: Stored) -> None:
        """Spare the next turn of a lively conversation its look into the database."""
        self._recent[conversation] = stored
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    async def _interpret(self, reading: Reading | Played) -> Sequence[Interpretation]:
        if not isinstance(reading, Ask):
            return ()
        return await asyncio.gather(*(self._interpreter.interpret(mask(text)) for text in reading.questions))

    @asynccontextmanager
    async def _in_order(self, conversation: str) -> AsyncIterator[None]:
        """Turns of one conversation wait for one another; the queue goes when nobody waits."""
        queue = self._turns.setdefault(conversation, _Queue())
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if queue.waiting == 0:
                self._turns.pop(conversation, None)


class _Queue:
    """Turns of one conversation."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0


def replies_of(answer: Answer) -> tuple[Reply, ...]:
    """The replies of an answer and of those to further questions in the same message."""
    return (*answer.replies, *(reply for further in answer.also for reply in further.replies))
