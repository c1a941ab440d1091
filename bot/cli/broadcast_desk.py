"""Who announces something from the command line, and how refusals are said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.catalog.broadcast_file import AudienceWords
from bot.cli.failure import Failure
from bot.cli.record_desk import OFFICE
from bot.core.conversation.places import Places
from bot.core.policies.measures import Role
from bot.core.records.staff import Staff
from bot.core.regions.region import NATIONAL
from bot.services.broadcasts.broadcast_parts import BroadcastRefused
from bot.settings import Settings

KINDS = "disability_kind"
As = Annotated[str | None, typer.Option("--as", help="以哪个账号的名义办；不写就是本机的管理员")]


@dataclass(frozen=True)
class Desk:
    """Who acts. `alone`: whoever runs commands on this machine without a name has its database and keys anyway."""

    service: Service
    staff: Staff
    alone: bool


def run[T](name: str | None, use: Callable[[Desk], Awaitable[T]]) -> T:
    """Carry out a use case on the newest database; a refusal becomes one message."""
    service = Service(Settings())

    async def on_newest() -> T:
        await service.upgrade()
        try:
            return await use(await _desk(service, name))
        finally:
            await service.engine.dispose()

    try:
        return asyncio.run(on_newest())
    except BroadcastRefused as refused:
        raise Failure(refusal(refused, service)) from None


def refusal(refused: BroadcastRefused, service: Service) -> str:
    """Why nothing was done, with everything that has to be changed first."""
    lines = [service.phrases.name("broadcast_refusals", refused.why.value)]
    lines += [service.phrases.say(each.key, False, **each.values) for each in refused.findings if each.stops]
    return "\n".join(lines)


def audience_words(service: Service) -> AudienceWords:
    """How the words of a broadcast's file are read: ids, and what people call the same thing."""
    phrases, work = service.phrases, service.work_words
    topics = {topic.title: topic.id for topic in service.catalogue.topics.values()}
    conditions = {each.name.standard: name for name, each in work.conditions.items()}
    kinds = {option.text.standard: str(option.value) for option in service.catalogue.facts[KINDS].options}
    places = Places(service.gazetteer, service.catalogue)

    def region(word: str) -> str | None:
        if word.isdigit():
            return word if word == NATIONAL or service.gazetteer.get(word) is not None else None
        found = places.whole(word)
        known = found is not None and found.outcome != "ambiguous" and found.certainty != "typo"
        return found.candidates[0].code if found is not None and known else None

    def occupation(word: str) -> str | None:
        if word in work.occupations.codes():
            return word
        named = work.occupations.named(word)
        return named[0].code if len(named) == 1 else None

    return AudienceWords(
        region,
        _either({phrases.name("roles", role): role.value for role in Role}),
        _either(topics),
        _either(conditions),
        occupation,
        _either(kinds),
    )


def _either(ids: Mapping[str, str]) -> Callable[[str], str | None]:
    """Reads a word as an id or as the label of one."""
    known = {**ids, **{each: each for each in ids.values()}}
    return known.get


async def _desk(service: Service, name: str | None) -> Desk:
    if name is None:
        return Desk(service, OFFICE, alone=True)
    async with service.units_of_work() as work:
        account = await work.accounts.get(name.strip())
    if account is None or account.removed_at is not None:
        raise Failure(f"没有账号“{name}”。先建立：tongxing staff add {name} --role editor")
    return Desk(service, account.staff, alone=False)
