"""`tongxing records import|export|template`: records in xlsx and csv."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.failure import Failure
from bot.cli.record_desk import OFFICE, Desk, desk, place, run, with_refusals
from bot.cli.record_text import field_note
from bot.core.records.fields import NUMBERS, SEVERAL, Field, FieldType
from bot.core.records.periods import PeriodKind
from bot.core.records.register import Edition
from bot.services.records.record_lists import Listed
from bot.services.records.record_looks import EXPORTED
from bot.services.records.record_ports import Wanted
from bot.spreadsheets.table import Column

if TYPE_CHECKING:
    from bot.spreadsheets.writing import Cell

RegisterName = Annotated[str, typer.Argument(help="登记的代号或名称")]
TableFile = Annotated[Path, typer.Argument(help=".xlsx 或 .csv 文件")]
Region = Annotated[str | None, typer.Option(help="地区名或六位代码")]
Period = Annotated[str | None, typer.Option(help="期间：2026 或 2026Q4")]


def import_(
    register: RegisterName,
    file: TableFile,
    region: Annotated[str | None, typer.Option(help="没有“地区”一列的行算哪里")] = None,
    period: Annotated[str | None, typer.Option(help="没有“期间”一列的行算哪个期间")] = None,
    good_rows: Annotated[bool, typer.Option("--good-rows", help="只导入没有问题的行")] = False,
) -> None:
    """导入：有一行不对就都不导入，并逐行说明怎么改；有编号的行改已有的记录。"""
    take_in(register, file, region, period, good_rows=good_rows)


def take_in(
    register: str,
    file: Path,
    region: str | None = None,
    period: str | None = None,
    *,
    good_rows: bool = False,
    state: str | None = None,
) -> None:
    """Import a file and tell what came of it, `state` being where new records are taken at once. Raises `Failure`."""
    # The library that reads spreadsheets is large; only this command needs it.
    from bot.spreadsheets.reading import read_table

    at = desk()
    code = place(region, at) if region else None
    imported = run(
        at,
        lambda: at.imports.run(
            register, read_table(file), OFFICE, at.now(), region=code, period=period, good_rows=good_rows, state=state
        ),
    )
    for bad in imported.bad:
        sys.stderr.write(f"第 {bad.row} 行：{''.join(bad.sentences)}\n")
    for doubtful in imported.doubtful:
        sys.stderr.write(f"第 {doubtful.row} 行请留意：{''.join(doubtful.sentences)}\n")
    if not imported.kept:
        raise Failure(
            f"有 {len(imported.bad)} 行要改，什么都没有导入。改好后再导入，或者用 --good-rows 先导入其余的行。"
        )
    parts = [f"新增 {imported.added} 条", f"改动 {imported.changed} 条", f"并入已有 {imported.joined} 行"]
    sys.stdout.write(f"已导入：{'，'.join(parts)}，跳过 {len(imported.bad)} 行。\n")
    if imported.doubtful:
        sys.stdout.write(
            f"有 {len(imported.doubtful)} 行的说法有疑问，没有发布，请审核后用 tongxing records move 办。\n"
        )


def export(register: RegisterName, file: TableFile, region: Region = None, period: Period = None) -> None:
    """导出到文件，按登记写明的列；含个人信息，请妥善保管。"""
    at = desk()
    rows = run(at, lambda: _export(at, register, file, region, period))
    sys.stdout.write(f"已导出 {rows} 条到 {file}。\n")


def template(register: RegisterName, file: TableFile, region: Region = None) -> None:
    """生成空表：列名、填写说明，xlsx 里还有下拉选项。"""
    from bot.spreadsheets.writing import write_template

    at = desk()
    with_refusals(lambda: write_template(file, _template_columns(at, register, region)))
    sys.stdout.write(f"空表在 {file}。\n")


async def _export(at: Desk, register: str, file: Path, region: str | None, period: str | None) -> int:
    from bot.spreadsheets.writing import write_table

    edition = _edition(at, register, region)
    wanted = Wanted(region=place(region, at) if region else None, period=period)
    found = await at.lists.find(register, OFFICE, at.now().date(), wanted)
    if edition.private & set(edition.export.columns):
        await at.looks.note(found, EXPORTED, OFFICE, at.now())
    return write_table(file, _columns(edition, at), _rows(_grouped(found, edition), edition, at))


def _edition(at: Desk, register: str, region: str | None) -> Edition:
    """The edition of a region; of a register that is the same everywhere, any."""
    found = at.book.register(register)
    return at.book.edition(found, place(region, at)) if region else next(iter(found.editions.values()))


def _grouped(found: Sequence[Listed], edition: Edition) -> Sequence[Listed]:
    """Records of one group together, groups in the order in which they first appear."""
    field = edition.export.group_by
    if field is None:
        return found
    order: dict[object, int] = {}
    for each in found:
        order.setdefault(each.record.values.get(field), len(order))
    return sorted(found, key=lambda each: order[each.record.values.get(field)])


def _template_columns(at: Desk, register: str, region: str | None) -> list[Column]:
    edition = _edition(at, register, region)
    heads = at.phrases.group("record_columns")
    columns = [Column(heads["region"], at.book.place(edition.region))]
    if edition.period not in (None, PeriodKind.ONCE):
        columns.append(Column(heads["period"], at.phrases.name("record_each", edition.period or "")))
    return [*columns, *(_column(field) for field in edition.fields.values())]


def _columns(edition: Edition, at: Desk) -> list[Column]:
    own = [Column(label) for label in at.phrases.group("record_columns").values()]
    return [*own, *(Column(edition.fields[name].label) for name in edition.export.columns)]


def _rows(found: Sequence[Listed], edition: Edition, at: Desk) -> Iterator[list[Cell]]:
    for each in found:
        states = each.edition.states
        state = states.labels[each.record.state] if states and each.record.state else None
        words = at.lists.words(each, OFFICE)
        cells: list[Cell] = [_cell(name, each, words.get(name)) for name in edition.export.columns]
        yield [each.record.id, each.record.region, each.record.period, state, *cells]


def _cell(name: str, each: Listed, text: str | None) -> Cell:
    """Numbers as numbers, so that staff can add them up; everything else as it is read."""
    field, value = each.edition.fields.get(name), each.record.values.get(name)
    if field is not None and field.type in NUMBERS and not isinstance(value, bool | str | tuple):
        return value
    return text


def _column(field: Field) -> Column:
    options = ("是", "否") if field.type is FieldType.BOOLEAN else tuple(field.choices.values())
    return Column(field.label, field_note(field), () if field.type in SEVERAL else options)
