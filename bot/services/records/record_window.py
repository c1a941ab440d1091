"""Use cases: what people outside see of records – published ones, their own, and where their case stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.records.fields import Value
from bot.core.records.identity import person_subject
from bot.core.records.record import Record
from bot.core.records.register import Edition, Kind, Register, Subject
from bot.core.records.showing import shown
from bot.core.regions.region import ancestors
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_ports import RecordWork, RecordWorkFactory, Stored, Wanted


@dataclass(frozen=True)
class Shown:
    """What somebody sees of a register: entries as text by label, those first that the document itself names."""

    edition: Edition
    entries: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class CaseStatus:
    """Where something submitted stands."""

    title: str
    state: str
    since: dt.date


class ShowRecords:
    """Reads records for people outside. Whoever asks for what is not for them meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: RecordWorkFactory) -> None:
        self._book, self._units = book, units

    async def public(self, register: str, region: str, on: dt.date, text: str | None = None) -> Shown:
        """What anyone may see of a register on a day: public fields of published records; `text` narrows it.

        For a part of a region also what is kept for the whole of it.
        """
        found = self._book.register(register)
        edition = self._book.edition(found, region)
        if not edition.public.fields:
            raise RecordRefused(self._book.say("record_not_public", title=edition.title))
        async with self._units() as work:
            kept = await published(found, region, on, self._book, work)
        entries = [self._entry(values, edition, edition.public.fields) for values in edition.named]
        entries += [self._entry(each.values, self._book.edition(found, each.region)) for each in kept]
        return Shown(edition, tuple(entry for entry in entries if text is None or text in " ".join(entry.values())))

    async def own(self, register: str, region: str, person: str) -> Shown:
        """What a person sees of their own records: nobody else's, and no fields but those meant for them."""
        found = self._book.register(register)
        edition = self._book.edition(found, region)
        if edition.subject is not Subject.PERSON or not edition.owner_sees:
            raise RecordRefused(self._book.say("record_not_for_owner", title=edition.title))
        async with self._units() as work:
            theirs = await work.records.of_subject(person_subject(person))
        kept = [self._book.record(each) for each in theirs if each.register == found.id]
        return Shown(edition, tuple(self._entry(each.values, edition, edition.owner_sees) for each in kept))

    async def status(self, number: str) -> CaseStatus:
        """Where the case of this number stands; the number is all that is needed, the state all that is told."""
        async with self._units() as work:
            stored = await work.records.get(number.strip().upper())
        status = case_status(stored, self._book) if stored is not None else None
        if status is None:
            raise RecordRefused(self._book.say("record_unknown", number=number))
        return status

    def _entry(
        self, values: Mapping[str, Value], edition: Edition, names: Sequence[str] | None = None
    ) -> Mapping[str, str]:
        fields = [edition.fields[name] for name in names or edition.public.fields if name in values]
        return {field.label: shown(field, values[field.id], self._book.place) for field in fields}


async def published(
    register: Register, region: str, on: dt.date, book: RecordBook, work: RecordWork
) -> tuple[Record, ...]:
    """What anyone may see on a day of a region, its parts and the regions around it, with nothing but public values."""
    around = ancestors(region)[1:]
    stored = [
        *await work.records.find(Wanted((register.id,), region)),
        *(await work.records.find(Wanted((register.id,), places=around)) if around else ()),
    ]
    found: list[Record] = []
    for record, edition in ((book.record(each), book.edition_of(each)) for each in stored):
        if edition.public.fields and is_published(record, edition, on):
            found.append(public_part(record, edition))
    return tuple(found)


def public_part(record: Record, edition: Edition) -> Record:
    """A record with nothing but what anyone may see."""
    values = {name: value for name, value in record.values.items() if name in edition.public.fields}
    return replace(record, values=values, entered_by="")


def case_status(stored: Stored, book: RecordBook) -> CaseStatus | None:
    """Where a case stands; `None` for what is no case."""
    edition = book.edition_of(stored)
    if edition.kind is not Kind.CASE:
        return None
    assert edition.states is not None and stored.state is not None and stored.state_since is not None
    return CaseStatus(edition.title, edition.states.labels[stored.state], stored.state_since)


def is_published(record: Record, edition: Edition, on: dt.date) -> bool:
    """Whether anyone may see it on a day."""
    public = edition.public
    if public.states is not None and record.state not in public.states:
        return False
    if any(record.values.get(name) not in values for name, values in public.when.items()):
        return False
    until = record.values.get(public.until) if public.until else None
    return not isinstance(until, dt.date) or on <= until
