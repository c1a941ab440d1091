"""Sessions, second factors, wrong attempts and what happened, on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.records.staff import Staff, StaffRole
from bot.services.people.people_ports import LooksWanted
from bot.services.records.due_records import DueRecords
from bot.services.records.record_ports import Entry
from bot.services.staff.manage_accounts import ManageAccounts
from bot.services.staff.own_account import OwnAccount
from bot.services.staff.passwords import Passwords
from bot.services.staff.read_audit import ReadAudit
from bot.services.staff.session_ports import EventsWanted, StaffEvent, Stage
from bot.services.staff.staff_accounts import StaffAccounts
from bot.services.staff.staff_ports import Account
from bot.services.staff.staff_sessions import (
    FIRST_LOCK,
    IDLE,
    LONGEST_LOCK,
    TRIES,
    Opened,
    SignInRefused,
    StaffSessions,
    lock_after,
)
from bot.services.staff.today import Today
from bot.storage.encryption import Cipher, new_key
from bot.storage.rotation import Rotation
from bot.storage.tables.session_tables import sign_in_failures, staff_factors, staff_recovery, staff_sessions
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book
from tests.integration.announcing import NOW, office, subscribed

WANG = Staff("王芳", StaffRole.EDITOR, "532622")
ZHAO = Staff("赵北", StaffRole.EDITOR, "120119")
CHIEF = Staff("周敏", StaffRole.ADMIN, "000000")
PASSWORD = "correct horse"
ADDRESS = "10.0.0.7"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
async def sessions(units: SqlUnitsOfWork) -> StaffSessions:
    async with units() as work:
        for each in (WANG, ZHAO, CHIEF):
            await work.accounts.add(Account(each, QUICK.hash(PASSWORD), NOW))
        await work.commit()
    return StaffSessions(units, Passwords())


async def opened(sessions: StaffSessions, staff: Staff = WANG, now: dt.datetime = NOW) -> tuple[str, Opened]:
    token, _ = await sessions.sign_in(staff.id, PASSWORD, ADDRESS, now)
    found = await sessions.current(token, now)
    assert found is not None
    return token, found


async def secured(units: SqlUnitsOfWork, sessions: StaffSessions) -> tuple[pyotp.TOTP, list[str]]:
    own = OwnAccount(units, Passwords(), sessions)
    _, here = await opened(sessions)
    await own.begin_factor(here)
    secret = await own.pending_secret(here)
    assert secret is not None
    _, codes = await own.confirm_factor(here, pyotp.TOTP(secret).at(NOW), NOW)
    return pyotp.TOTP(secret), codes


async def test_the_database_tells_no_token_no_address_and_no_secret(
    sessions: StaffSessions, units: SqlUnitsOfWork, engine: AsyncEngine
) -> None:
    with pytest.raises(SignInRefused):
        await sessions.sign_in(WANG.id, "wrong", ADDRESS, NOW)
    authenticator, codes = await secured(units, sessions)
    token, _ = await sessions.sign_in(WANG.id, PASSWORD, ADDRESS, NOW)
    kept = ""
    async with engine.connect() as connection:
        for table in (staff_sessions, sign_in_failures, staff_factors, staff_recovery):
            rows = (await connection.execute(select(table))).all()
            assert rows, table.name
            kept += str(rows)
    for hidden in (token, ADDRESS, authenticator.secret, codes[0], PASSWORD):
        assert hidden not in kept


async def test_many_attempts_at_once_gain_nothing(sessions: StaffSessions) -> None:
    attempts = [sessions.sign_in(WANG.id, "wrong", f"10.0.0.{number}", NOW) for number in range(12)]
    refused = await asyncio.gather(*attempts, return_exceptions=True)
    untried = [each for each in refused if isinstance(each, SignInRefused) and each.until is not None]
    assert len(untried) >= 12 - TRIES
    with pytest.raises(SignInRefused) as last:
        await sessions.sign_in(WANG.id, PASSWORD, ADDRESS, NOW)
    assert last.value.until is not None


def test_locks_last_twice_as_long_each_time_up_to_an_hour() -> None:
    locks = [lock_after(number) for number in range(8)]
    assert locks[:3] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK]
    assert locks[-1] == lock_after(10**9) == LONGEST_LOCK


async def test_of_two_who_send_the_same_code_one_gets_in(sessions: StaffSessions, units: SqlUnitsOfWork) -> None:
    authenticator, codes = await secured(units, sessions)
    later = NOW + dt.timedelta(minutes=1)
    for code in (authenticator.at(later), codes[0]):
        halves = [(await opened(sessions, now=later))[1] for _ in range(2)]
        assert {each.session.stage for each in halves} == {Stage.CODE}
        tries = (sessions.enter_code(each, code, later) for each in halves)
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(isinstance(each, SignInRefused) for each in results) == [False, True]


async def test_sessions_that_are_over_are_deleted(sessions: StaffSessions, engine: AsyncEngine) -> None:
    for _ in range(3):
        await opened(sessions)
    await opened(sessions, now=NOW + IDLE)
    async with engine.connect() as connection:
        assert len((await connection.execute(select(staff_sessions))).all()) == 1


async def test_a_password_changed_at_the_machine_ends_sessions_and_locks(
    sessions: StaffSessions, units: SqlUnitsOfWork
) -> None:
    token, _ = await opened(sessions)
    for _ in range(TRIES):
        with pytest.raises(SignInRefused):
            await sessions.sign_in(WANG.id, "wrong", ADDRESS, NOW)
    await StaffAccounts(units).set_password(WANG.id, "another password", NOW)
    assert await sessions.current(token, NOW) is None
    await sessions.sign_in(WANG.id, "another password", ADDRESS, NOW)


async def test_a_lost_device_is_replaced_at_the_machine(sessions: StaffSessions, units: SqlUnitsOfWork) -> None:
    await secured(units, sessions)
    assert await StaffAccounts(units).remove_factor(WANG.id, NOW) is True
    _, here = await opened(sessions)
    assert here.session.stage is Stage.OPEN
    assert await StaffAccounts(units).remove_factor(WANG.id, NOW) is False


async def test_secrets_open_after_a_change_of_keys(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    units = SqlUnitsOfWork(engine, Cipher([old]))
    async with units() as work:
        await work.accounts.add(Account(WANG, QUICK.hash(PASSWORD), NOW))
        await work.commit()
    authenticator, _ = await secured(units, StaffSessions(units, Passwords()))
    rotated = await Rotation(engine, Cipher([new, old]), real_book().entry_of).run()
    assert rotated.rows["staff_factors"] == 1
    after, later = StaffSessions(SqlUnitsOfWork(engine, Cipher([new])), Passwords()), NOW + dt.timedelta(minutes=1)
    _, half = await opened(after, now=later)
    _, session = await after.enter_code(half, authenticator.at(later), later)
    assert session.stage is Stage.OPEN


async def test_what_happened_is_read_by_part_and_by_region(sessions: StaffSessions, units: SqlUnitsOfWork) -> None:
    async with units() as work:
        for number in range(5):
            at = NOW + dt.timedelta(days=number)
            await work.staff_events.note(StaffEvent(at, "signed_in", WANG.id, WANG.id))
            await work.staff_events.note(StaffEvent(at, "wrong", None))
            await work.accesses.note(WANG.id, "record_viewed", at, register="jobs")
            await work.accesses.note(ZHAO.id, "record_viewed", at, register="fairs")
        await work.commit()
    audit, county = ReadAudit(units), Staff("何县", StaffRole.AUDITOR, "532622")
    lines, total = await audit.events(county, EventsWanted(), 1, 2)
    assert total == 5
    assert [each.at for each in lines] == [NOW + dt.timedelta(days=3), NOW + dt.timedelta(days=2)]
    assert (await audit.events(CHIEF, EventsWanted(kind="wrong")))[1] == 5
    looks, total = await audit.looks(county, LooksWanted(), newest=False)
    assert {each.staff for each in looks} == {WANG.id}
    assert (await audit.looks(county, LooksWanted(staff=ZHAO.id)))[1] == 0
    third = NOW + dt.timedelta(days=2)
    midnight = dt.datetime.combine(third.date(), dt.time(), third.tzinfo)
    wanted = LooksWanted(since=midnight, until=midnight + dt.timedelta(days=1))
    assert (await audit.looks(CHIEF, wanted))[1] == 2


async def test_what_waits_and_fails_is_counted(sessions: StaffSessions, units: SqlUnitsOfWork) -> None:
    book = real_book()
    entries = [
        Entry("introductions", region, {"follow_up": "2026-11-20"}, {}, state=state)
        for region, state in (("532622", "interested"), ("532622", "employed"), ("120119", "interested"))
    ]
    async with units() as work:
        await work.records.add(entries, WANG.id, NOW)
        await work.commit()
    today = Today(book, {"introductions": "interested", "jobs": "in_review"}, units)
    assert [(each.register, each.count) for each in (await today.waiting(WANG)).records] == [("introductions", 1)]
    assert [each.count for each in (await today.waiting(CHIEF)).records] == [2]
    due = DueRecords(book, units)
    assert [each.region for each in await due.of("introductions", CHIEF, NOW)] == ["532622", "120119"]
    assert [each.region for each in await due.of("introductions", ZHAO, NOW)] == ["120119"]
    for number in range(3):
        await subscribed(units, str(number))
    desk = office(units)
    sent = await desk.sending()
    await desk.sent(sent, failed=2, sent=1)
    failed = await today.failed(WANG, NOW)
    assert [(each.number, count) for each, count in failed.deliveries] == [(sent, 2)]
    assert (await today.failed(ZHAO, NOW)).deliveries == ()


async def test_an_account_that_was_given_a_password_has_to_change_it(
    sessions: StaffSessions, units: SqlUnitsOfWork
) -> None:
    accounts = ManageAccounts(units, Passwords())
    given = await accounts.add(Staff("新来的", StaffRole.EDITOR, "532622"), CHIEF, NOW)
    _, session = await sessions.sign_in("新来的", given, ADDRESS, NOW)
    assert session.stage is Stage.PASSWORD
