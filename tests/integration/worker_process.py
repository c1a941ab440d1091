"""A worker in a process of its own, to be killed: `python -m tests.integration.worker_process URL KEY API PER_SECOND`.

The real worker on the real adapter and database; only that it looks sooner for what dead ones left.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvloop

from bot.clock import SystemClock
from bot.logs import configure_logging
from bot.settings import ROOT, Settings
from bot.storage.database import open_database
from bot.storage.encryption import Cipher
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.workers.deliver import SWITCH_SECONDS, deliver_broadcasts
from tests.fakes.bulk_telegram import TOKEN

ANSWER_SECONDS = 0.5
LEASE = 2_000


@contextmanager
def worker_process(database: str, key: str, api_url: str, per_second: float = 30) -> Iterator[subprocess.Popen[bytes]]:
    """Killed with -9 when the block ends, unless it has ended by itself."""
    command = [sys.executable, "-m", "tests.integration.worker_process", database, key, api_url, str(per_second)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def main(database: str, key: str, api_url: str, per_second: str) -> None:
    """Work until told to stop."""
    configure_logging()
    settings = Settings(telegram_token=TOKEN, telegram_api_url=api_url, telegram_per_second=float(per_second))
    engine = open_database(database)
    units = SqlUnitsOfWork(engine, Cipher([key]))
    work = asyncio.create_task(
        deliver_broadcasts(settings, units, SystemClock(settings.time_zone), ANSWER_SECONDS, LEASE)
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    await asyncio.gather(work, return_exceptions=True)
    await engine.dispose()


if __name__ == "__main__":
    sys.setswitchinterval(SWITCH_SECONDS)
    uvloop.run(main(*sys.argv[1:]))
