"""Records in words: what lists, pages and files of every register have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.console.desk import Desk
from bot.console.lists import Badge, Cell, Column, Link, Row
from bot.core.records.fields import NUMBERS, Field, FieldType
from bot.core.records.periods import period_text
from bot.core.records.plain import from_plain
from bot.core.records.register import Edition, Register
from bot.core.records.showing import shown
from bot.core.records.staff import Staff
from bot.core.records.words import figure_text
from bot.core.regions.region import ancestors
from bot.services.records.record_lists import Listed
from bot.services.records.record_pages import can_lack, sortable
from bot.services.records.record_ports import Happened

SHOWN = 5
"""Fields of a record that a list shows."""
_LONG = frozenset((FieldType.LONG_TEXT, FieldType.FILE_NOTE, FieldType.CERTIFICATE))


def address_of(register: str, number: str = "") -> str:
    """Where a register, or one of its records, is shown."""
    return f"/staff/records/{register}/{number}" if number else f"/staff/records/{register}"


def edition_for(register: Register, region: str) -> Edition | None:
    """The register as it stands in a region, or in some part of it; `None` where no document knows it."""
    whole = register.at(region)
    if whole is not None:
        return whole
    return next((each for code, each in register.editions.items() if region in ancestors(code)), None)


def list_columns(register: Register, edition: Edition, desk: Desk) -> list[Column]:
    """Number, place, period and state, then the first fields, and what is missing."""
    say, sorts = desk.words.say, sortable(register)
    columns = [Column("entered", say("records.number")), Column("region", say("records.region"))]
    if _has_period(register):
        columns.append(Column("period", say("records.period")))
    if _has_states(register):
        columns += [Column("state", say("records.state")), Column("state_since", say("records.since"))]
    for field in first_fields(edition):
        columns.append(Column(field.id, field.label, field.id in sorts, field.type in NUMBERS))
    if lacks_anything(register):
        columns.append(Column("lacks", say("records.lacks"), sorts=False))
    return columns


def list_row(each: Listed, register: Register, edition: Edition, staff: Staff, desk: Desk) -> Row:
    """The cells of a record in the order of `list_columns`; what is personal is masked."""
    record = each.record
    words = desk.records.lists.words(each, staff, masked=True)
    cells: list[Cell] = [Link(record.id, address_of(register.id, record.id)), desk.pages.place(record.region)]
    if _has_period(register):
        cells.append(period_text(record.period) if record.period else "—")
    if _has_states(register):
        since = record.state_since
        cells += [Badge(state_label(each)), since.isoformat() if since else "—"]
    cells += [words.get(field.id, "—") for field in first_fields(edition)]
    if lacks_anything(register):
        cells.append(Badge(desk.words.say("records.lacks_count", count=len(each.lacks)), "warn") if each.lacks else "—")
    return cells


def first_fields(edition: Edition) -> Sequence[Field]:
    """The fields that a list shows: the first ones that are short."""
    return [field for field in edition.fields.values() if field.type not in _LONG][:SHOWN]


def lacks_anything(register: Register) -> bool:
    """Whether records may stand though something is missing in them."""
    return any(can_lack(each) for each in register.editions.values())


def state_label(each: Listed) -> str:
    """The state of a record as its region calls it; a dash for none."""
    states = each.edition.states
    return states.labels.get(each.record.state or "", "—") if states else "—"


def state_choices(register: Register) -> Mapping[str, str]:
    """All states of a register, wherever it has them."""
    several = [edition.states.labels for edition in register.editions.values() if edition.states]
    return {state: label for labels in reversed(several) for state, label in labels.items()}


def export_columns(edition: Edition, desk: Desk) -> list[Column]:
    """The columns of a file: what every record has, then what the declaration names."""
    own = [Column(key, label) for key, label in desk.phrases.group("record_columns").items()]
    return [*own, *(Column(name, edition.fields[name].label) for name in edition.export.columns)]


def export_row(each: Listed, edition: Edition, staff: Staff, desk: Desk) -> Row:
    """Numbers as numbers, so that they can be added up; everything else as it is read."""
    record = each.record
    words = desk.records.lists.words(each, staff)
    state = state_label(each) if record.state else ""
    return [
        record.id,
        record.region,
        record.period or "",
        state,
        *(_cell(each, name, words) for name in edition.export.columns),
    ]


def figure_texts(each: Listed, desk: Desk) -> list[str]:
    """The figures of a record with their targets."""
    return [figure_text(result, desk.phrases) for result in each.figures.values()]


def history_texts(line: Happened, edition: Edition, desk: Desk) -> list[str]:
    """What happened to a record: old and new of what is kept in clear; of personal fields only that they changed."""
    say, told = desk.words.say, list[str]()
    if "state" in line.detail and edition.states:
        before, after = (edition.states.labels.get(state, state) for state in line.detail["state"])
        told.append(say("records.from_to", label=say("records.state"), before=before, after=after))
    for name, pair in line.detail.get("fields", {}).items():
        if name in edition.fields:
            field = edition.fields[name]
            before, after = (_said(field, plain, desk) for plain in pair)
            told.append(say("records.from_to", label=field.label, before=before, after=after))
    hidden = [edition.fields[name].label for name in line.detail.get("secret", ()) if name in edition.fields]
    return told + [say("records.hidden_change", label=label) for label in hidden]


def _said(field: Field, plain: object, desk: Desk) -> str:
    if plain is None:
        return desk.words.say("records.empty_value")
    return shown(field, from_plain({field.id: plain}, {field.id: field})[field.id], desk.pages.place)


def _cell(each: Listed, name: str, words: Mapping[str, str]) -> Cell:
    field, value = each.edition.fields.get(name), each.record.values.get(name)
    if field is not None and field.type in NUMBERS and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    return words.get(name, "")


def _has_period(register: Register) -> bool:
    editions = register.editions.values()
    return any(each.period not in (None, "once") or each.deadlines for each in editions)


def _has_states(register: Register) -> bool:
    return any(each.states for each in register.editions.values())
