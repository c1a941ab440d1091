"""Audiences by what people need of work; their needs are encrypted, and only what they agreed to counts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.messaging.audience import Audience
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.announcing import LI, NOW, WANG, office
from tests.integration.matching import add_need, person


@pytest.fixture
async def people(units: SqlUnitsOfWork) -> dict[str, str]:
    """Who sews sitting, who wants to be a masseur and is blind, and who said so without having agreed to it."""
    ids = {name: await person(units, name * 32) for name in "abc"}
    async with units() as work:
        await work.consents.give(ids["b"], "disability", "1", "web", NOW)
        await work.commit()
    await add_need(units, ids["a"])
    await add_need(units, ids["b"], occupations="按摩", needs="screen_reader", disability_kind="visual")
    await add_need(units, ids["c"], disability_kind="visual")
    return ids


@pytest.mark.parametrize(
    ("groups", "who"),
    [
        ({"conditions": ["seated"]}, "ac"),
        ({"conditions": ["seated", "screen_reader"]}, "abc"),
        ({"occupations": ["6"]}, "ac"),
        ({"kinds": ["visual"]}, "b"),
        ({"kinds": ["visual"], "conditions": ["seated"]}, ""),
        ({"kinds": ["hearing"]}, ""),
    ],
)
async def test_who_needs_it(units: SqlUnitsOfWork, people: dict[str, str], groups: dict[str, Any], who: str) -> None:
    audience = Audience(**{name: frozenset(words) for name, words in groups.items()})
    async with units() as work:
        found = await office(units).parts.resolve.among(audience, NOW.date(), work)
    assert found == {people[name] for name in who}


async def test_they_are_written_down_like_all_others(units: SqlUnitsOfWork, people: dict[str, str]) -> None:
    desk = office(units)
    number = await desk.draft(Audience(conditions=frozenset(("seated",)), topics=frozenset(("find_jobs",))))
    assert (await desk.broadcasts.view(number, WANG, NOW)).size.total == 2
    async with units() as work:
        await work.consents.withdraw(people["c"], "alerts", "asked", NOW)
        await work.commit()
    await desk.running.approve(number, LI, NOW)
    await desk.running.start(number, WANG, NOW)
    assert await desk.states(number) == {"when_opened": 1}
