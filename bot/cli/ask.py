"""`tongxing ask`: one question, one answer, nothing stored."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import conversing, fresh_session, parse_day, parse_region, parse_role
from bot.cli.screen import print_answer
from bot.core.answers.answer import Answer
from bot.core.answers.document import to_document
from bot.services.conversation.converse import Converse
from bot.settings import Settings

AT_ONCE = 8
"""Questions of a batch that are worked on at the same time; the answers keep the file's order."""


def ask(
    text: Annotated[str | None, typer.Argument(help="要问的话")] = None,
    region: Annotated[str | None, typer.Option(help="地区名或六位代码")] = None,
    role: Annotated[str | None, typer.Option(help="seeker、employer 或 staff")] = None,
    on: Annotated[str | None, typer.Option(help="按哪一天回答，如 2023-06-01")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    batch: Annotated[Path | None, typer.Option(help="每行一个 JSON 问题的文件")] = None,
) -> None:
    """问一个问题，得到一个回答；不保存任何内容。"""
    if (text is None) == (batch is None):
        raise typer.BadParameter("写一个问题，或者用 --batch 给一个文件，二选一")
    service = Service(Settings())
    if batch is not None:
        asyncio.run(_batch(service, _lines(batch)))
        return
    asyncio.run(_one(service, {"text": text, "region": region, "role": role, "on": on}, as_json))


async def _one(service: Service, question: dict[str, Any], as_json: bool) -> None:
    async with conversing(service) as converse:
        answer = await _answer(service, converse, question)
    if as_json:
        sys.stdout.write(json.dumps(to_document(answer), ensure_ascii=False, indent=2) + "\n")
    else:
        print_answer(answer, sys.stdout)


async def _batch(service: Service, lines: list[tuple[int, str]]) -> None:
    async with conversing(service) as converse:
        async for document in _in_order(service, converse, lines):
            sys.stdout.write(orjson.dumps(document).decode() + "\n")


async def _in_order(
    service: Service, converse: Converse, lines: list[tuple[int, str]]
) -> AsyncIterator[dict[str, Any]]:
    limit = asyncio.Semaphore(AT_ONCE)

    async def work(number: int, line: str) -> dict[str, Any]:
        async with limit:
            try:
                return to_document(await _answer(service, converse, _question(number, line)))
            except Failure as failure:
                return {"outcome": "error", "line": number, "error": str(failure), "topic": None, "replies": []}

    for task in [asyncio.create_task(work(number, line)) for number, line in lines]:
        yield await task


async def _answer(service: Service, converse: Converse, question: dict[str, Any]) -> Answer:
    session = fresh_session(service, parse_region(question.get("region"), service), parse_role(question.get("role")))
    return await converse.ask(str(question["text"]), session, parse_day(question.get("on"), service.clock.today()))


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Failure(f"没有找到文件 {path}。") from None
    except UnicodeDecodeError:
        raise Failure(f"文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _question(number: int, line: str) -> dict[str, Any]:
    try:
        question = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Failure(f'第 {number} 行不是 JSON，请写成 {{"text": "…"}}。') from None
    if not isinstance(question, dict) or not isinstance(question.get("text"), str):
        raise Failure(f"第 {number} 行缺少 text。")
    wrong: Iterable[str] = (key for key in ("region", "role", "on") if not isinstance(question.get(key), str | None))
    for key in wrong:
        raise Failure(f"第 {number} 行的 {key} 应当是文字。")
    return question
