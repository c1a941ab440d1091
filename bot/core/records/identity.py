"""Whose record it is, and of which there may be only one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from bot.core.records.certificate import person_of
from bot.core.records.fields import IDENTIFYING, Field, Value
from bot.core.records.register import Edition, Kind, Subject
from bot.core.records.values import LONGEST

PERSON = "person"


def subject_of(edition: Edition, values: Mapping[str, Value], region: str) -> str | None:
    """A text that is the same for all records of one person, employer or region; to be stored as a keyed hash only.

    A person is the same one everywhere, an employer's name means another employer in another region.
    """
    if edition.subject is Subject.REGION:
        return f"region {region}"
    value = values.get(edition.identified_by) if edition.identified_by else None
    if value is None:
        return None
    if edition.subject is Subject.PERSON:
        return person_subject(str(value))
    return f"{edition.subject.value} {edition.region} {_plain(value)}"


def person_subject(said: str) -> str:
    """The subject of a person, by the number of their certificate or by another mark of theirs."""
    return f"{PERSON} {person_of(said)}"


def employer_of(edition: Edition, values: Mapping[str, Value]) -> str | None:
    """The name of the employer a record is about, as names are compared; `None` where there is none.

    Nor is there one where the name is encrypted: this stands in clear, so that employers can be listed by it. Which
    employer of this name is meant, the region of the record says.
    """
    field = edition.identified_by
    if edition.subject is not Subject.EMPLOYER or field is None or field in edition.private:
        return None
    value = values.get(field)
    return None if value is None else plain_name(str(value))


def plain_name(name: str) -> str:
    """A name without what does not tell one from another: case, width of letters, spaces; no longer than a field."""
    return _plain(name)[:LONGEST]


def one_of(
    edition: Edition, values: Mapping[str, Value], region: str, period: str | None, subject: str | None
) -> str | None:
    """A text of which there may be one record only; `None` where there may be any number."""
    ledger = edition.kind is Kind.LEDGER and subject is not None
    if not ledger and not edition.unique and edition.kind is not Kind.CALENDAR:
        return None
    own = [f"{field}={_same(edition.fields[field], values.get(field, ''))}" for field in edition.unique]
    whose = subject if ledger else region if edition.kind is Kind.CALENDAR else edition.region
    return " ".join((edition.register, whose or "", period or "", *own))


def _same(field: Field, value: Value) -> str:
    """A person is the same one with another grade and a new certificate."""
    return person_of(str(value)) if field.type in IDENTIFYING else _plain(value)


def _plain(value: Value) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
