"""Use case: what is kept of a person is gathered, to be shown to them or copied for them."""

from __future__ import annotations

import datetime as dt

import orjson

from bot.core.conversation.own_data.copying import document, text
from bot.core.conversation.own_data.requests import Copy, CopyOwnData, Given, HandedOver, Look, LookUpOwnData, OwnData
from bot.core.conversation.own_data.telling import Sources
from bot.core.timing.wishes import Wish
from bot.services.conversation.errands import Handlers, Scene
from bot.services.handover.handover_ports import Kept, Speaker
from bot.services.people.people import address_of, day_of, person_of
from bot.services.ports import UnitOfWork
from bot.services.records.record_book import RecordBook


class GatherOwnData:
    """Carries out what 我的资料 asks for. Nobody meets anything but their own."""

    def __init__(self, book: RecordBook) -> None:
        self._book = book

    def handlers(self, sources: Sources) -> Handlers:
        """The requests of 我的资料; `sources` has the words of the copy."""

        async def copy(request: CopyOwnData, scene: Scene) -> Copy:
            data = await self.gather(scene.conversation, scene.work, scene.now, whole=True)
            today = scene.now.date()
            plain = orjson.dumps(document(data, request.session, sources, today), option=orjson.OPT_INDENT_2)
            return Copy(plain, text(data, request.session, sources, today))

        return {LookUpOwnData: self._look_up, CopyOwnData: copy}

    async def gather(self, conversation: str, work: UnitOfWork, now: dt.datetime, *, whole: bool = False) -> OwnData:
        """All of it; what was said to staff only if it is to be `whole`. Days are those of `now`'s time zone."""
        cases = await work.handovers.all_at(*address_of(conversation))
        handovers = tuple([await _handed_over(case, work, now, whole=whole) for case in cases])
        person = await person_of(conversation, work)
        if person is None:
            return OwnData({}, handovers=handovers)
        wish = await work.alerts.wish(person.id)
        return OwnData(
            wish=None if wish == Wish() else wish,
            reminders=tuple(await work.alerts.asked_by(person.id)),
            facts=person.profile.facts if person.profile else {},
            records=tuple(self._book.record(stored) for stored in await work.records.of_owner(person.id)),
            topics=tuple(sorted(await work.subscriptions.of(person.id))),
            consents=tuple(
                Given(each.purpose, each.version, each.channel, day_of(each.given_at, now))
                for each in await work.consents.of(person.id)
            ),
            looks=tuple(
                Look(day_of(each.at, now), each.staff, each.what, each.register)
                for each in await work.accesses.of(person.id)
            ),
            handovers=handovers,
        )

    async def _look_up(self, request: LookUpOwnData, scene: Scene) -> OwnData:
        return await self.gather(scene.conversation, scene.work, scene.now)


async def _handed_over(kept: Kept, work: UnitOfWork, now: dt.datetime, *, whole: bool) -> HandedOver:
    case = kept.case
    said = await work.handovers.said(case.number) if whole else ()
    theirs = tuple((each.speaker.value, each.text) for each in said if each.speaker is not Speaker.NOTE)
    return HandedOver(case.number, day_of(case.opened_at, now), case.is_open, theirs)
