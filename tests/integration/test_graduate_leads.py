"""Jobs that a graduate in Guizhou was shown or sent are counted for staff, each once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.messaging.reply import Incoming
from bot.services.jobs.tell_matches import TellMatches
from bot.services.records.record_ports import Stored, Wanted
from tests.builders import SmallService, small_service
from tests.integration.always import ALWAYS
from tests.integration.matching import COUNTY, NOW, TODAY, add_job, add_need, finder, person

GUIYANG = "520102"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[SmallService]:
    service = await small_service(tmp_path)
    yield service
    await service.close()


async def leads(service: SmallService) -> list[Stored]:
    async with service.units_of_work() as work:
        return list(await work.records.find(Wanted(("graduate_job_leads",))))


async def test_each_job_shown_or_sent_is_counted_once(service: SmallService) -> None:
    units = service.units_of_work
    graduate = await person(units, "a")
    await add_need(units, graduate, region=GUIYANG, study_status="graduated_two_years")
    await add_job(units, region=GUIYANG, title="文员")
    tell = TellMatches(finder(), service.match_words, units, ALWAYS)
    assert (await tell.everybody(TODAY, NOW)).messages == 1
    await add_job(units, region=GUIYANG, title="会计")
    converse = service.converse_with()
    for _ in range(2):
        await converse.handle("web:a", Incoming("看岗位"))
    found = await leads(service)
    assert [each.open["post"] for each in found] == ["文员", "会计"]
    assert {each.owner for each in found} == {graduate}
    assert {each.open["pushed"] for each in found} == {"2026-11-21"}
    async with units() as work:
        await work.people.delete(graduate)
        await work.commit()
    assert await leads(service) == []


@pytest.mark.parametrize(("region", "study"), [(COUNTY, "graduated_two_years"), (GUIYANG, "graduated_earlier")])
async def test_elsewhere_and_for_others_nothing_is_counted(region: str, study: str, service: SmallService) -> None:
    units = service.units_of_work
    await add_need(units, await person(units, "a"), region=region, study_status=study)
    await add_job(units, region=region)
    assert (await TellMatches(finder(), service.match_words, units, ALWAYS).everybody(TODAY, NOW)).messages == 1
    assert await leads(service) == []
