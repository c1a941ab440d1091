"""`tongxing import people|jobs|fairs|courses|institutions FILE`: from a spreadsheet, all rows or none."""

from __future__ import annotations

import typer

from bot.cli.people_files import import_people
from bot.cli.record_files import take_in, template
from bot.cli.tables import HELP, REGISTERS, EmptyTable, GoodRows, Publish, RowsRegion, TableFile

app = typer.Typer(
    help="导入表格：有一行不对就都不导入，并逐行说明怎么改。空表用 --template 生成。", no_args_is_help=True
)
PUBLISHED = "published"


def _command(word: str, *, publishes: bool) -> None:
    """One kind of table; only what is reviewed or announced is published."""
    register = REGISTERS[word]

    def plain(
        file: TableFile, region: RowsRegion = None, good_rows: GoodRows = False, empty: EmptyTable = False
    ) -> None:
        if empty:
            template(register, file, region)
        else:
            take_in(register, file, region, good_rows=good_rows)

    def published(
        file: TableFile,
        region: RowsRegion = None,
        good_rows: GoodRows = False,
        publish: Publish = False,
        empty: EmptyTable = False,
    ) -> None:
        if empty:
            template(register, file, region)
        else:
            take_in(register, file, region, good_rows=good_rows, state=PUBLISHED if publish else None)

    app.command(word, help=f"导入{HELP[word]}。")(published if publishes else plain)


app.command("people")(import_people)
_command("jobs", publishes=True)
_command("fairs", publishes=True)
_command("courses", publishes=False)
_command("institutions", publishes=False)
