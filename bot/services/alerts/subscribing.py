"""Carries out that somebody wants to be told of jobs, fairs or courses."""

from __future__ import annotations

from bot.core.conversation.alerting import Subscribe
from bot.core.conversation.events import Consented
from bot.core.conversation.session import Session
from bot.services.conversation.errands import Handlers, Scene
from bot.services.people.consents import ALERTS
from bot.services.people.keep_people import consent


def handlers() -> Handlers:
    """The request of the conversation about alerts."""
    return {Subscribe: subscribe}


async def subscribe(request: Subscribe, scene: Scene) -> bool:
    """From now on they are told; whoever was not known is known by this consent."""
    session = Session(region=request.region, role=request.role, easy=request.easy)
    person = await consent(Consented(ALERTS, request.version), scene.conversation, session, scene.work, scene.now)
    if person is None:
        return False
    for topic in request.topics:
        await scene.work.subscriptions.add(person.id, topic, scene.now)
    return True
