"""Measures find the people they fit: each version of each measure is told once, in one plain message."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.events import ProfileUpdated
from bot.core.conversation.session import Session
from bot.core.notices.fingerprint import fingerprint
from bot.core.policies.facts import About
from bot.services.people.people import person_of
from bot.services.policies.find_people import FindPeople
from bot.services.ports import VersionConflict
from bot.storage.database import open_database
from bot.storage.tables.people_tables import people
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.fakes.dying import Dying
from tests.integration.always import ALWAYS
from tests.integration.changing_policies import CERTIFIED, REGION, ChangingPolicies, measure
from tests.integration.finding import ADULTS, ANYBODY, NOW, OLD, TODAY, consent, grant, keeper, run, texts


@pytest.fixture(autouse=True)
def _logs() -> None:
    """A command that another test ran in this process left the log bound to that test's stderr."""
    structlog.reset_defaults()


@pytest.fixture
def policies(tmp_path: Path) -> ChangingPolicies:
    made = ChangingPolicies(tmp_path / "policies")
    made.state(OLD)
    return made


async def test_what_fitted_at_consent_is_no_news(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies)
    found = await run(units, policies)
    assert (found.people, found.messages) == (1, 0)
    assert await texts(units) == []


async def test_a_new_measure_is_told_once_with_its_source(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies)
    policies.state(OLD, grant())
    found = await run(units, policies)
    assert (found.messages, dict(found.measures)) == (1, {"120119.grant": 1})
    (text,) = await texts(units)
    assert "有1项政策" in text
    assert "1. 措施grant：可以申请grant。按您说的，符合文件写的条件。出处：《蓟州区三年行动方案》二(一)。" in text
    assert "回“不要提醒”就不再收到" in text
    assert "回“看结果”" in text
    assert "loan" not in text
    assert (await run(units, policies)).messages == 0
    assert await texts(units) == [text]


async def test_the_words_are_those_the_person_chose(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies, easy=True)
    policies.state(OLD, grant())
    await run(units, policies)
    (text,) = await texts(units)
    assert "可以办grant。按你说的，符合。" in text
    assert "您" not in text


@pytest.mark.parametrize(
    ("now_states", "told"),
    [
        (measure("grant", says="可以申请grant，随时受理。"), True),
        (measure("grant", {"any": [CERTIFIED, {"fact": "age", "at_most": 40}]}), True),
        (measure("grant", period={"from": "2025-09-01", "to": "2027-06-30"}), True),
        (measure("grant", easy="别的话。"), False),
        (measure("grant", asks=["别的问法"]), False),
        (measure("grant"), False),
    ],
)
async def test_a_version_is_what_matters_to_people(
    now_states: dict[str, object], told: bool, units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    policies.state(OLD, measure("grant"))
    await consent(units, policies)
    policies.state(OLD, now_states)
    assert (await run(units, policies)).messages == told


async def test_a_figure_counts_from_the_day_it_is_another_one(
    units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    policies.state(OLD, grant("16"))
    await consent(units, policies)
    values = [
        {"value": "16", "to": "2026-12-31", "clause": "二(一)"},
        {"value": "18", "from": "2027-01-01", "clause": "二(一)"},
    ]
    from_age = {"kind": "threshold", "label": "年龄", "unit": "age", "values": values}
    policies.state(OLD, measure("grant", {"all": [CERTIFIED, ADULTS]}, parameters={"from_age": from_age}))
    assert (await run(units, policies)).messages == 0
    assert (await run(units, policies, dt.date(2027, 1, 1))).messages == 1
    assert (await run(units, policies, dt.date(2027, 1, 2))).messages == 0


async def test_changed_criteria_that_now_fit_are_told(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    policies.state(OLD, grant("40"))
    await consent(units, policies)
    assert (await run(units, policies)).messages == 0
    policies.state(OLD, grant("35"))
    assert dict((await run(units, policies)).measures) == {"120119.grant": 1}


async def test_what_ended_or_has_not_begun_or_does_not_fit_is_never_told(
    units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    await consent(units, policies)
    policies.state(
        OLD,
        measure("ended", period={"from": "2025-09-01", "to": "2026-11-20"}),
        measure("begins", period={"from": "2026-11-22", "to": "2027-12-31"}),
        measure("others", {"fact": "age", "less_than": 30}),
        measure("unknown", {"fact": "within_quota", "is": False}),
        measure("employers", audience=["employer"]),
    )
    assert dict((await run(units, policies)).measures) == {"120119.unknown": 1}
    assert dict((await run(units, policies, dt.date(2026, 11, 22))).measures) == {"120119.begins": 1}


async def test_what_an_office_decides_is_told_as_such(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies)
    policies.state(OLD, measure("quota", {"all": [CERTIFIED, {"fact": "within_quota", "is": True}]}))
    await run(units, policies)
    (text,) = await texts(units)
    assert "剩下的由当地部门定" in text


async def test_a_fact_that_is_missing_is_no_fit(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies, facts={"disability_certificate": True})
    policies.state(OLD, grant())
    assert (await run(units, policies)).messages == 0


async def test_an_employer_is_told_of_what_binds_it(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies, about=About.EMPLOYER, facts={"employees": 80})
    large = {"fact": "employees", "at_least": 30}
    policies.state(OLD, measure("duty", large, audience=["employer"], force="must"), measure("for_people"))
    assert dict((await run(units, policies)).measures) == {"120119.duty": 1}
    (text,) = await texts(units)
    assert "这条要求适用于贵单位" in text


async def test_many_at_once_are_one_message_that_names_three(units: SqlUnitsOfWork, policies: ChangingPolicies) -> None:
    await consent(units, policies)
    policies.state(OLD, *(measure(name) for name in ("a", "b", "c", "d", "e")))
    found = await run(units, policies)
    assert (found.messages, len(found.measures)) == (1, 5)
    (text,) = await texts(units)
    assert "有5项政策" in text
    assert [line[:2] for line in text.splitlines() if line[0].isdigit()] == ["1.", "2.", "3."]
    assert "还有2项这里没有列出" in text


async def test_nothing_in_the_message_tells_what_is_sensitive(
    units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    await consent(units, policies)
    physical = {"fact": "disability_kind", "is": "physical"}
    policies.state(
        OLD,
        measure("by_kind", physical),
        measure("by_either", {"any": [physical, {"fact": "age", "at_least": 16}]}),
        measure("by_both", {"all": [physical, {"fact": "age", "at_least": 16}]}),
    )
    assert (await run(units, policies)).messages == 1
    (text,) = await texts(units)
    assert "有3项政策" in text
    assert "by_either" in text, "it fits whatever the kind is"
    assert "by_kind" not in text
    assert "by_both" not in text
    assert "有2项要看您的个人情况" in text


async def test_what_fits_by_a_persons_own_change_is_no_news_but_what_waited_still_is(
    units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    policies.state(OLD, grant("40"))
    await consent(units, policies)
    policies.state(OLD, grant("40"), measure("fresh"))
    async with units() as work:
        older = ProfileUpdated(About.PERSON, REGION, False, {**ANYBODY, "age": 41})
        await keeper(policies).apply([older], "telegram:7", Session(), work, NOW)
        await work.commit()
    assert dict((await run(units, policies)).measures) == {"120119.fresh": 1}


async def test_a_dry_run_counts_and_changes_nothing(
    engine: AsyncEngine, units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    for number in range(3):
        await consent(units, policies, f"web:{number}")
    policies.state(OLD, grant())
    found = await run(units, policies, dry_run=True)
    assert (found.people, found.messages, dict(found.measures)) == (3, 3, {"120119.grant": 3})
    assert await texts(units, "web:0") == []
    assert (await run(units, policies)).messages == 3


async def test_two_processes_tell_everyone_once(
    engine: AsyncEngine, units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    for number in range(30):
        await consent(units, policies, f"web:{number}")
    policies.state(OLD, grant())
    second = open_database(engine.url.render_as_string(hide_password=False))
    others = SqlUnitsOfWork(second, units._cipher)
    one, other = await asyncio.gather(run(units, policies), run(others, policies))
    await second.dispose()
    assert one.messages + other.messages == 30
    assert one.failed + other.failed == 0
    for number in range(30):
        assert len(await texts(units, f"web:{number}")) == 1


async def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    for number in range(5):
        await consent(units, policies, f"web:{number}")
    policies.state(OLD, grant())
    dying = FindPeople(policies.assessor, policies.knowledge, Dying(units, survives=2), ALWAYS)
    with pytest.raises(KeyboardInterrupt):
        await dying.run(TODAY, NOW)
    assert (await run(units, policies)).messages == 3
    for number in range(5):
        assert len(await texts(units, f"web:{number}")) == 1


async def test_who_withdraws_in_that_moment_is_not_told(
    engine: AsyncEngine, units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    await consent(units, policies)
    async with units() as work:
        person = await person_of("telegram:7", work)
        assert person is not None
        await work.consents.withdraw(person.id, None, "asked", NOW)
        await work.people.delete(person.id)
        await work.commit()
    async with units() as work:
        with pytest.raises(VersionConflict):
            await work.told.note(person, {"120119.grant": "0" * 64}, NOW)


async def test_a_profile_that_cannot_be_read_is_counted_and_holds_up_nobody(
    engine: AsyncEngine, units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    for number in range(3):
        await consent(units, policies, f"web:{number}")
    async with engine.begin() as connection:
        first = (await connection.execute(select(func.min(people.c.id)))).scalar_one()
        await connection.execute(update(people).where(people.c.id == first).values(content="broken"))
    policies.state(OLD, grant())
    found = await run(units, policies)
    assert (found.people, found.messages, found.failed) == (2, 2, 1)


async def test_notices_are_claimed_by_one_sender_until_it_dies(
    units: SqlUnitsOfWork, policies: ChangingPolicies
) -> None:
    for number in range(3):
        await consent(units, policies, f"telegram:{number}")
    policies.state(OLD, grant())
    await run(units, policies)
    minute = dt.timedelta(seconds=60)

    async def claim(at: dt.datetime, held: list[int]) -> list[int]:
        async with units() as work:
            claimed = [each.id for each in await work.outgoing.claim("telegram", held, at, at + minute)]
            await work.commit()
        return claimed

    mine = await claim(NOW, [])
    assert len(mine) == 3
    assert await claim(NOW, []) == []
    assert await claim(NOW + minute / 2, mine[:1]) == [], "renews the first"
    assert await claim(NOW + minute * 1.25, []) == mine[1:]
    assert await claim(NOW + minute * 3, []) == mine


def test_a_version_is_known_again_whatever_becomes_of_the_code(policies: ChangingPolicies) -> None:
    """Another value here means that everybody is told of everything once more: it must be meant."""
    policies.state(OLD, grant(), measure("other", {"all": [ADULTS, CERTIFIED]}, parameters=grant()["parameters"]))
    catalogue = policies.knowledge.catalogue
    first = fingerprint(catalogue.measure("120119.grant"), TODAY)
    assert first == "6e3c5ddc888548439c335822b7719383495d34ae485b48d6cff45db7d12947bb"
    reordered = replace(catalogue.measure("120119.other"), says=catalogue.measure("120119.grant").says)
    assert fingerprint(reordered, TODAY) == first
