"""Sample jobs, fairs, courses and institutions for `tongxing serve --demo`: no people, each marked as a sample."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from bot.bootstrap import Service
from bot.cli.record_desk import OFFICE
from bot.cli.tables import REGISTERS
from bot.core.records.record import Record
from bot.services.records.record_ports import Wanted
from bot.services.records.records import KeepRecords
from bot.spreadsheets.reading import read_table

MARK = "示例"
"""Stands in the title of every sample, and is how they are known again."""
PUBLISHED = "published"
_DAY = re.compile(r"今天(?:\+(\d+))?")
_TITLES = {"jobs": "title", "fairs": "title", "training_classes": "course", "institutions": "name"}


async def load_samples(service: Service) -> int:
    """Add what is not there yet, and give what is there days that lie ahead again; returns how many samples there are.

    The database has to be at the newest structure. Raises `RecordRefused` or `UnreadableTable` for a broken sample.
    """
    keep, today = KeepRecords(service.record_book, service.units_of_work), service.clock.today()
    count = 0
    for word, register in REGISTERS.items():
        kept = await _kept(register, service)
        for _, row in read_table(service.settings.data_dir / "samples" / f"{word}.csv"):
            values = _dated(row, today)
            region = service.record_book.region(str(values.pop("地区")))
            assert region is not None, "samples name known places"
            edition = service.record_book.edition(service.record_book.registers[register], region)
            title = str(values[edition.fields[_TITLES[register]].label])
            assert MARK in title, "nobody takes a sample for real"
            before = kept.get((region, title))
            if before is not None:
                await keep.change(before.id, _days(row, values), OFFICE, service.clock.now())
            else:
                made = await keep.add(register, region, values, OFFICE, service.clock.now())
                if edition.states is not None:
                    await keep.move(made.record.id, PUBLISHED, OFFICE, service.clock.now())
            count += 1
    return count


async def _kept(register: str, service: Service) -> Mapping[tuple[str, str], Record]:
    async with service.units_of_work() as work:
        records = [service.record_book.record(each) for each in await work.records.find(Wanted((register,)))]
    titled = [(each, str(each.values.get(_TITLES[register], ""))) for each in records]
    return {(each.region, title): each for each, title in titled if MARK in title}


def _dated(row: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """With days in the place of 今天 and 今天+14."""
    return {label: _day(cell, today) for label, cell in row.items()}


def _days(row: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what moves along with the day."""
    return {label: values[label] for label, cell in row.items() if _DAY.fullmatch(str(cell))}


def _day(cell: Any, today: dt.date) -> Any:
    found = _DAY.fullmatch(str(cell))
    return (today + dt.timedelta(days=int(found[1] or 0))).isoformat() if found else cell
