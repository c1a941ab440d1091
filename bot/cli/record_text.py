"""Records, declarations and sums as lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from bot.cli.record_desk import OFFICE, Desk
from bot.core.records.fields import Field, FieldType
from bot.core.records.figures import Result
from bot.core.records.periods import period_text
from bot.core.records.register import Edition
from bot.core.records.reminders import Due
from bot.core.records.showing import shown
from bot.core.records.tally import Line, Tally
from bot.core.records.words import figure_text
from bot.services.records.record_lists import Listed
from bot.services.records.record_ports import Happened


def edition_lines(edition: Edition, on: dt.date, at: Desk) -> Iterator[str]:
    """How a register is kept in one region."""
    kind, subject = at.phrases.name("record_kinds", edition.kind), at.phrases.name("record_subjects", edition.subject)
    yield f"{at.book.place(edition.region)}：{edition.title}（{kind}，{subject}）"
    yield at.book.source(edition, on)
    if edition.note:
        yield edition.note
    for field in edition.fields.values():
        yield f"  {field.label}（{field.id}）{field_note(field)}"
    if edition.states:
        yield f"  状态：{' → '.join(edition.states.labels.values())}"
    for figure in edition.figures.values():
        yield f"  计算：{figure.label}"
    for named in edition.named:
        said = (shown(edition.fields[name], value, at.book.place) for name, value in named.items())
        yield f"  文件点名：{'，'.join(said)}"


def field_note(field: Field) -> str:
    """What may stand in a field."""
    parts = [
        "必填" if field.required else "",
        _options_note(field),
        f"最小 {field.minimum}" if field.minimum is not None else "",
        f"最大 {field.maximum}" if field.maximum is not None else "",
        "个人信息，加密保存" if field.personal else "",
        field.note or "",
    ]
    return "；".join(part for part in parts if part)


def _options_note(field: Field) -> str:
    if field.type is FieldType.OCCUPATIONS:
        return "职业的常用说法或代码，如 客服、保洁、4-10-04"
    return f"可以填：{'、'.join(field.choices.values())}" if field.choices else ""


def listed_line(each: Listed, at: Desk) -> str:
    """One record in one line, personal values masked."""
    head = [each.record.id, at.book.place(each.record.region)]
    if each.record.period:
        head.append(period_text(each.record.period))
    if each.record.state and each.edition.states:
        head.append(each.edition.states.labels[each.record.state])
    words = at.lists.words(each, OFFICE, masked=True)
    said = [f"{each.edition.fields[name].label}：{text}" for name, text in words.items()]
    return "\t".join([*head, "　".join([*said, *_figures(each.figures, at), *_lacks(each, at)])])


def listed_lines(each: Listed, on: dt.date, at: Desk) -> Iterator[str]:
    """One record in full."""
    record, edition = each.record, each.edition
    yield f"{edition.title}　{record.id}　{at.book.place(record.region)}"
    if record.period:
        yield f"期间：{period_text(record.period)}"
    if record.state and edition.states:
        ways = "、".join(edition.states.labels[way] for way in edition.states.onward(record.state))
        yield f"状态：{edition.states.labels[record.state]}（{record.state_since} 起）" + (
            f"，下一步：{ways}" if ways else ""
        )
    for name, text in at.lists.words(each, OFFICE).items():
        yield f"{edition.fields[name].label}：{text}"
    yield from _figures(each.figures, at)
    yield from _lacks(each, at)
    yield at.book.source(edition, on)


def history_line(line: Happened, edition: Edition, at: Desk) -> str:
    """One line of history: fields by their labels, personal ones without their values."""
    said = [
        f"{edition.fields[name].label}：{'空' if before is None else before} → {'空' if after is None else after}"
        for name, (before, after) in line.detail.get("fields", {}).items()
        if name in edition.fields
    ]
    hidden = [edition.fields[name].label for name in line.detail.get("secret", ()) if name in edition.fields]
    said += [f"{label}（个人信息）改过" for label in hidden]
    if "state" in line.detail and edition.states:
        before, after = (edition.states.labels.get(state, state) for state in line.detail["state"])
        said.insert(0, f"{before} → {after}")
    return f"{line.at:%Y-%m-%d %H:%M}　{line.by}　{at.phrases.name('record_events', line.kind)}　{'；'.join(said)}"


def due_line(each: Due, at: Desk) -> str:
    """One reminder."""
    edition = at.book.registers[each.register].at(each.region)
    return at.phrases.say(
        "record_due_line",
        day=each.day.isoformat(),
        title=edition.title if edition else each.register,
        place=at.book.place(each.region),
        period=f"　{period_text(each.period)}" if each.period else "",
        says=each.says,
        number=f"　{each.record.id}" if each.record else "",
    )


def tally_lines(summed: Tally, edition: Edition, on: dt.date, at: Desk) -> Iterator[str]:
    """Sums by group, then everything together."""
    field = edition.fields.get(edition.export.group_by or "")
    if field is not None:
        for line in summed.groups:
            group = shown(field, line.group, at.book.place) if line.group is not None else "（没有填）"
            yield f"{group}\t{_sums(line, edition, at)}"
    yield f"合计\t{_sums(summed.total, edition, at)}"
    if edition.states and summed.states:
        yield "状态\t" + "　".join(f"{edition.states.labels[state]} {count}" for state, count in summed.states.items())
    if summed.without:
        yield f"还不够的地方\t{'、'.join(at.book.place(region) for region in summed.without)}"
    yield at.book.source(edition, on)


def _sums(line: Line, edition: Edition, at: Desk) -> str:
    labels = {name: field.label for name, field in edition.fields.items()}
    labels |= {name: figure.label for name, figure in edition.figures.items()}
    sums = [f"{labels[name]} {value:f}" for name, value in line.sums.items()]
    return "　".join([f"{line.records} 条", *sums, *_figures(line.figures, at)])


def _figures(figures: Mapping[str, Result], at: Desk) -> list[str]:
    return [figure_text(result, at.phrases) for result in figures.values()]


def _lacks(each: Listed, at: Desk) -> list[str]:
    return [at.phrases.say("record_lacks", labels="、".join(each.lacks))] if each.lacks else []
