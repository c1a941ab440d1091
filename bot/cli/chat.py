"""`tongxing chat`: a conversation in the terminal, the same core as every channel."""

from __future__ import annotations

import asyncio
import sys
import uuid

from bot.bootstrap import Service
from bot.cli.questions import conversing
from bot.cli.screen import print_replies
from bot.core.messaging.reply import Incoming
from bot.settings import Settings

LEAVE = ("退出", "exit", "quit")


def chat() -> None:
    """在终端里对话；输入“退出”结束。"""
    asyncio.run(_chat(Service(Settings())))


async def _chat(service: Service) -> None:
    conversation = f"terminal:{uuid.uuid4().hex}"
    async with conversing(service) as converse:
        incoming = Incoming(button="cmd:help")
        while True:
            handled = await converse.handle(conversation, incoming)
            assert handled is not None, "terminal messages carry no update id, so none is a repeat"
            print_replies(handled.replies, sys.stdout)
            line = await asyncio.to_thread(_line)
            if line is None or line.strip().lower() in LEAVE:
                break
            incoming = Incoming(line)
        await converse.forget(conversation)


def _line() -> str | None:
    """One line typed, or `None` at the end of input."""
    sys.stdout.write("> ")
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    return line.decode("utf-8", "replace").rstrip("\r\n") if line else None
