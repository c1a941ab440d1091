"""`tongxing nlu`: train and evaluate the language model."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failure import Failure
from bot.interpreters.local_nlu import LocalNlu
from bot.interpreters.nlu_project import NluFailure, NluProject, Progress
from bot.settings import Settings

app = typer.Typer(help="语义理解：训练、评测。", no_args_is_help=True)


@app.command()
def train() -> None:
    """训练模型；数据没变就不重训。"""
    asyncio.run(_prepare())
    sys.stdout.write("模型是最新的。\n")


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="每行：句子<TAB>主题[|主题]")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """评测：准确率、宏平均 F1、混淆、范围外召回和误报。"""
    if not file.is_file():
        raise Failure(f"没有找到文件 {file}。")
    asyncio.run(_prepare())
    arguments = [str(file.resolve()), *(["--json"] if as_json else [])]
    code = asyncio.run(NluProject(Settings().nlu_dir).run("tongxing_nlu.evaluate", *arguments))
    if code:
        raise Failure("评测没有成功，原因见上面。")


async def _prepare() -> None:
    try:
        await LocalNlu(Settings()).prepare(_report)
    except NluFailure as failure:
        raise Failure(str(failure)) from None


def _report(progress: Progress) -> None:
    sys.stderr.write(f"{progress.step} {progress.done:.0%}\n")
