"""Carries out what people choose about alerts: how often, quiet hours, a fair they want to be reminded of."""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation.alert_settings import Choose, Chosen, LookUpWish
from bot.core.conversation.alerting import Remind, Reminded
from bot.core.conversation.events import Consented
from bot.core.conversation.listing.kinds import FAIRS
from bot.core.conversation.session import Session
from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Wish
from bot.services.conversation.errands import Handlers, Scene
from bot.services.people.consents import ALERTS
from bot.services.people.keep_people import consent
from bot.services.people.people import address_of
from bot.services.records.record_book import RecordBook
from bot.services.records.record_window import is_published


class ChooseAlerts:
    """Nobody who did not agree to alerts has anything kept about them here."""

    def __init__(self, book: RecordBook) -> None:
        self._book = book

    def handlers(self) -> Handlers:
        """The requests of the conversation about alerts."""
        return {LookUpWish: self._look_up, Choose: self._choose, Remind: self._remind}

    async def _look_up(self, request: LookUpWish, scene: Scene) -> Chosen | None:
        person = await self._listening(scene)
        if person is None:
            return None
        topics = tuple(sorted(await scene.work.subscriptions.of(person)))
        return Chosen(topics, await scene.work.alerts.wish(person))

    async def _choose(self, request: Choose, scene: Scene) -> Chosen | None:
        person = await self._listening(scene)
        if person is None:
            return None
        before = await scene.work.alerts.wish(person)
        after = replace(before, pace=request.pace or before.pace, quiet=_quiet(request, before))
        await scene.work.alerts.choose(person, after)
        return await self._look_up(LookUpWish(), scene)

    async def _remind(self, request: Remind, scene: Scene) -> Reminded:
        person = await self._listening(scene)
        stored = await scene.work.records.get(request.number)
        if stored is None or stored.register != FAIRS:
            return Reminded.GONE
        if not is_published(self._book.record(stored), self._book.edition_of(stored), scene.now.date()):
            return Reminded.GONE
        if person is None and request.version is None:
            return Reminded.ASK_FIRST
        if person is None:
            session = Session(region=request.region, role=request.role, easy=request.easy)
            given = Consented(ALERTS, request.version or "")
            known = await consent(given, scene.conversation, session, scene.work, scene.now)
            if known is None:
                return Reminded.NOT_HERE
            person = known.id
        await scene.work.alerts.ask(person, stored.id)
        return Reminded.YES

    async def _listening(self, scene: Scene) -> str | None:
        person = await scene.work.people.id_at(*address_of(scene.conversation))
        if person is None or all(each.purpose != ALERTS for each in await scene.work.consents.of(person)):
            return None
        return person


def _quiet(request: Choose, before: Wish) -> Quiet | None:
    if request.begins is None and request.ends is None:
        return before.quiet
    stays = before.quiet or request.usual
    return Quiet(request.begins or stays.begins, request.ends or stays.ends)
