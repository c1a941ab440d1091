"""Use case: places of a training class. A full one has a waiting list; who cancels gives their place to the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.conversation.form.requests import Kept, MoveOwn, Refused, SubmitRecord
from bot.core.messaging.reply import Reply
from bot.core.records.record import Record
from bot.services.conversation.errands import Handler, Handlers, Scene
from bot.services.people.people import person_of
from bot.services.ports import UnitOfWork
from bot.services.records.record_book import RecordBook
from bot.services.records.record_ports import Happened, Stored, Wanted

ENROLMENTS, CLASSES = "enrolments", "training_classes"
REGISTERED, WAITING, OFFERED, CANCELLED = "registered", "waiting", "offered", "cancelled"
_TAKING = frozenset((REGISTERED, OFFERED, "attended"))
"""States in which somebody has one of the places."""
_OVER = frozenset((CANCELLED,))
BY = "places"
"""Who moved an enrolment when nobody did but a place became free."""
PURPOSE = "submission"
NO_TURN = 0


class KeepEnrolments:
    """Carries out what forms ask for, and sees to the places of classes."""

    def __init__(self, book: RecordBook) -> None:
        self._book = book

    def around(self, handlers: Handlers) -> Handlers:
        """The handlers of forms, with the places of classes seen to."""
        return {
            **handlers,
            SubmitRecord: self._submitting(handlers[SubmitRecord]),
            MoveOwn: self._moving(handlers[MoveOwn]),
        }

    def _submitting(self, submit: Handler) -> Handler:
        async def enrol(request: SubmitRecord, scene: Scene) -> Kept | Refused:
            if request.register != ENROLMENTS:
                kept: Kept | Refused = await submit(request, scene)
                return kept
            course = await self._course(str(request.values.get("course", "")), scene)
            why = "enrolment_no_course" if course is None else await self._refusal(course, scene)
            if course is None or why:
                return Refused((self._book.say(why or ""),))
            full = await self._is_full(course, scene.work)
            await self._claim(course, scene)
            result: Kept | Refused = await submit(request, scene)
            if isinstance(result, Kept) and full:
                return Kept(await _moved(result.record, WAITING, self._book, scene.work, scene.now))
            return result

        return enrol

    def _moving(self, move: Handler) -> Handler:
        async def move_and_fill(request: MoveOwn, scene: Scene) -> Kept | Refused:
            result: Kept | Refused = await move(request, scene)
            if isinstance(result, Kept):
                await give_place(result.record, self._book, scene.work, scene.now)
            return result

        return move_and_fill

    async def _course(self, number: str, scene: Scene) -> Stored | None:
        stored = await scene.work.records.get(number.strip().upper())
        return stored if stored is not None and stored.register == CLASSES else None

    async def _refusal(self, course: Stored, scene: Scene) -> str | None:
        """Why nobody, or not this person, can sign up for the class."""
        values = self._book.record(course).values
        until = values.get("sign_up_until") or values.get("ends")
        if values.get("status") != "open" or (isinstance(until, dt.date) and until < scene.now.date()):
            return "enrolment_closed"
        person = await person_of(scene.conversation, scene.work)
        mine = await scene.work.records.of_owner(person.id) if person else ()
        again = any(each.open.get("course") == course.id and each.state not in _OVER for each in mine)
        return "enrolment_again" if again else None

    async def _is_full(self, course: Stored, work: UnitOfWork) -> bool:
        values = self._book.record(course).values
        places = values.get("places") or values.get("planned")
        taken = [each for each in await _enrolled(course.id, work) if each.state in (*_TAKING, WAITING)]
        return isinstance(places, int) and len(taken) >= places

    async def _claim(self, course: Stored, scene: Scene) -> None:
        """Of two who take the last place at once one meets a `VersionConflict`, and is played again."""
        edition, record = self._book.edition_of(course), self._book.record(course)
        await scene.work.records.replace(
            course, self._book.entry(record, edition), Happened(scene.now, BY, "changed", {})
        )


async def give_place(cancelled: Record, book: RecordBook, work: UnitOfWork, now: dt.datetime) -> None:
    """After a cancellation, the first who waits is offered the place, and told so; any other record is left alone."""
    course = str(cancelled.values.get("course", ""))
    if cancelled.register != ENROLMENTS or cancelled.state != CANCELLED:
        return
    several = await _enrolled(course, work)
    stored_course = await work.records.get(course)
    values = book.record(stored_course).values if stored_course else {}
    places = values.get("places") or values.get("planned")
    taken = sum(each.state in _TAKING for each in several)
    first = next((each for each in several if each.state == WAITING), None)
    if first is None or (isinstance(places, int) and taken >= places):
        return
    record = book.record(first)
    offered = replace(record, values={**record.values, "offered_on": now.date()})
    await _moved(offered, OFFERED, book, work, now)
    if first.owner is not None:
        await _tell(first.owner, str(values.get("course", "")), first.id, book, work, now)


async def _tell(owner: str, course: str, number: str, book: RecordBook, work: UnitOfWork, now: dt.datetime) -> None:
    person = await work.people.get(owner)
    if person is not None and person.blocked_at is None:
        text = book.say("enrolment_offered", course=course, number=number)
        await work.outgoing.add(person.channel, person.address, [Reply(text)], NO_TURN, now, person.id, PURPOSE)


async def _enrolled(course: str, work: UnitOfWork) -> Sequence[Stored]:
    return [each for each in await work.records.find(Wanted((ENROLMENTS,))) if each.open.get("course") == course]


async def _moved(record: Record, state: str, book: RecordBook, work: UnitOfWork, now: dt.datetime) -> Record:
    stored = await work.records.get(record.id)
    assert stored is not None, "just read or added"
    edition = book.edition_of(stored)
    after = replace(record, state=state, state_since=now.date())
    entry = replace(book.entry(after, edition), owner=stored.owner)
    await work.records.replace(stored, entry, Happened(now, BY, "moved", {"state": [record.state, state]}))
    return replace(after, version=stored.version + 1)
