"""For whom a broadcast is, in words of staff: 砚山县，想收招聘会消息的求职者."""

from __future__ import annotations

import re

from bot.core.conversation.turn import Setting
from bot.core.messaging.audience import Audience
from bot.core.regions.region import NATIONAL

_PARTS = re.compile(r"[、，,；;。\s]+")


def read_audience(text: str, setting: Setting) -> Audience | None:
    """The regions, topics and roles a text names; `None` if it names none, or a place that could be several."""
    words = setting.knowledge.phrases.group
    regions: set[str] = set()
    for part in filter(None, _PARTS.split(text)):
        place = setting.places.said(part, None)
        if place is not None and place.code is None:
            return None
        if place is not None and place.code is not None:
            regions.add(place.code)
    rest = setting.places.without(text)
    if any(word in rest for word in words("broadcast_nation_words")):
        regions.add(NATIONAL)
    topics = {topic for word, topic in words("broadcast_topic_words").items() if word in rest}
    roles = {role for word, role in words("broadcast_role_words").items() if word in rest}
    audience = Audience(frozenset(regions), frozenset(roles), frozenset(topics))
    return None if audience.is_everybody else audience
