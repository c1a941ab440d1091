"""The channel in a process of its own, to be killed: `python -m tests.channels.telegram.runner DIR API_URL [--stall]`.

With `--stall` the interpreter never answers: a turn is begun and not stored. Every question it is asked is announced
on stdout with a line.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.channels.telegram.run import run_telegram
from bot.core.conversation.interpretation import Interpretation
from tests.builders import small_service
from tests.channels.telegram.running import QUICK, UNLIMITED
from tests.fakes.interpreter import FakeInterpreter
from tests.fakes.telegram_server import TOKEN


class Stalling(FakeInterpreter):
    async def interpret(self, text: str) -> Interpretation:
        sys.stdout.write("interpreting\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


async def main(folder: str, api_url: str, *options: str) -> None:
    service = await small_service(Path(folder), telegram_token=TOKEN, telegram_api_url=api_url)
    converse = service.converse_with(Stalling() if "--stall" in options else FakeInterpreter())
    await run_telegram(
        service.settings, converse, service.units_of_work, service.clock, service.knowledge, QUICK, limits=UNLIMITED
    )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
