"""How long a big file of job postings takes: `python -m benchmarks.importing [--rows N]`.

One row in a hundred is wrong. The file is read twice as staff would: once with all rows or none wanted, so that every
wrong row is named and nothing is kept, and once with the good rows wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.bootstrap import Service
from bot.cli.record_desk import OFFICE
from bot.services.records.record_import import Imported, ImportRecords
from bot.services.records.record_ports import Wanted
from bot.settings import Settings
from bot.spreadsheets.reading import read_table
from bot.spreadsheets.table import Column
from bot.spreadsheets.writing import Cell, write_table

ROWS = 20_000
BAD_EVERY = 100
RESULTS = Path(__file__).parent / "results.json"
TEXTS = {
    "地区": "砚山县",
    "招聘单位": "砚山某厂",
    "岗位名称": "包装工",
    "职业": "包装",
    "招聘人数": 2,
    "可以在家做": "否",
    "工作地点": "工业园区一号路",
    "工资怎么算": "按月",
    "工资最低": 2500,
    "工资最高": 3500,
    "工作时间": "全职",
    "主要工作": "把成品装箱、贴标签，坐着做，按自己的速度做。",
    "需要的技能": "打包、清点",
    "有这些工作条件": "可以坐着做、不倒班",
    "学历要求": "不限",
    "截止日期": "2099-12-31",
    "联系人": "王某",
    "联系电话": "13800138000",
}
WRONG = ({"招聘人数": "两三个"}, {"职业": "咕咕嘎嘎"}, {"截止日期": "月底"}, {"联系电话": "138"}, {"岗位名称": None})


def importing(rows: int = ROWS) -> dict[str, Any]:
    """Seconds, and how many rows were kept and named."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "jobs.xlsx"
        write_table(file, [Column(head) for head in TEXTS], _rows(rows))
        settings = Settings(var_dir=Path(folder) / "var", database_url="")
        return asyncio.run(_measured(Service(settings), file, rows))


async def _measured(service: Service, file: Path, rows: int) -> dict[str, Any]:
    await service.upgrade()
    columns = service.phrases.group("record_columns")
    imports = ImportRecords(service.record_book, service.units_of_work, columns)
    results: dict[str, Any] = {"rows": rows, "wrong": rows // BAD_EVERY}
    for name, good_rows in (("all or none", False), ("good rows", True)):
        began = time.perf_counter()
        found = await imports.run("jobs", read_table(file), OFFICE, service.clock.now(), good_rows=good_rows)
        results[name] = {"seconds": round(time.perf_counter() - began, 1), **_counts(found)}
    async with service.units_of_work() as work:
        results["kept in the end"] = len(await work.records.find(Wanted(("jobs",))))
    await service.engine.dispose()
    return results


def _counts(found: Imported) -> dict[str, Any]:
    return {"kept": found.added if found.kept else 0, "named": len(found.bad)}


def _rows(rows: int) -> Iterator[list[Cell]]:
    for number in range(rows):
        row: dict[str, Any] = {**TEXTS, "招聘单位": f"砚山某厂{number}"}
        if number % BAD_EVERY == 0:
            row |= WRONG[number // BAD_EVERY % len(WRONG)]
        yield list(row.values())


def main() -> None:
    """Measure, print, and write into the results."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS)
    results = importing(arguments.parse_args().rows)
    print(json.dumps(results, ensure_ascii=False, indent=2))
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    kept["importing"] = results
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
