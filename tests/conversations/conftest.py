from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bootstrap import Service
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.errands import Played
from bot.core.conversation.turn import Turn
from bot.core.records.staff import Staff, StaffRole
from bot.services.conversation.errands import Scene, carried_out
from bot.services.people.consents import ALERTS
from bot.services.people.people import address_of
from bot.services.people.people_ports import Brought
from bot.services.records.records import KeepRecords
from bot.services.staff.staff_ports import Account, Contact
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PERSON = "web:somebody"
OFFICE = Staff("office", StaffRole.ADMIN, "000000")


@dataclass
class Stage:
    """A service with a database of its own, made only if a conversation has something fetched or kept."""

    service: Service
    empty: Path
    file: Path

    @cached_property
    def engine(self) -> AsyncEngine:
        shutil.copy(self.empty, self.file)
        return open_database(f"sqlite:///{self.file}")

    @cached_property
    def units(self) -> SqlUnitsOfWork:
        return SqlUnitsOfWork(self.engine, Cipher([new_key()]))

    async def finish(self, played: Played) -> Turn:
        """The turn, with what it had kept committed, as the service does it."""
        if isinstance(played, Turn) and not played.events:
            return played
        async with self.units() as work:
            turn = await carried_out(played, self.service.handlers, Scene(PERSON, work, NOW))
            await self.service.keep_people.apply(turn.events, PERSON, turn.session, work, NOW)
            await work.commit()
        return turn

    async def keep(self, kept: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Records that staff have entered before, published where `state` says so; their numbers by what `as` says."""
        keep, numbers = KeepRecords(self.service.record_book, self.units), {}
        for each in kept:
            made = await keep.add(each["register"], each["region"], each["values"], OFFICE, NOW)
            if "state" in each:
                await keep.move(made.record.id, each["state"], OFFICE, NOW)
            numbers[each.get("as", "it")] = made.record.id
        return numbers

    async def employ(self, person: Mapping[str, str]) -> None:
        """Whoever talks writes from a chat of this member of staff."""
        staff = Staff(person["name"], StaffRole(person["role"]), person["region"])
        async with self.units() as work:
            await work.accounts.add(Account(staff, "no password opens this", NOW))
            await work.accounts.link(staff.id, Contact(*address_of(PERSON)), NOW)
            await work.commit()

    async def subscribe(self, people: Sequence[Mapping[str, Any]]) -> None:
        """Others who agreed to alerts."""
        several = [
            Brought(
                "telegram",
                each["address"],
                each["region"],
                "seeker",
                each.get("easy", False),
                frozenset(each.get("topics", ())),
                NOW,
            )
            for each in people
        ]
        async with self.units() as work:
            await work.people.bring(several, ALERTS, "1", NOW)
            await work.commit()

    async def close(self) -> None:
        if "engine" in self.__dict__:
            await self.engine.dispose()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var")))


@pytest.fixture(scope="session")
def dialogue(service: Service) -> Dialogue:
    return service.dialogue()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "empty.db"

    async def make() -> None:
        engine = open_database(f"sqlite:///{file}")
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(make())
    return file


@pytest.fixture
async def stage(service: Service, empty_database: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(service, empty_database, tmp_path / "stage.db")
    yield stage
    await stage.close()
