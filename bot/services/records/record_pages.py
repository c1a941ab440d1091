"""Use case: staff leaf through a register, however many records it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.records.fields import NUMBERS, SEVERAL, Field, FieldType
from bot.core.records.register import Edition, Register
from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWorkFactory
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_lists import Listed, with_figures
from bot.services.records.record_page_ports import CLEAR, NEWEST, Chosen, PageWanted, SortKind
from bot.services.records.record_ports import Wanted

AT_ONCE = 1000
MOST = 1_000_000
_SORTABLE = frozenset(FieldType) - {
    FieldType.LONG_TEXT, FieldType.CHOICES, FieldType.OCCUPATIONS, FieldType.SKILLS, FieldType.FILE_NOTE,
}  # fmt: skip
_MOST_OPTIONS = 20
"""Options that a few letters may stand for; more are too vague to be looked for."""


@dataclass(frozen=True)
class Asked:
    """Which records of a register are looked at: every part that is given has to fit."""

    region: str | None = None
    state: str | None = None
    period: str | None = None
    text: str | None = None
    incomplete: bool = False
    sort: str = NEWEST
    descending: bool = True


class PageRecords:
    """Reads a page at a time. Whoever asks for what is not theirs meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: UnitOfWorkFactory) -> None:
        self._book, self._units = book, units

    async def overview(self, staff: Staff) -> Mapping[Register, int]:
        """Every register that the staff may open, with how many records it has in their region."""
        async with self._units() as work:
            counts = await work.pages.counts(staff.region)
        mine = [each for each in self._book.registers.values() if staff.opens(restricted=each.restricted)]
        return {each: counts.get(each.id, 0) for each in mine}

    async def page(
        self, register: Register, asked: Asked, staff: Staff, on: dt.date, first: int, limit: int
    ) -> tuple[Sequence[Listed], int]:
        """Records of one page, and how many there are in all. `on`: the day on which figures are reckoned."""
        if asked.incomplete:
            found = [each async for each in self.all(register, asked, staff, on)]
            return found[first : first + limit], len(found)
        wanted = replace(self._wanted(register, asked, staff), first=first, limit=limit)
        async with self._units() as work:
            several, total = await work.pages.page(wanted)
            return await with_figures(several, on, self._book, work), total

    async def all(self, register: Register, asked: Asked, staff: Staff, on: dt.date) -> AsyncIterator[Listed]:
        """Every record, a few at a time, so that nobody else waits."""
        wanted = self._wanted(register, asked, staff)
        for first in range(0, MOST, AT_ONCE):
            async with self._units() as work:
                several = await work.pages.after(replace(wanted, first=first, limit=AT_ONCE))
                found = await with_figures(several, on, self._book, work)
            for each in found:
                if each.lacks or not asked.incomplete:
                    yield each
            if len(several) < AT_ONCE:
                return

    def _wanted(self, register: Register, asked: Asked, staff: Staff) -> PageWanted:
        region = asked.region or staff.region
        if not staff.reaches(region):
            raise RecordRefused(self._book.say("record_elsewhere", place=self._book.place(region)))
        if not staff.opens(restricted=register.restricted):
            raise RecordRefused(self._book.say("record_restricted", title=register.title))
        fields = clear_fields(register)
        sort = asked.sort if asked.sort in CLEAR or asked.sort in sortable(register) else NEWEST
        state = self._book.state_named(register, asked.state) if asked.state else None
        period = self._book.period_named(asked.period) if asked.period else None
        return PageWanted(
            Wanted((register.id,), region, period, state),
            text=asked.text or None,
            options=_options(asked.text, fields) if asked.text else (),
            sort=sort,
            kind=_kind(fields.get(sort)),
            order=_states(register),
            descending=asked.descending,
        )


def clear_fields(register: Register) -> Mapping[str, Field]:
    """Fields that are kept in clear in every region."""
    editions = list(register.editions.values())
    private = frozenset[str]().union(*(edition.private for edition in editions))
    fields = {name: field for edition in editions for name, field in edition.fields.items()}
    return {name: field for name, field in fields.items() if name not in private}


def sortable(register: Register) -> frozenset[str]:
    """Fields by which a list can be sorted."""
    return frozenset(name for name, field in clear_fields(register).items() if field.type in _SORTABLE)


def can_lack(edition: Edition) -> bool:
    """Whether a record may stand though something is missing in it."""
    return bool(edition.demands) or any(field.required and field.office for field in edition.fields.values())


def _kind(field: Field | None) -> SortKind:
    if field is None:
        return SortKind.TEXT
    if field.type is FieldType.BOOLEAN:
        return SortKind.TRUTH
    return SortKind.NUMBER if field.type in NUMBERS else SortKind.TEXT


def _options(text: str, fields: Mapping[str, Field]) -> tuple[Chosen, ...]:
    found = [
        Chosen(name, key, field.type in SEVERAL)
        for name, field in fields.items()
        for key, label in field.choices.items()
        if text in label
    ]
    return tuple(found) if len(found) <= _MOST_OPTIONS else ()


def _states(register: Register) -> tuple[str, ...]:
    several = [edition.states.labels for edition in register.editions.values() if edition.states]
    return tuple(dict.fromkeys(state for labels in several for state in labels))
