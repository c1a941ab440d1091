"""The fields of a record as a form shows and sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.console.desk import Desk
from bot.console.forms import Form
from bot.console.template_columns import note_of
from bot.core.records.fields import Field, FieldType, Value
from bot.core.records.reading import Reading
from bot.core.records.register import Edition
from bot.core.records.showing import shown

_KINDS = {
    FieldType.LONG_TEXT: "area",
    FieldType.FILE_NOTE: "area",
    FieldType.CHOICE: "choose",
    FieldType.BOOLEAN: "choose",
    FieldType.CHOICES: "options",
    FieldType.DATE: "date",
    FieldType.TIME: "time",
    FieldType.PHONE: "tel",
}
_MODES = {FieldType.INTEGER: "numeric", FieldType.DECIMAL: "decimal", FieldType.MONEY: "decimal"}


@dataclass(frozen=True)
class Entry:
    """A field in a form: `kind` says which widget shows it, `name` what it is called there."""

    name: str
    label: str
    kind: str
    hint: str
    required: bool
    mode: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading."""

    heading: str
    entries: Sequence[Entry]


def name_of(field: str) -> str:
    """What a field is called in a form, so that it meets no other name there."""
    return f"field-{field}"


def groups_of(edition: Edition, desk: Desk, only: Sequence[str] | None = None) -> list[Group]:
    """What everybody may know, what is personal, and what the office fills; of some fields if they are named."""
    parts: dict[str, list[Entry]] = {"main": [], "personal": [], "office": []}
    for field in edition.fields.values():
        if only is None or field.id in only:
            parts[_part(field, edition)].append(_entry(field, desk, required=field.required or only is not None))
    return [Group(desk.words.say(f"records.parts.{part}"), entries) for part, entries in parts.items() if entries]


def filled_in(values: Mapping[str, Value], edition: Edition, desk: Desk) -> dict[str, str | Sequence[str]]:
    """What a form begins with: the values as they are typed."""
    found: dict[str, str | Sequence[str]] = {}
    for name, field in edition.fields.items():
        if name in values:
            found[name_of(name)] = _typed(field, values[name], desk)
    return found


def defaults(edition: Edition) -> dict[str, str | Sequence[str]]:
    """What the form of a new record begins with."""
    fields = edition.fields.values()
    return {name_of(field.id): field.default for field in fields if field.default is not None}


def sent(form: Form, edition: Edition, only: Sequence[str] | None = None) -> dict[str, str | list[str]]:
    """What was typed by field; the fields that the form did not have are left out."""
    found: dict[str, str | list[str]] = {}
    for name, field in edition.fields.items():
        if only is None or name in only:
            several = field.type is FieldType.CHOICES
            typed = form.text(name_of(name)).replace("\r\n", "\n")
            found[name] = list(form.several(name_of(name))) if several else typed
    return found


def altered(form: Form, before: Mapping[str, Value], edition: Edition, desk: Desk) -> dict[str, str | list[str]]:
    """Only what was typed otherwise than it was: what nobody touched stays as it is, to the letter."""
    was = filled_in(before, edition, desk)
    changed: dict[str, str | list[str]] = {}
    for name, typed in sent(form, edition).items():
        old = was.get(name_of(name), "")
        same = set(typed) == set(old) if isinstance(typed, list) else typed == _one_line(old)
        if not same:
            changed[name] = typed
    return changed


def show_problems(form: Form, reading: Reading, desk: Desk) -> None:
    """Put the sentence of every problem beside its field."""
    for problem in reading.problems:
        form.fail(name_of(problem.field.id) if problem.field else "form", desk.book.problem(problem))


def _part(field: Field, edition: Edition) -> str:
    if field.office:
        return "office"
    return "personal" if field.id in edition.private and not edition.restricted else "main"


def _entry(field: Field, desk: Desk, *, required: bool) -> Entry:
    say = desk.words.say
    answers = (say("records.yes"), say("records.no"))
    options = {each: each for each in answers} if field.type is FieldType.BOOLEAN else field.choices
    kind = _KINDS.get(field.type, "text")
    shows = kind in ("choose", "options")
    return Entry(
        name_of(field.id), field.label, kind, note_of(field, desk), required, _MODES.get(field.type, ""),
        options if shows else {},
    )  # fmt: skip


def _typed(field: Field, value: Value, desk: Desk) -> str | Sequence[str]:
    match field.type:
        case FieldType.CHOICES:
            return value if isinstance(value, tuple) else (str(value),)
        case FieldType.CHOICE | FieldType.YEAR | FieldType.QUARTER:
            return str(value)
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY:
            return f"{value:f}" if not isinstance(value, int) else str(value)
        case _:
            return shown(field, value, desk.pages.place)


def _one_line(typed: str | Sequence[str]) -> str:
    """As forms send it: without space around it."""
    return str(typed).strip().replace("\r\n", "\n")
