"""Keys are changed while the service runs: afterwards everything opens, and is found, with the new one alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.session import Session
from bot.services.people.people import person_of
from bot.storage.encryption import Cipher, new_key
from bot.storage.rotation import Rotated, Rotation
from bot.storage.tables.people_tables import people
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book
from tests.integration.keeping_people import ADDRESS, CERTIFICATE, NOW, PHONE, SAID, SOMEBODY, somebody

OLD, NEW = new_key(), new_key()


async def rotate(engine: AsyncEngine, *keys: str) -> Rotated:
    return await Rotation(engine, Cipher(keys), real_book().entry_of).run()


async def test_afterwards_the_old_key_is_not_needed(engine: AsyncEngine, tmp_path: Path) -> None:
    need = await somebody(SqlUnitsOfWork(engine, Cipher([OLD])), tmp_path).leaves_everything()
    first = await rotate(engine, NEW, OLD)
    assert first.rows == {"conversations": 1, "people": 1, "outgoing_replies": 2, "handovers": 1,
                          "handover_messages": 2, "staff_chats": 0, "staff_factors": 0, "records": 2,
                          "unclear_messages": 0, "corrections": 0}  # fmt: skip
    assert sum((await rotate(engine, NEW, OLD)).rows.values()) == 0, "a second run finds nothing to do"
    async with SqlUnitsOfWork(engine, Cipher([NEW]))() as work:
        person = await person_of(SOMEBODY, work)
        assert person is not None and person.profile is not None and person.address == ADDRESS
        assert (await work.conversations.load(SOMEBODY)).session.turn == 3
        (reply,) = await work.outgoing.unsent("telegram")
        assert reply.replies[0].text == SAID
        (case,) = await work.handovers.all_at("telegram", ADDRESS)
        assert [each.text for each in await work.handovers.said(case.case.number)] == [
            "楼上漏水三天了",
            "师傅明天上门看",
        ]
        (by_phone,) = await work.records.marked("phone", PHONE)
        assert [by_phone.id] == [each.id for each in await work.records.of_subject(f"person {CERTIFICATE[:18]}")]
        mine = await work.records.of_owner(person.id)
        assert [each.id for each in mine] == [need, by_phone.id]


async def test_a_run_that_was_broken_off_is_gone_on_with_while_people_write(
    engine: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await somebody(SqlUnitsOfWork(engine, Cipher([OLD])), tmp_path).leaves_everything()
    monkeypatch.setattr("bot.storage.rotation.AT_ONCE", 1)
    writes = Rotation._write
    written = 0

    async def dying(self: Rotation, *given: object) -> int:
        nonlocal written
        if written == 3:
            raise KeyboardInterrupt
        written += 1
        return await writes(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Rotation, "_write", dying)
    with pytest.raises(KeyboardInterrupt):
        await rotate(engine, NEW, OLD)
    monkeypatch.setattr(Rotation, "_write", writes)

    running = SqlUnitsOfWork(engine, Cipher([NEW, OLD]))
    async with running() as work:
        stored = await work.conversations.load(SOMEBODY)
        await work.conversations.save(SOMEBODY, Session(turn=4), stored.version, NOW)
        await work.commit()
    assert (await rotate(engine, NEW, OLD)).unreadable == 0
    async with SqlUnitsOfWork(engine, Cipher([NEW]))() as work:
        assert (await work.conversations.load(SOMEBODY)).session.turn == 4
        assert await person_of(SOMEBODY, work) is not None


async def test_a_row_that_is_changed_in_between_keeps_the_change(
    engine: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await somebody(SqlUnitsOfWork(engine, Cipher([OLD])), tmp_path).leaves_everything()
    both = SqlUnitsOfWork(engine, Cipher([NEW, OLD]))
    interrupted = Rotation._table

    async def with_a_message(self: Rotation, place: object, rotated: Rotated) -> None:
        if place.table.name == "conversations":  # type: ignore[attr-defined]
            writes = Rotation._write

            async def after_somebody_wrote(self: Rotation, *given: object) -> int:
                async with both() as work:
                    stored = await work.conversations.load(SOMEBODY)
                    await work.conversations.save(SOMEBODY, Session(turn=9), stored.version, NOW)
                    await work.commit()
                monkeypatch.setattr(Rotation, "_write", writes)
                return await writes(self, *given)  # type: ignore[arg-type]

            monkeypatch.setattr(Rotation, "_write", after_somebody_wrote)
        await interrupted(self, place, rotated)  # type: ignore[arg-type]

    monkeypatch.setattr(Rotation, "_table", with_a_message)
    await rotate(engine, NEW, OLD)
    async with SqlUnitsOfWork(engine, Cipher([NEW]))() as work:
        assert (await work.conversations.load(SOMEBODY)).session.turn == 9


async def test_what_no_key_opens_is_counted_and_left(engine: AsyncEngine, tmp_path: Path) -> None:
    await somebody(SqlUnitsOfWork(engine, Cipher([OLD])), tmp_path).leaves_everything()
    async with engine.begin() as connection:
        await connection.execute(update(people).values(content=Cipher([new_key()]).seal(b"{}", "x")))
    rotated = await rotate(engine, NEW, OLD)
    assert (rotated.unreadable, rotated.rows["people"], rotated.rows["records"]) == (1, 0, 2)
