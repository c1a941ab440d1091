"""The use cases around records over the real declarations and policies, with records kept in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.catalog.content import load_phrases
from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.register_words import WorkWords, load_work_words
from bot.catalog.registers import load_registers
from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue
from bot.core.records.register import Register
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import ancestors
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordBook
from bot.services.records.record_due import RemindOfRecords
from bot.services.records.record_import import ImportRecords
from bot.services.records.record_lists import ListRecords
from bot.services.records.record_ports import AlreadyThere, Entry, Happened, Stored, Wanted
from bot.services.records.record_window import ShowRecords
from bot.services.records.records import KeepRecords
from bot.settings import ROOT, Settings

ADMIN = Staff("admin", StaffRole.ADMIN, "000000")
TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
CERTIFICATE = "11010519491231002X42"
OTHER_CERTIFICATE = "44052419800101001332"


@dataclass
class MemoryRecords:
    """Records by number, with what storage would hash kept as it is."""

    rows: dict[str, tuple[Stored, Entry]] = field(default_factory=dict)
    events: list[tuple[str, Happened]] = field(default_factory=list)

    async def add(self, entries: Sequence[Entry], by: str, now: dt.datetime) -> Sequence[str]:
        self._refuse_taken(entries, None)
        numbers = [_number(len(self.rows) + position) for position in range(len(entries))]
        for number, entry in zip(numbers, entries, strict=True):
            self.rows[number] = (_stored(number, entry, by, 1), entry)
            self.events.append((number, Happened(now, by, "added", {})))
        return numbers

    async def kept_as_one(self, ones: Sequence[str]) -> Mapping[str, str]:
        kept = {entry.one: number for number, (_, entry) in self.rows.items() if entry.one}
        return {one: kept[one] for one in ones if one in kept}

    async def get(self, record: str) -> Stored | None:
        return self.rows[record][0] if record in self.rows else None

    async def replace(self, stored: Stored, entry: Entry, happened: Happened) -> None:
        self._refuse_taken([entry], stored.id)
        if self.rows[stored.id][0].version != stored.version:
            raise VersionConflict
        self.rows[stored.id] = (_stored(stored.id, entry, stored.entered_by, stored.version + 1), entry)
        self.events.append((stored.id, happened))

    async def find(self, wanted: Wanted) -> Sequence[Stored]:
        return [stored for stored, _ in self.rows.values() if _fits(stored, wanted)]

    async def of_subject(self, subject: str) -> Sequence[Stored]:
        return [stored for stored, entry in self.rows.values() if entry.subject == subject]

    async def counts(self, register: str, subjects: Sequence[str]) -> Mapping[str, int]:
        theirs = [entry.subject for stored, entry in self.rows.values() if stored.register == register]
        return {subject: theirs.count(subject) for subject in subjects if subject in theirs}

    async def history(self, record: str) -> Sequence[Happened]:
        return [happened for number, happened in self.events if number == record]

    async def delete_subject(self, subject: str) -> int:
        gone = [number for number, (_, entry) in self.rows.items() if entry.subject == subject]
        for number in gone:
            del self.rows[number]
        return len(gone)

    def _refuse_taken(self, entries: Sequence[Entry], but: str | None) -> None:
        taken = {entry.one for number, (_, entry) in self.rows.items() if number != but}
        positions = []
        for position, entry in enumerate(entries):
            if entry.one is not None and entry.one in taken:
                positions.append(position)
            taken.add(entry.one)
        if positions:
            raise AlreadyThere(positions)


@dataclass
class MemoryWork:
    """Works on a copy until it is committed."""

    records: MemoryRecords
    _kept: MemoryRecords

    async def commit(self) -> None:
        self._kept.rows, self._kept.events = self.records.rows, self.records.events


class MemoryUnits:
    """Transactions over records in memory."""

    def __init__(self) -> None:
        self.kept = MemoryRecords()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[MemoryWork]:
        yield MemoryWork(deepcopy(self.kept), self.kept)


class Desk:
    """All use cases over one memory."""

    def __init__(self, registers: Mapping[str, Register] | None = None) -> None:
        service = policies()
        self.phrases = service.phrases
        self.book = RecordBook(registers or real_registers(), service.catalogue, service.gazetteer, service.phrases)
        self.units = MemoryUnits()
        self.keep = KeepRecords(self.book, self.units)
        self.lists = ListRecords(self.book, self.units)
        self.reminders = RemindOfRecords(self.book, self.units)
        self.window = ShowRecords(self.book, self.units)
        self.imports = ImportRecords(self.book, self.units, service.phrases.group("record_columns"))


@dataclass(frozen=True)
class Policies:
    """The real policies, regions and words; no database."""

    gazetteer: Gazetteer
    catalogue: Catalogue
    phrases: Phrases
    work_words: WorkWords


@cache
def policies() -> Policies:
    """What the service reads when it starts."""
    settings = Settings()
    reference = settings.data_dir / "reference"
    gazetteer = load_gazetteer(reference)
    catalogue = load_catalogue(settings.policies_dir, gazetteer.codes())
    return Policies(gazetteer, catalogue, load_phrases(settings.content_dir), load_work_words(reference))


@cache
def real_registers() -> Mapping[str, Register]:
    """The declarations of the service."""
    return load(ROOT / "data" / "registers")


def load(folder: Path) -> Mapping[str, Register]:
    """The declarations of a folder."""
    service = policies()
    return load_registers(folder, service.catalogue, service.gazetteer.codes(), service.work_words)


def _number(position: int) -> str:
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"TEST-{letters[position // 32 % 32]}{letters[position % 32]}22-2222"


def _stored(number: str, entry: Entry, by: str, version: int) -> Stored:
    return Stored(
        number, entry.register, entry.region, entry.open, entry.secret, entry.period, entry.state, entry.state_since,
        by, version,
    )  # fmt: skip


def _fits(stored: Stored, wanted: Wanted) -> bool:
    if wanted.registers is not None and stored.register not in wanted.registers:
        return False
    return (
        (wanted.region is None or wanted.region in ancestors(stored.region))
        and (wanted.places is None or stored.region in wanted.places)
        and wanted.period in (None, stored.period)
        and wanted.state in (None, stored.state)
    )
