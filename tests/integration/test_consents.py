"""A consent that is taken back takes with it what hung on it, at once, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.conversation.events import Consented, ConsentWithdrawn
from bot.services.people.people import person_of
from bot.services.ports import UnitOfWork
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.keeping_people import ADDRESS, NOW, SOMEBODY, Somebody, somebody


@pytest.fixture
def person(units: SqlUnitsOfWork, tmp_path: Path) -> Somebody:
    return somebody(units, tmp_path)


async def kept(work: UnitOfWork) -> dict[str, object]:
    """What is there of each purpose."""
    found = await person_of(SOMEBODY, work)
    assert found is not None
    records = {each.register: each for each in await work.records.of_owner(found.id)}
    need = records.get("job_needs")
    return {
        "policy_notices": found.profile is not None,
        "job_need": need is not None,
        "disability": need is not None and "disability_kind" in need.secret,
        "alerts": bool(await work.subscriptions.of(found.id)),
        "handover": bool(await work.handovers.all_at("telegram", ADDRESS)),
        "consents": {each.purpose for each in await work.consents.of(found.id)},
    }


@pytest.mark.parametrize("purpose", ["policy_notices", "job_need", "disability", "alerts", "handover"])
async def test_only_what_hung_on_it_is_deleted(purpose: str, person: Somebody) -> None:
    need = await person.leaves_everything()
    async with person.units() as work:
        before = await kept(work)
    assert all(before.values())
    await person.does(ConsentWithdrawn(purpose))
    async with person.units() as work:
        after = await kept(work)
        stored = await work.records.get(need)
    gone = {name for name, value in after.items() if not value}
    assert gone == ({"job_need", "disability"} if purpose == "job_need" else {purpose})
    assert after["consents"] == before["consents"] - {purpose}  # type: ignore[operator]
    if purpose == "disability":
        assert stored is not None and "skills" in stored.secret, "the need itself stands"


async def test_notices_under_a_withdrawn_consent_are_not_sent(person: Somebody) -> None:
    await person.leaves_everything()
    await person.does(ConsentWithdrawn("handover"))  # while staff have the conversation notices wait anyway
    async with person.units() as work:
        assert len(await work.outgoing.waiting("telegram", ADDRESS)) == 1
    await person.does(ConsentWithdrawn("policy_notices"))
    async with person.units() as work:
        assert await work.outgoing.waiting("telegram", ADDRESS) == []
        assert len(await work.outgoing.unsent("telegram")) == 1, "an answer still goes out"


async def test_with_the_last_consent_the_person_is_gone(person: Somebody) -> None:
    await person.does(Consented("job_need", "1"), Consented("alerts", "1"))
    await person.does(ConsentWithdrawn("alerts"))
    async with person.units() as work:
        assert await person_of(SOMEBODY, work) is not None
    await person.does(ConsentWithdrawn("job_need"))
    async with person.units() as work:
        assert await person_of(SOMEBODY, work) is None


async def test_a_look_is_shown_to_the_person_and_no_longer_names_them_afterwards(person: Somebody) -> None:
    need = await person.leaves_everything()
    async with person.units() as work:
        found = await person_of(SOMEBODY, work)
        assert found is not None
        looks = await work.accesses.of(found.id)
        assert {(look.what, look.record) for look in looks} >= {("record_viewed", need), ("handover_shown", None)}
        await work.people.delete(found.id)
        await work.commit()
    async with person.units() as work:
        assert [(look.staff, look.record) for look in await work.accesses.all("li", NOW.date())] == [("li", None)] * 3
