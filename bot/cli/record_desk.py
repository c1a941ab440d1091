"""What the commands around records work with."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_region
from bot.core.phrases import Phrases
from bot.core.records.fields import Value
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.region import NATIONAL
from bot.core.registry.review import review
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_due import RemindOfRecords
from bot.services.records.record_import import ImportRecords
from bot.services.records.record_lists import ListRecords
from bot.services.records.record_looks import LookAtRecords
from bot.services.records.record_plan import Review
from bot.services.records.record_window import ShowRecords
from bot.services.records.records import KeepRecords
from bot.settings import Settings
from bot.spreadsheets.table import UnreadableTable

POSTINGS = "jobs"
OFFICE = Staff("command-line", StaffRole.ADMIN, NATIONAL)
"""Whoever may run commands on this machine has its database and its keys anyway."""


@dataclass(frozen=True)
class Desk:
    """The use cases, and what they are shown with."""

    service: Service
    book: RecordBook
    phrases: Phrases
    engine: AsyncEngine
    keep: KeepRecords
    lists: ListRecords
    reminders: RemindOfRecords
    window: ShowRecords
    imports: ImportRecords
    looks: LookAtRecords

    def now(self) -> dt.datetime:
        """The present moment in the service's time zone."""
        return self.service.clock.now()


def desk() -> Desk:
    """Everything wired from the settings."""
    service = Service(Settings())
    book = service.record_book
    units = service.units_of_work
    return Desk(
        service,
        book,
        service.phrases,
        service.engine,
        KeepRecords(book, units),
        ListRecords(book, units),
        RemindOfRecords(book, units),
        ShowRecords(book, units),
        ImportRecords(book, units, service.phrases.group("record_columns"), _review(service)),
        LookAtRecords(book, units),
    )


def _review(service: Service) -> Review:
    """Doubtful demands of postings; nobody demands anything of people in other registers."""

    def of_posting(register: str, values: Mapping[str, Value]) -> Sequence[str]:
        return review(values, service.doubts, service.phrases) if register == POSTINGS else ()

    return of_posting


def place(text: str | None, at: Desk) -> str:
    """The region given or configured. Raises `Failure` if there is none."""
    code = parse_region(text or at.service.settings.default_region, at.service)
    if code is None:
        raise Failure("请用 --region 写明地区，如 --region 洛阳市。")
    return code


def fields_given(given: Sequence[str]) -> dict[str, str]:
    """`项目=内容` as a mapping. Raises `Failure` for anything else."""
    fields: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise Failure(f"“{each}”要写成 项目=内容，如 单位=市图书馆。")
        fields[name.strip()] = value.strip()
    return fields


def run[T](at: Desk, use: Callable[[], Awaitable[T]]) -> T:
    """Carry out a use case on the newest database; refusals become one message."""

    async def on_newest() -> T:
        await at.service.upgrade()
        try:
            return await use()
        finally:
            await at.engine.dispose()

    try:
        return asyncio.run(on_newest())
    except (RecordRefused, UnreadableTable) as refused:
        raise Failure(str(refused)) from None
    except VersionConflict:
        raise Failure("别人刚刚改了同一条，什么都没有改动，请再看一次后重做。") from None


def with_refusals(use: Callable[[], object]) -> None:
    """The same for what needs no database."""
    try:
        use()
    except (RecordRefused, UnreadableTable) as refused:
        raise Failure(str(refused)) from None
