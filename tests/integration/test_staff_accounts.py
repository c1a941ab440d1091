"""Accounts of staff: passwords and codes are kept as hashes only, a code counts once, and for a short time."""

from __future__ import annotations

import datetime as dt

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.staff_accounts import CODE_STANDS, StaffAccounts, StaffRefusal, StaffRefused
from bot.services.staff.staff_ports import Contact
from bot.storage.encryption import Cipher, new_key
from bot.storage.rotation import Rotation
from bot.storage.tables.staff_tables import staff, staff_chats
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book
from tests.integration.announcing import NOW

WANG = Staff("王芳", StaffRole.EDITOR, "532622")
CHAT = Contact("telegram", "77")
PASSWORD = "correct horse"


@pytest.fixture
async def accounts(units: SqlUnitsOfWork) -> StaffAccounts:
    accounts = StaffAccounts(units)
    await accounts.add(WANG, PASSWORD, NOW)
    return accounts


async def linked(units: SqlUnitsOfWork, code: str, now: dt.datetime = NOW, contact: Contact = CHAT) -> str | None:
    async with units() as work:
        name = await work.accounts.take_code(code, now)
        if name is not None:
            await work.accounts.link(name, contact, now)
        await work.commit()
    return name


async def whose(units: SqlUnitsOfWork, contact: Contact = CHAT) -> Staff | None:
    async with units() as work:
        return await work.accounts.at(contact)


async def test_of_a_password_only_a_hash_is_kept(accounts: StaffAccounts, engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        (row,) = await connection.execute(select(staff))
    assert PASSWORD not in str(tuple(row))
    assert PasswordHasher().verify(row.password, PASSWORD)


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("王芳", PASSWORD, StaffRefusal.TAKEN),
        ("command-line", PASSWORD, StaffRefusal.RESERVED),
        ("李", "1234567", StaffRefusal.SHORT_PASSWORD),
    ],
)
async def test_what_is_no_account(accounts: StaffAccounts, name: str, password: str, why: StaffRefusal) -> None:
    with pytest.raises(StaffRefused) as refused:
        await accounts.add(Staff(name, StaffRole.EDITOR, "532622"), password, NOW)
    assert refused.value.why is why


async def test_a_code_ties_a_chat_to_the_account_once(accounts: StaffAccounts, units: SqlUnitsOfWork) -> None:
    code = await accounts.code("王芳", NOW)
    assert await linked(units, "AAAA-AAAA") is None
    assert await linked(units, code) == "王芳"
    assert await whose(units) == WANG
    assert await linked(units, code, contact=Contact("telegram", "78")) is None
    assert await whose(units, Contact("telegram", "78")) is None


async def test_a_code_that_is_too_old_or_followed_by_another_is_worth_nothing(
    accounts: StaffAccounts, units: SqlUnitsOfWork
) -> None:
    first = await accounts.code("王芳", NOW)
    second = await accounts.code("王芳", NOW)
    assert await linked(units, first) is None
    assert await linked(units, second, NOW + CODE_STANDS) is None


async def test_a_removed_account_can_do_nothing_and_its_name_stays_taken(
    accounts: StaffAccounts, units: SqlUnitsOfWork
) -> None:
    await linked(units, await accounts.code("王芳", NOW))
    await accounts.remove("王芳", NOW)
    assert await whose(units) is None
    for act in (accounts.code("王芳", NOW), accounts.remove("王芳", NOW), accounts.unlink("王芳")):
        with pytest.raises(StaffRefused):
            await act
    with pytest.raises(StaffRefused) as refused:
        await accounts.add(WANG, PASSWORD, NOW)
    assert refused.value.why is StaffRefusal.TAKEN


async def test_a_chat_is_one_persons_and_can_be_cut_off(accounts: StaffAccounts, units: SqlUnitsOfWork) -> None:
    await accounts.add(Staff("李", StaffRole.AUDITOR, "000000"), PASSWORD, NOW)
    await linked(units, await accounts.code("王芳", NOW))
    await linked(units, await accounts.code("李", NOW))
    found = await whose(units)
    assert found is not None
    assert found.id == "李"
    assert [len(contacts) for _, contacts in await accounts.all()] == [1, 0]
    assert await accounts.unlink("李") == 1
    assert await whose(units) is None


async def test_where_staff_write_from_is_encrypted_and_found_after_a_change_of_keys(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    units = SqlUnitsOfWork(engine, Cipher([old]))
    accounts = StaffAccounts(units)
    await accounts.add(WANG, PASSWORD, NOW)
    await linked(units, await accounts.code("王芳", NOW))
    async with engine.connect() as connection:
        (row,) = await connection.execute(select(staff_chats))
    assert "telegram" not in str(tuple(row))
    rotated = await Rotation(engine, Cipher([new, old]), real_book().entry_of).run()
    assert rotated.rows["staff_chats"] == 1
    assert await whose(SqlUnitsOfWork(engine, Cipher([new]))) == WANG
