"""What all use cases around records share: the declarations by name and region, access, and the form of storage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.documents import Status
from bot.core.records.calendars import ITEM
from bot.core.records.fields import Value
from bot.core.records.identity import employer_of, one_of, subject_of
from bot.core.records.marks import marks_of
from bot.core.records.periods import PeriodKind, read_period
from bot.core.records.plain import from_plain, to_plain
from bot.core.records.reading import Problem, problem_text
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.staff import Staff
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import Level, ancestors, level_of
from bot.core.regions.resolve import resolve
from bot.services.records.record_ports import Entry, Stored


class RecordRefused(Exception):
    """Nothing was done; each sentence says why, and what would be right."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class NotOffered(RecordRefused):
    """The region's documents know no such register."""


class RecordBook:
    """All registers, and the places and words they need."""

    def __init__(
        self, registers: Mapping[str, Register], catalogue: Catalogue, gazetteer: Gazetteer, phrases: Phrases
    ) -> None:
        self.registers = registers
        self._catalogue, self._gazetteer, self._phrases = catalogue, gazetteer, phrases
        self.say = phrases.say
        documented = [document.region for document in catalogue.documents.values() if document.role == "plan"]
        self._documented = tuple(dict.fromkeys(documented))
        # A file names the same few places on every row.
        self.region = lru_cache(maxsize=4096)(self._region)

    def register(self, name: str) -> Register:
        """The register of this id or title, be it a region's own title. Raises `RecordRefused`."""
        found = self.registers.get(name)
        if found is not None:
            return found
        for register in self.registers.values():
            if name in (register.title, *(edition.title for edition in register.editions.values())):
                return register
        raise RecordRefused(self.say("record_no_register", name=name))

    def edition(self, register: Register, region: str) -> Edition:
        """The register as it stands in `region`. Raises `NotOffered` where the documents know no such thing."""
        found = register.at(region)
        if found is not None:
            return found
        places = "、".join(self.place(code) for code in register.editions)
        planned = self._catalogue.planned_region(region)
        key = "record_not_offered" if planned else "record_no_document"
        raise NotOffered(self.say(key, place=self.place(planned or region), title=register.title, places=places))

    def edition_of(self, stored: Stored) -> Edition:
        """The edition a kept record belongs to."""
        return self.edition(self.registers[stored.register], stored.region)

    def place(self, region: str) -> str:
        """A region's name."""
        return self._gazetteer.display_name(region)

    def _region(self, text: str) -> str | None:
        """A region's code by code or name; `None` if there is none or several."""
        if text.isdigit():
            return text if text in self._gazetteer.codes() else None
        found = resolve(text, self._gazetteer, self._documented)
        sure = found.outcome == "found" and found.certainty != "typo"
        return found.candidates[0].code if sure else None

    def parts(self, region: str, level: Level) -> tuple[str, ...]:
        """The regions of a level within one, which may be itself."""
        if level_of(region) == level:
            return (region,)
        return tuple(part for child in self._gazetteer.children(region) for part in self.parts(child.code, level))

    def period(self, edition: Edition, values: Mapping[str, Value], text: str | None) -> str | None:
        """The period a record is about; `None` where it has none. Raises `RecordRefused`."""
        deadline = edition.deadlines.get(str(values.get(ITEM)))
        kind = deadline.each if deadline else edition.period
        if kind is None or kind is PeriodKind.ONCE:
            return None
        found = read_period(kind, text) if text else None
        if found is None:
            raise RecordRefused(self.say(f"record_period_{kind.value}", value=text or ""))
        return found

    def period_named(self, text: str) -> str:
        """The year or quarter of a text. Raises `RecordRefused`."""
        found = read_period(PeriodKind.YEAR, text) or read_period(PeriodKind.QUARTER, text)
        if found is None:
            raise RecordRefused(self.say("record_period_quarter", value=text))
        return found

    def state_named(self, register: Register, text: str) -> str:
        """The state of this id or label, in whichever region calls it so. Raises `RecordRefused`."""
        several = [edition.states for edition in register.editions.values() if edition.states]
        found = next((state for states in several if (state := states.named(text))), None)
        if found is None:
            labels = dict.fromkeys(label for states in several for label in states.labels.values())
            told = "、".join(labels) or self.say("record_none")
            raise RecordRefused(self.say("record_no_such_state", state=text, title=register.title, states=told))
        return found

    def refuse_problems(self, problems: Sequence[Problem]) -> None:
        """Raises `RecordRefused` with a sentence for each problem."""
        if problems:
            raise RecordRefused(*(problem_text(problem, self._phrases) for problem in problems))

    def problem(self, problem: Problem) -> str:
        """A problem as a sentence."""
        return problem_text(problem, self._phrases)

    def check_place(self, edition: Edition, region: str) -> None:
        """Raises `RecordRefused` if records of this edition are kept for regions of another level."""
        if edition.level is not None and level_of(region) != edition.level:
            name = self._phrases.name("record_levels", edition.level)
            raise RecordRefused(self.say("record_wrong_level", title=edition.title, level=name))

    def check_writes(self, edition: Edition, region: str, staff: Staff) -> None:
        """Raises `RecordRefused` unless the member of staff may change records there."""
        if not staff.writes:
            raise RecordRefused(self.say("record_read_only"))
        self.check_reads(edition, region, staff)

    def check_reads(self, edition: Edition, region: str, staff: Staff) -> None:
        """Raises `RecordRefused` unless the member of staff may look at records there."""
        if not staff.reaches(region):
            raise RecordRefused(self.say("record_elsewhere", place=self.place(region)))
        if not staff.opens(restricted=edition.restricted):
            raise RecordRefused(self.say("record_restricted", title=edition.title))

    def record(self, stored: Stored) -> Record:
        """A kept record with its values."""
        edition = self.edition_of(stored)
        return Record(
            id=stored.id,
            register=stored.register,
            region=stored.region,
            values=from_plain({**stored.open, **stored.secret}, edition.fields),
            period=stored.period,
            state=stored.state,
            state_since=stored.state_since,
            entered_by=stored.entered_by,
            version=stored.version,
        )

    def entry(self, record: Record, edition: Edition) -> Entry:
        """A record as it is to be kept: what is personal apart from what is not."""
        plain: dict[str, Any] = {name: to_plain(value) for name, value in record.values.items()}
        subject = subject_of(edition, record.values, record.region)
        return Entry(
            register=record.register,
            region=record.region,
            open={name: value for name, value in plain.items() if name not in edition.private},
            secret={name: value for name, value in plain.items() if name in edition.private},
            period=record.period,
            state=record.state,
            state_since=record.state_since,
            subject=subject,
            one=one_of(edition, record.values, record.region, record.period, subject),
            marks=marks_of(edition, record.values),
            employer=employer_of(edition, record.values),
        )

    def entry_of(
        self, register: str, region: str, plain: Mapping[str, Any], secret: Mapping[str, Any], period: str | None
    ) -> Entry:
        """What is kept of a record whose row is known but for its number and state."""
        stored = Stored("", register, region, plain, secret, period, None, None, "", 0)
        return self.entry(self.record(stored), self.edition_of(stored))

    def source(self, edition: Edition, on: dt.date) -> str:
        """Where the register comes from, and that its document has ended if so; empty where it rests on none."""
        if not edition.citations:
            return ""
        document = self._catalogue.documents[edition.citations[0].document]
        clauses = "、".join(citation.clause for citation in edition.citations)
        ended = document.period.status(on) is Status.ENDED
        key = "record_source_ended" if ended else "record_source"
        return self.say(key, document=document.short, clauses=clauses)


def smaller(one: str, other: str) -> str | None:
    """The smaller of two regions if one lies within the other."""
    if one in ancestors(other):
        return other
    return one if other in ancestors(one) else None
