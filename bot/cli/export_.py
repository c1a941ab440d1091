"""`tongxing export people|jobs|fairs|courses|institutions FILE`: to a spreadsheet."""

from __future__ import annotations

import typer

from bot.cli.people_files import export_people
from bot.cli.record_files import export
from bot.cli.tables import HELP, REGISTERS, TableFile, WhichRegion

app = typer.Typer(help="导出到 .xlsx 或 .csv 文件；含个人信息的请妥善保管。", no_args_is_help=True)


def _command(word: str) -> None:
    def to_file(file: TableFile, region: WhichRegion = None) -> None:
        export(REGISTERS[word], file, region)

    app.command(word, help=f"导出{HELP[word]}。")(to_file)


app.command("people")(export_people)
for _word in REGISTERS:
    _command(_word)
