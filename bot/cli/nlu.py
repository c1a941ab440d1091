"""`tongxing nlu`: train and evaluate the language model."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.interpreters.corrections_file import write_voice
from bot.interpreters.local_nlu import LocalNlu
from bot.interpreters.nlu_project import NluFailure, NluProject, Progress
from bot.services.learning.learning_ports import Figures, Stage, Training
from bot.settings import Settings

app = typer.Typer(help="语义理解：训练、评测。", no_args_is_help=True)

SHOWN = {
    "intent_accuracy": "准确率",
    "top_three": "前三名里有",
    "macro_f1": "宏平均 F1",
    "outside_recall": "范围外召回",
}
"""Figures that are told, of those that `evaluate` knows."""
ENDED = {
    Stage.UNCHANGED: "模型是最新的。",
    Stage.SWITCHED: "新模型已启用；正在运行的服务几秒内换上，不中断。",
    Stage.WORSE: "新模型不如现在的，没有启用。",
}


@app.command()
def train() -> None:
    """训练模型：数据和工作人员的纠正没变就不重训；新模型不如现在的就不启用。"""
    service = Service(Settings())
    if _has_corrections(service.settings):
        asyncio.run(_train(service))
        return
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


@app.command("export-corrections")
def export_corrections(file: Annotated[Path, typer.Argument(help="写到哪个 .yml 文件")]) -> None:
    """把工作人员的纠正写成训练数据，格式和 nlu/data/ 里的一样。请先看过再放进项目。"""
    written = asyncio.run(_export(Service(Settings()), file))
    sys.stdout.write(f"已写出 {written} 句到 {file}。里面是用户说过、工作人员改过的话，请不要公开。\n")


def _has_corrections(settings: Settings) -> bool:
    """Whether there is a database in which corrections may stand: training alone makes none."""
    return not settings.nlu_url and (not settings.embedded or (settings.var_dir / "tongxing.db").exists())


async def _prepare() -> None:
    try:
        await LocalNlu(Settings()).prepare(_report)
    except NluFailure as failure:
        raise Failure(str(failure)) from None


async def _train(service: Service) -> None:
    await _prepare()
    await service.upgrade()
    try:
        await service.train_model.ask("tongxing nlu train")
        ended = await service.train_model.run(_tell)
    finally:
        await service.engine.dispose()
    if ended is None:
        raise Failure("正在训练，请等它做完；进度在工作台“没听懂的话”里看。")
    if ended.stage is Stage.FAILED:
        raise Failure("训练没有成功，现在的模型照常使用，原因见日志。")
    sys.stdout.write("\n".join(_told(ended)) + "\n")


async def _export(service: Service, file: Path) -> int:
    await service.upgrade()
    examples = await service.train_model.examples()
    await service.engine.dispose()
    write_voice(file, [(each.text, each.topic) for each in examples])
    return len(examples)


def _told(training: Training) -> list[str]:
    """How it ended, with the figures of both models on the held-out sentences."""
    before, after = training.before or {}, training.after or {}
    lines = [f"{label}：原来 {_share(before, name)}，现在 {_share(after, name)}" for name, label in SHOWN.items()]
    return [f"工作人员的纠正：{training.examples} 句", *lines, ENDED[training.stage]]


def _share(figures: Figures, name: str) -> str:
    return f"{figures[name]:.1%}" if name in figures else "—"


async def _tell(step: str, done: float) -> None:
    _report(Progress(step, done))


def _report(progress: Progress) -> None:
    sys.stderr.write(f"{progress.step} {progress.done:.0%}\n")
