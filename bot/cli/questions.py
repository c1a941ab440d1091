"""What questions on the command line share: options checked, the model at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.core.conversation.session import Session
from bot.core.policies.measures import Role
from bot.interpreters.local_nlu import LocalNlu
from bot.services.conversation.converse import Converse


def parse_day(text: str | None, today: dt.date) -> dt.date:
    """A day as YYYY-MM-DD; today if none is given."""
    if text is None:
        return today
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Failure(f"日期“{text}”不对，请写成 2023-06-01 这样。") from None


def parse_region(text: str | None, service: Service) -> str | None:
    """A region by code or name."""
    if not text:
        return None
    if text.isdigit():
        if service.gazetteer.get(text) is None and text != "000000":
            raise Failure(f"没有行政区划代码 {text}，请写六位代码或地名，如 532622、砚山县。")
        return text
    from bot.core.conversation.places import Places

    found = Places(service.gazetteer, service.catalogue).named(text)
    if found.outcome == "ambiguous":
        names = "、".join(service.gazetteer.full_name(region.code) for region in found.candidates[:8])
        raise Failure(f"“{text}”不止一个：{names}。请写全名或六位代码。")
    if found.outcome == "none" or found.certainty == "typo":
        raise Failure(f"没有找到地区“{text}”，请写省市县的名字或六位代码，如 砚山县、532622。")
    return found.candidates[0].code


def parse_role(text: str | None) -> str | None:
    """One of the three roles."""
    if not text:
        return None
    if text not in set(Role):
        raise Failure(f"身份“{text}”不对，请写 seeker（求职者）、employer（用人单位）或 staff（工作人员）。")
    return text


def fresh_session(service: Service, region: str | None, role: str | None) -> Session:
    """A session with what the options say."""
    return Session(region=region or service.settings.default_region, role=role)


@asynccontextmanager
async def conversing(service: Service) -> AsyncIterator[Converse]:
    """The use case behind every channel, with the language model at hand.

    That is the one in the settings, one that `serve` runs on this machine, or one started for the while.
    """
    await service.upgrade()
    await service.follow_documents.look()
    async with LocalNlu(service.settings).at_hand() as url:
        understanding = service.understanding(url)
        understanding.ready = bool(url)
        try:
            yield service.converse(service.dialogue(), understanding)
        finally:
            await understanding.close()
            await service.engine.dispose()
