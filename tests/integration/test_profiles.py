"""What people left behind: kept with consent only, readable by nobody else, gone when they say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.events import Event, ProfileConsented, ProfileUpdated, ProfileWithdrawn
from bot.core.eligibility.circumstances import OneOf
from bot.core.messaging.reply import Reply
from bot.core.policies.facts import About
from bot.services.ports import VersionConflict
from bot.services.profiles import FORGOTTEN, KeepProfiles, kept_of, stored_people, withdraw
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, UnreadableError, new_key
from bot.storage.tables import consents, metadata, outgoing_replies, profiles, told_measures
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import configuration, upgrade
from tests.integration.changing_policies import REGION, ChangingPolicies, measure

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
CONSENTED = ProfileConsented(About.PERSON, REGION, True, FACTS, "consent-7")
TELEGRAM = "telegram:700700700"


@pytest.fixture
def keep(tmp_path: Path) -> KeepProfiles:
    policies = ChangingPolicies(tmp_path / "policies")
    policies.state(measure("loan"), measure("grant"))
    return KeepProfiles(policies.assessor)


async def play(
    units: SqlUnitsOfWork, keep: KeepProfiles, *events: Event, conversation: str = TELEGRAM, now: dt.datetime = NOW
) -> None:
    async with units() as work:
        await keep.apply(events, conversation, work, now)
        await work.commit()


async def rows(engine: AsyncEngine, table: object) -> Sequence[tuple[object, ...]]:
    async with engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(select(table))]


async def test_what_was_consented_to_comes_back_and_shows_the_consent(
    units: SqlUnitsOfWork, keep: KeepProfiles
) -> None:
    await play(units, keep, CONSENTED)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
        assert await kept_of("web:700700700", work) is None
    assert kept is not None
    assert (kept.profile.about, kept.profile.region, kept.profile.easy) == (About.PERSON, REGION, True)
    assert kept.profile.facts == FACTS
    (consent,) = kept.consents
    assert (consent.purpose, consent.version, consent.withdrawn_at) == ("policy_notices", "consent-7", None)


async def test_without_consent_nothing_is_stored(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepProfiles
) -> None:
    await play(units, keep, ProfileUpdated(About.PERSON, REGION, False, FACTS), ProfileWithdrawn())
    assert [await rows(engine, table) for table in (profiles, consents, told_measures)] == [[], [], []]


async def test_on_a_channel_where_nobody_can_be_told_nothing_is_stored(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepProfiles
) -> None:
    await play(units, keep, CONSENTED, conversation="terminal:1")
    assert await rows(engine, profiles) == []


async def test_a_change_replaces_everything_and_a_second_consent_is_noted_once(
    units: SqlUnitsOfWork, keep: KeepProfiles
) -> None:
    await play(units, keep, CONSENTED)
    await play(units, keep, CONSENTED, ProfileUpdated(About.PERSON, "532622", False, {"age": 39}), now=LATER)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
    assert kept is not None
    assert (kept.profile.region, kept.profile.easy, kept.profile.facts) == ("532622", False, {"age": 39})
    assert len(kept.consents) == 1


async def test_agreeing_to_another_text_is_another_consent(units: SqlUnitsOfWork, keep: KeepProfiles) -> None:
    other = ProfileConsented(About.PERSON, REGION, True, FACTS, "consent-8")
    await play(units, keep, CONSENTED, other)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
    assert kept is not None
    assert [consent.version for consent in kept.consents] == ["consent-7", "consent-8"]


@pytest.mark.parametrize("reason", ["asked", "forgotten"])
async def test_withdrawing_deletes_everything_but_a_consent_that_names_nobody(
    reason: str, engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepProfiles
) -> None:
    await play(units, keep, CONSENTED)
    ((profile, *_),) = await rows(engine, profiles)
    assert await rows(engine, told_measures), "what fits at consent counts as known"
    async with units() as work:
        await work.outgoing.add("telegram", "700700700", [Reply("提醒")], 0, NOW, str(profile))
        await work.outgoing.add("telegram", "700700700", [Reply("回答")], 3, NOW)
        await work.commit()
    if reason == "asked":
        await play(units, keep, ProfileWithdrawn(), now=LATER)
    else:
        async with units() as work:
            await withdraw(TELEGRAM, FORGOTTEN, work, LATER)
            await work.commit()
    assert [await rows(engine, table) for table in (profiles, told_measures)] == [[], []]
    async with engine.connect() as connection:
        consent = (await connection.execute(select(consents))).one()
        waiting = (await connection.execute(select(outgoing_replies.c.turn))).scalars().all()
    assert (consent.profile, consent.purpose, consent.version) == (None, "policy_notices", "consent-7")
    assert (consent.channel, consent.reason) == ("telegram", reason)
    assert consent.given_at.date() < consent.withdrawn_at.date()
    assert list(waiting) == [3], "the notice that waited is gone, the answer is not"


async def test_nothing_of_a_profile_can_be_read_in_the_database(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepProfiles, tmp_path: Path
) -> None:
    await play(units, keep, CONSENTED)
    stored = "\n".join(str([await rows(engine, table) for table in metadata.tables.values()]))
    await engine.dispose()
    files = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    for secret in ("700700700", REGION, "startup_loan", "disability", "physical", "1234.50", "2019-07-08", "person"):
        assert secret not in stored
        assert secret.encode() not in files, secret


async def test_a_profile_copied_into_another_row_is_refused(
    engine: AsyncEngine, units: SqlUnitsOfWork, keep: KeepProfiles
) -> None:
    await play(units, keep, CONSENTED)
    await play(units, keep, ProfileConsented(About.PERSON, "532622", False, {}, "consent-7"), conversation="web:abc")
    async with units() as work:
        theirs, mine = await work.profiles.id_at("telegram", "700700700"), await work.profiles.id_at("web", "abc")
    async with engine.begin() as connection:
        sealed = (await connection.execute(select(profiles.c.content).where(profiles.c.id == theirs))).scalar_one()
        await connection.execute(update(profiles).where(profiles.c.id == mine).values(content=sealed))
    async with units() as work:
        assert (await kept_of(TELEGRAM, work)) is not None
        with pytest.raises(UnreadableError, match="搬来"):
            await kept_of("web:abc", work)
        await withdraw("web:abc", FORGOTTEN, work, NOW)
        assert await kept_of("web:abc", work) is None, "it can still be deleted"


async def test_after_a_change_of_keys_people_are_found_by_their_old_hash(
    engine: AsyncEngine, keep: KeepProfiles
) -> None:
    old, new = new_key(), new_key()
    await play(SqlUnitsOfWork(engine, Cipher([old])), keep, CONSENTED)
    both = SqlUnitsOfWork(engine, Cipher([new, old]))
    await play(both, keep, ProfileUpdated(About.PERSON, REGION, False, {"age": 40}))
    assert len(await rows(engine, profiles)) == 1
    async with SqlUnitsOfWork(engine, Cipher([new]))() as work:
        kept = await kept_of(TELEGRAM, work)
        assert kept is not None and kept.profile.facts == {"age": 40}
    async with SqlUnitsOfWork(engine, Cipher([new_key()]))() as work:
        assert await kept_of(TELEGRAM, work) is None


async def test_of_two_who_store_a_first_profile_one_wins(units: SqlUnitsOfWork, keep: KeepProfiles) -> None:
    await play(units, keep, CONSENTED)
    async with units() as work:
        kept = await kept_of(TELEGRAM, work)
        assert kept is not None
        with pytest.raises(VersionConflict):
            await work.profiles.add("telegram", "700700700", kept.profile, NOW)


async def test_everyone_who_consented_can_be_gone_through(
    units: SqlUnitsOfWork, keep: KeepProfiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.profiles.AT_ONCE", 2)
    for number in range(5):
        event = ProfileConsented(About.PERSON, REGION, False, {"age": 30 + number}, "consent-7")
        await play(units, keep, event, conversation=f"web:{number}")
    employer = ProfileConsented(About.EMPLOYER, REGION, False, {}, "consent-7")
    await play(units, keep, employer, conversation="web:employer")
    people = [person async for person in stored_people(units)]
    assert sorted(facts["age"] for _, _, facts in people) == [30, 31, 32, 33, 34]
    assert {region for _, region, _ in people} == {REGION}
    assert len({person for person, _, _ in people}) == 5
    assert len([each async for each in stored_people(units, About.EMPLOYER)]) == 1


async def test_the_migration_keeps_replies_that_wait(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(_at_first_version)
        await connection.execute(
            insert(metadata.tables["outgoing_replies"]).values(
                {"id": 5, "channel": "telegram", "address": "1", "turn": 2, "created_at": NOW,
                 "replies": '[{"text":"好","buttons":[]}]'}
            )
        )  # fmt: skip
    await upgrade(engine)
    async with SqlUnitsOfWork(engine, Cipher([new_key()]))() as work:
        (waiting,) = await work.outgoing.unsent("telegram")
        assert (waiting.id, waiting.address, waiting.replies) == (5, "1", (Reply("好"),))
        await work.outgoing.remove(5)
        assert await work.outgoing.add("telegram", "1", [Reply("好")], 3, NOW) == 6, "an id is used once only"
        await work.commit()
    await engine.dispose()


def _at_first_version(connection: object) -> None:
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
