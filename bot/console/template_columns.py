"""The columns of an empty table to fill in, and what may stand in each."""

from __future__ import annotations

from bot.console.desk import Desk
from bot.core.records.fields import SEVERAL, Field, FieldType
from bot.core.records.periods import PeriodKind
from bot.core.records.register import Edition
from bot.spreadsheets.table import Column


def template_columns(edition: Edition, desk: Desk) -> list[Column]:
    """Place and period, then every field with its note and its options."""
    heads = desk.phrases.group("record_columns")
    columns = [Column(heads["region"], desk.pages.place(edition.region))]
    if edition.deadlines or edition.period not in (None, PeriodKind.ONCE):
        columns.append(Column(heads["period"], desk.words.say("records.period_hint")))
    return [*columns, *(_column(field, desk) for field in edition.fields.values())]


def note_of(field: Field, desk: Desk) -> str:
    """What may stand in a field; empty where that is plain."""
    say, kinds = desk.words.say, desk.words.group("records.kinds")
    parts = [
        kinds.get(field.type.value, ""),
        say("records.least", number=field.minimum) if field.minimum else "",
        say("records.most", number=field.maximum) if field.maximum and field.type not in SEVERAL else "",
        field.note or "",
    ]
    return "；".join(part for part in parts if part)


def _column(field: Field, desk: Desk) -> Column:
    say = desk.words.say
    yes_or_no = (say("records.yes"), say("records.no"))
    options = yes_or_no if field.type is FieldType.BOOLEAN else tuple(field.choices.values())
    listed = (
        say("records.options", options="、".join(options))
        if options and field.type is not FieldType.OCCUPATIONS
        else ""
    )
    needed = say("records.needed") if field.required else ""
    note = "；".join(part for part in (needed, note_of(field, desk), listed) if part)
    return Column(field.label, note, () if field.type in SEVERAL else options)
