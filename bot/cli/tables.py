"""What people import and export by a plain word, and the register behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

REGISTERS = {"jobs": "jobs", "fairs": "fairs", "courses": "training_classes", "institutions": "institutions"}
"""People are no register: see `import_people`."""
HELP = {"jobs": "招聘岗位", "fairs": "招聘会", "courses": "培训班次", "institutions": "服务机构"}

TableFile = Annotated[Path, typer.Argument(help=".xlsx 或 .csv 文件")]
RowsRegion = Annotated[str | None, typer.Option("--region", help="没有“地区”一列的行算哪里")]
WhichRegion = Annotated[str | None, typer.Option("--region", help="地区名或六位代码；不写就是全部")]
GoodRows = Annotated[bool, typer.Option("--good-rows", help="只导入没有问题的行")]
Publish = Annotated[bool, typer.Option("--publish", help="导入后直接发布；说法有疑问的仍留着待审核")]
EmptyTable = Annotated[bool, typer.Option("--template", help="不导入，在 FILE 生成要填的空表")]
