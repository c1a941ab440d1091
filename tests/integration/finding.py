"""People who consented, and a run over them, for tests of what finds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.core.conversation.events import Consented, ProfileUpdated
from bot.core.conversation.session import Session
from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import About
from bot.services.people.consents import WithdrawConsents
from bot.services.people.keep_people import KeepPeople
from bot.services.people.profiles import POLICY_NOTICES, KeepProfiles
from bot.services.policies.find_people import FindPeople, Found
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book
from tests.integration.always import ALWAYS
from tests.integration.changing_policies import CERTIFIED, REGION, ChangingPolicies, measure

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)
ANYBODY = {"disability_certificate": True, "disability_kind": "physical", "age": 38}
ADULTS = {"fact": "age", "at_least": {"parameter": "from_age"}}
OLD = measure("loan")


def grant(value: str = "16", **fields: object) -> dict[str, object]:
    from_age = {"kind": "threshold", "label": "年龄", "unit": "age", "value": value, "clause": "二(一)"}
    return measure("grant", {"all": [CERTIFIED, ADULTS]}, parameters={"from_age": from_age}, **fields)


async def consent(
    units: SqlUnitsOfWork,
    policies: ChangingPolicies,
    conversation: str = "telegram:7",
    facts: Mapping[str, Known] = ANYBODY,
    *,
    about: About = About.PERSON,
    easy: bool = False,
) -> None:
    async with units() as work:
        events = (Consented(POLICY_NOTICES, "1"), ProfileUpdated(about, REGION, easy, facts))
        await keeper(policies).apply(events, conversation, Session(region=REGION, easy=easy), work, NOW)
        await work.commit()


def keeper(policies: ChangingPolicies) -> KeepPeople:
    """Keeps people; none of them has records."""
    return KeepPeople(KeepProfiles(policies.assessor), WithdrawConsents(real_book()))


def finder(units: SqlUnitsOfWork, policies: ChangingPolicies) -> FindPeople:
    return FindPeople(policies.assessor, policies.knowledge, units, ALWAYS)


async def run(
    units: SqlUnitsOfWork, policies: ChangingPolicies, on: dt.date = TODAY, *, dry_run: bool = False
) -> Found:
    return await finder(units, policies).run(on, NOW, dry_run=dry_run)


async def texts(units: SqlUnitsOfWork, conversation: str = "telegram:7") -> list[str]:
    """What waits to be sent."""
    channel, _, address = conversation.partition(":")
    async with units() as work:
        return [reply.text for each in await work.outgoing.waiting(channel, address) for reply in each.replies]
