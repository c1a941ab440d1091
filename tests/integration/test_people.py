"""What people left behind: kept with consent only, readable by nobody else, gone when they say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.events import Consented, ConsentWithdrawn, Event, EverythingForgotten, ProfileUpdated
from bot.core.conversation.session import Session
from bot.core.eligibility.circumstances import OneOf
from bot.core.messaging.reply import Reply
from bot.core.notices.profile import Profile
from bot.core.policies.facts import About
from bot.services.people.erase import erase
from bot.services.people.keep_people import KeepPeople
from bot.services.people.people import person_of
from bot.services.people.people_ports import Person, StoredConsent
from bot.services.people.profiles import stored_people
from bot.services.ports import UnitOfWork, VersionConflict
from bot.storage.encryption import Cipher, UnreadableError, new_key
from bot.storage.tables.people_tables import consents, metadata, outgoing_replies, people, told_measures
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.changing_policies import REGION, ChangingPolicies, measure
from tests.integration.finding import keeper

NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
FACTS = {
    "disability_certificate": True,
    "disability_kind": "physical",
    "age": 38,
    "income": Decimal("1234.50"),
    "since": dt.date(2019, 7, 8),
    "grade": OneOf(frozenset((1, 2))),
}
CONSENT = Consented("policy_notices", "consent-7")
LEFT = ProfileUpdated(About.PERSON, REGION, True, FACTS)
CONSENTED = (CONSENT, LEFT)
TELEGRAM = "telegram:700700700"


@pytest.fixture
def keep(tmp_path: Path) -> KeepPeople:
    policies = ChangingPolicies(tmp_path / "policies")
    policies.state(measure("loan"), measure("grant"))
    return keeper(policies)


async def play(
    units: SqlUnitsOfWork, keep: KeepPeople, *events: Event, conversation: str = TELEGRAM, now: dt.datetime = NOW
) -> None:
    async with units() as work:
        await keep.apply(events, conversation, Session(region=REGION), work, now)
        await work.commit()


async def kept_of(conversation: str, work: UnitOfWork) -> tuple[Person, Profile, list[StoredConsent]] | None:
    """The person of a conversation, what they left, and their consents."""
    person = await person_of(conversation, work)
    if person is None:
        return None
    assert person.profile is not None
    return person, person.profile, list(await work.consents.of(person.id))


async def rows(engine: AsyncEngine, table: object) -> Sequence[tuple[object, ...]]:
    async with engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(select(table))]


async def test_what_was_consented_to_comes_back_and_shows_the_consent(units: SqlUnitsOfWork, keep: KeepPeople) -> None:
    await play(units, keep, *CONSENTED)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
        assert await kept_of("web:700700700", work) is None
    assert kept is not None
    person, profile, (consent,) = kept
    assert (profile.about, profile.region, profile.easy) == (About.PERSON, REGION, True)
    assert profile.facts == FACTS
    assert (person.channel, person.address, person.region, person.easy) == ("telegram", "700700700", REGION, True)
    assert (consent.purpose, consent.version, consent.withdrawn_at) == ("policy_notices", "consent-7", None)


async def test_without_consent_nothing_is_stored(engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepPeople) -> None:
    await play(units, keep, ProfileUpdated(About.PERSON, REGION, False, FACTS), ConsentWithdrawn("policy_notices"))
    assert [await rows(engine, table) for table in (people, consents, told_measures)] == [[], [], []]


async def test_on_a_channel_where_nobody_can_be_told_nothing_is_stored(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepPeople
) -> None:
    await play(units, keep, *CONSENTED, conversation="api:1")
    assert await rows(engine, people) == []


async def test_what_is_handed_in_is_kept_on_every_channel(units: SqlUnitsOfWork, keep: KeepPeople) -> None:
    await play(units, keep, Consented("job_need", "v"), conversation="api:1")
    async with units() as work:
        person = await work.people.id_at("api", "1")
        assert person is not None
        assert [each.purpose for each in await work.consents.of(person)] == ["job_need"]


async def test_a_change_replaces_everything_and_a_second_consent_is_noted_once(
    units: SqlUnitsOfWork, keep: KeepPeople
) -> None:
    await play(units, keep, *CONSENTED)
    await play(units, keep, *CONSENTED, ProfileUpdated(About.PERSON, "532622", False, {"age": 39}), now=LATER)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
    assert kept is not None
    _, profile, given = kept
    assert (profile.region, profile.easy, profile.facts) == ("532622", False, {"age": 39})
    assert len(given) == 1


async def test_agreeing_to_another_text_is_another_consent(units: SqlUnitsOfWork, keep: KeepPeople) -> None:
    other = Consented("policy_notices", "consent-8")
    await play(units, keep, *CONSENTED, other)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
    assert kept is not None
    assert [consent.version for consent in kept[2]] == ["consent-7", "consent-8"]


@pytest.mark.parametrize("reason", ["asked", "forgotten"])
async def test_withdrawing_deletes_everything_but_a_consent_that_names_nobody(
    reason: str, engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepPeople
) -> None:
    await play(units, keep, *CONSENTED)
    ((person, *_),) = await rows(engine, people)
    assert await rows(engine, told_measures), "what fits at consent counts as known"
    async with units() as work:
        await work.outgoing.add("telegram", "700700700", [Reply("提醒")], 0, NOW, str(person))
        await work.outgoing.add("telegram", "700700700", [Reply("回答")], 3, NOW)
        await work.commit()
    if reason == "asked":
        await play(units, keep, ConsentWithdrawn("policy_notices"), now=LATER)
    else:
        await play(units, keep, EverythingForgotten(), now=LATER)
    assert [await rows(engine, table) for table in (people, told_measures)] == [[], []]
    async with engine.connect() as connection:
        consent = (await connection.execute(select(consents))).one()
        waiting = (await connection.execute(select(outgoing_replies.c.turn))).scalars().all()
    assert (consent.person, consent.purpose, consent.version) == (None, "policy_notices", "consent-7")
    assert (consent.channel, consent.reason) == ("telegram", reason)
    assert consent.given_at.date() < consent.withdrawn_at.date()
    assert list(waiting) == ([3] if reason == "asked" else []), "an answer still goes out unless all is forgotten"


async def test_nothing_of_a_profile_can_be_read_in_the_database(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepPeople, tmp_path: Path
) -> None:
    await play(units, keep, *CONSENTED)
    stored = "\n".join(str([await rows(engine, table) for table in metadata.tables.values()]))
    await engine.dispose()
    files = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    for secret in ("700700700", "startup_loan", "disability", "physical", "1234.50", "2019-07-08"):
        assert secret not in stored
        assert secret.encode() not in files, secret


async def test_a_profile_copied_into_another_row_is_refused(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepPeople
) -> None:
    await play(units, keep, *CONSENTED)
    await play(units, keep, CONSENT, ProfileUpdated(About.PERSON, "532622", False, {}), conversation="web:abc")
    async with units() as work:
        theirs, mine = await work.people.id_at("telegram", "700700700"), await work.people.id_at("web", "abc")
    async with engine.begin() as connection:
        sealed = (await connection.execute(select(people.c.content).where(people.c.id == theirs))).scalar_one()
        await connection.execute(update(people).where(people.c.id == mine).values(content=sealed))
    async with units() as work:
        assert (await kept_of(TELEGRAM, work)) is not None
        with pytest.raises(UnreadableError, match="搬来"):
            await kept_of("web:abc", work)
        await erase("web:abc", "forgotten", work, NOW)
        assert await kept_of("web:abc", work) is None, "it can still be deleted"


async def test_after_a_change_of_keys_people_are_found_by_their_old_hash(engine: AsyncEngine, keep: KeepPeople) -> None:
    old, new = new_key(), new_key()
    await play(SqlUnitsOfWork(engine, Cipher([old])), keep, *CONSENTED)
    both = SqlUnitsOfWork(engine, Cipher([new, old]))
    await play(both, keep, ProfileUpdated(About.PERSON, REGION, False, {"age": 40}))
    assert len(await rows(engine, people)) == 1
    async with SqlUnitsOfWork(engine, Cipher([new]))() as work:
        kept = await kept_of(TELEGRAM, work)
        assert kept is not None and kept[1].facts == {"age": 40}
    async with SqlUnitsOfWork(engine, Cipher([new_key()]))() as work:
        assert await kept_of(TELEGRAM, work) is None


async def test_of_two_who_store_a_first_profile_one_wins(units: SqlUnitsOfWork, keep: KeepPeople) -> None:
    await play(units, keep, *CONSENTED)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
        assert kept is not None
        with pytest.raises(VersionConflict):
            await work.people.add("telegram", "700700700", NOW, region=REGION, role=None, easy=False)


async def test_everyone_who_consented_can_be_gone_through(
    units: SqlUnitsOfWork, keep: KeepPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.people.people.AT_ONCE", 2)
    for number in range(5):
        left = ProfileUpdated(About.PERSON, REGION, False, {"age": 30 + number})
        await play(units, keep, CONSENT, left, conversation=f"web:{number}")
    employer = ProfileUpdated(About.EMPLOYER, REGION, False, {})
    await play(units, keep, CONSENT, employer, conversation="web:employer")
    people = [person async for person in stored_people(units)]
    assert sorted(facts["age"] for _, _, facts in people) == [30, 31, 32, 33, 34]
    assert {region for _, region, _ in people} == {REGION}
    assert len({person for person, _, _ in people}) == 5
    assert len([each async for each in stored_people(units, About.EMPLOYER)]) == 1
