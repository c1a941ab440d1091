"""`tongxing chat`: a conversation in the terminal, the same core as every channel."""

from __future__ import annotations

import asyncio
import sys
import uuid
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.questions import conversing
from bot.cli.screen import print_replies
from bot.core.conversation.own_data.requests import Copy
from bot.core.messaging.reply import Incoming
from bot.services.conversation.collecting import collect
from bot.settings import Settings

LEAVE = ("退出", "exit", "quit")


def chat(
    name: Annotated[str | None, typer.Option("--as", help="给这次对话起个名字，退出后还留着，下次接着说")] = None,
) -> None:
    """在终端里对话；输入“退出”结束。没有起名字的，退出时全部删除。"""
    asyncio.run(_chat(Service(Settings()), name))


async def _chat(service: Service, name: str | None) -> None:
    conversation = f"terminal:{name or uuid.uuid4().hex}"
    async with conversing(service) as converse:
        incoming = Incoming(button="cmd:help")
        while True:
            handled = await converse.handle(conversation, incoming)
            assert handled is not None, "terminal messages carry no update id, so none is a repeat"
            came = await collect(conversation, service.units_of_work)
            print_replies((*came, *handled.replies), sys.stdout)
            if any(reply.own_data for reply in handled.replies):
                _save(await converse.own_data(conversation))
            line = await asyncio.to_thread(_line)
            if line is None or line.strip().lower() in LEAVE:
                break
            incoming = Incoming(line)
        if name is None:
            await converse.forget(conversation)


def _save(copy: Copy) -> None:
    """Write the copy of one's own data where the command was given, readable by nobody else."""
    for name, content in (("my-data.txt", copy.text.encode()), ("my-data.json", copy.json)):
        file = Path(name).absolute()
        file.touch(mode=0o600)
        file.write_bytes(content)
        sys.stdout.write(f"已写到 {file}\n")


def _line() -> str | None:
    """One line typed, or `None` at the end of input."""
    sys.stdout.write("> ")
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    return line.decode("utf-8", "replace").rstrip("\r\n") if line else None
