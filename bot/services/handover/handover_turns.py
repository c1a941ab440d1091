"""Carries out what the conversation asks for when it is handed over, inside the transaction that stores the turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.conversation.handing.requests import EndCase, LookForCase, OpenCase, PassOn, Situation, WaitOn
from bot.core.handover import steps
from bot.core.handover.case import Case, EndedBy
from bot.core.handover.hours import Hours
from bot.services.conversation.errands import Handlers, Scene
from bot.services.handover.handover_ports import Kept, Said, Speaker
from bot.services.people.people import address_of

PURPOSE = "handover"
"""To what somebody agrees who lets their conversation be handed over."""


class HandoverTurns:
    """What the person does about their own case; `new_number` makes numbers that nobody can guess."""

    def __init__(self, hours: Hours, new_number: Callable[[], str]) -> None:
        self._hours = hours
        self._new_number = new_number

    def handlers(self) -> Handlers:
        """Who carries out which request."""
        return {
            LookForCase: self.look,
            OpenCase: self.open,
            WaitOn: self.wait_on,
            PassOn: self.pass_on,
            EndCase: self.end,
        }

    async def look(self, request: LookForCase, scene: Scene) -> Situation:
        """The open case, if there is one."""
        kept = await _open(scene)
        return self._situation(kept.case if kept else None, request.region, scene)

    async def open(self, request: OpenCase, scene: Scene) -> Situation:
        """A new case with its beginning; the one there is, if the person has one already."""
        kept = await _open(scene)
        if kept is not None:
            return self._situation(kept.case, request.region, scene)
        channel, address = address_of(scene.conversation)
        await _consent(request, scene)
        number = self._new_number()
        case = steps.opened(number, request.region, request.role, request.easy, request.reason, scene.now)
        await scene.work.handovers.add(case, channel, address)
        for exchange in request.recent:
            for speaker, text in ((Speaker.PERSON, exchange.said), (Speaker.ASSISTANT, exchange.answered)):
                await scene.work.handovers.say(number, Said(speaker, None, scene.now, text))
        return self._situation(case, request.region, scene)

    async def wait_on(self, request: WaitOn, scene: Scene) -> Situation:
        """The open case, for which the assistant is silent again."""
        kept = await _open(scene)
        if kept is None:
            return self._situation(None, request.region, scene)
        case = await _changed(kept, steps.waited_on(kept.case, scene.now), scene)
        return self._situation(case, request.region, scene)

    async def pass_on(self, request: PassOn, scene: Scene) -> Situation:
        """Keeps the message in the open case, if that is still the one the conversation means."""
        kept = await _open(scene)
        if kept is None or kept.case.number != request.number:
            return self._situation(None, "", scene)
        await scene.work.handovers.say(request.number, Said(Speaker.PERSON, None, scene.now, request.text))
        case = await _changed(kept, steps.heard(kept.case, scene.now), scene)
        return self._situation(case, case.region, scene)

    async def end(self, request: EndCase, scene: Scene) -> Case | None:
        """The person ends the open case."""
        kept = await _open(scene)
        if kept is None:
            return None
        return await _changed(kept, steps.closed(kept.case, EndedBy.PERSON, scene.now), scene)

    def _situation(self, case: Case | None, region: str, scene: Scene) -> Situation:
        return Situation(case, scene.now, self._hours.of(case.region if case else region))


async def _open(scene: Scene) -> Kept | None:
    return await scene.work.handovers.open_at(*address_of(scene.conversation))


async def _changed(kept: Kept, after: Case, scene: Scene) -> Case:
    if after == kept.case:
        return after
    await scene.work.handovers.change(after)
    return replace(after, version=after.version + 1)


async def _consent(request: OpenCase, scene: Scene) -> None:
    """Keeps the person, to whom staff will answer, with what they agreed to."""
    channel, address = address_of(scene.conversation)
    work, region, role = scene.work, request.region, request.role
    person = await work.people.id_at(channel, address)
    if person is None:
        person = (await work.people.add(channel, address, scene.now, region=region, role=role, easy=request.easy)).id
    await work.consents.give(person, PURPOSE, request.consent_version, channel, scene.now)
