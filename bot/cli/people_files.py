"""`tongxing import people` and `export people`: who agreed to be told of things."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli.failure import Failure
from bot.cli.record_desk import OFFICE, Desk, desk, run, with_refusals
from bot.cli.tables import EmptyTable, GoodRows, TableFile
from bot.services.people.import_people import COLUMNS, ImportPeople, exported
from bot.spreadsheets.table import Column


def import_people(file: TableFile, good_rows: GoodRows = False, empty: EmptyTable = False) -> None:
    """导入同意接收提醒的人：渠道、地址、地区、主题、同意日期；没有同意日期的行不收。"""
    at = desk()
    if empty:
        with_refusals(lambda: _template(file, at))
        return
    from bot.spreadsheets.reading import read_table

    topics = {topic.id: topic.title for topic in at.service.catalogue.topics.values()}
    people = ImportPeople(at.phrases, topics, at.book.region, at.service.units_of_work)
    imported = run(at, lambda: people.run(read_table(file), at.now(), good_rows=good_rows))
    for bad in imported.bad:
        sys.stderr.write(f"第 {bad.row} 行：{''.join(bad.sentences)}\n")
    if not imported.kept:
        raise Failure(
            f"有 {len(imported.bad)} 行要改，什么都没有导入。改好后再导入，或者用 --good-rows 先导入其余的行。"
        )
    sys.stdout.write(f"已导入：新增 {imported.added} 人，更新 {imported.changed} 人，跳过 {len(imported.bad)} 行。\n")


def export_people(file: TableFile) -> None:
    """导出同意接收提醒的人；每一次导出都记在查看记录里，请妥善保管。"""
    at = desk()
    rows = run(at, lambda: _export(file, at))
    sys.stdout.write(f"已导出 {rows} 人到 {file}。\n")


async def _export(file: Path, at: Desk) -> int:
    from bot.spreadsheets.writing import write_table

    rows = [list(row) async for row in exported(at.service.units_of_work, OFFICE.id, at.now())]
    return write_table(file, [Column(name) for name in COLUMNS], rows)


def _template(file: Path, at: Desk) -> None:
    from bot.spreadsheets.writing import write_template

    labels, notes = at.phrases.group("people_columns"), at.phrases.group("people_notes")
    write_template(file, [Column(labels[name], notes[name]) for name in COLUMNS])
    sys.stdout.write(f"空表在 {file}。\n")
