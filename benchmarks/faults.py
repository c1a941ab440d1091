"""What is left when everything goes wrong: `python -m benchmarks.faults [--kills 100] [--on sqlite postgresql]`.

Two workers in processes of their own send at the free limit; one of them at a time is killed with -9 at a random moment
and replaced, while the fake Bot API server has trouble of every kind with some messages. In the end every recipient
must have a final state that is true, nobody may have got it twice, and what is uncertain must be explained by a kill
(at most what was under way) or by an answer that never came.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.delivery import RESULTS, Place, places
from bot.core.messaging.delivery import State
from tests.fakes.bulk_telegram import BulkTelegram, Kind
from tests.fakes.sliding_limits import SlidingLimits
from tests.integration.broadcasting import add_broadcast, enqueue_all, is_whole, reasons, until_decided, until_taken
from tests.integration.worker_process import worker_process

KINDS: tuple[Kind, ...] = ("broken", "garbage", "hang", "hang_after", "cut", "cut_after", "flood", "blocked", "no_chat")
SILENT = frozenset(("garbage", "hang", "hang_after", "cut", "cut_after"))
WORKERS = 2
SEED = 20261121


async def faults(place: Place, people: int, kills: int, share: float) -> dict[str, Any]:
    """Kill, trouble, and look at what is left."""
    chance, began = random.Random(SEED), time.monotonic()
    await place.fill(people)
    broadcast = await add_broadcast(place.engine)
    await enqueue_all(place.units, broadcast)
    async with BulkTelegram(SlidingLimits(), delay=0.01) as telegram:
        troubled = Counter[str]()
        for chat in chance.sample(range(1, people + 1), int(people * share)):
            kind = chance.choice(KINDS)
            troubled[kind] += 1
            telegram.fail(kind, chat=chat)
        with ExitStack() as stack:
            where = (place.address, place.key, telegram.url)
            workers = [stack.enter_context(worker_process(*where)) for _ in range(WORKERS)]
            await until_taken(telegram, 1)
            done = 0
            while done < kills and telegram.taken.total() < people * 0.95:
                await asyncio.sleep(chance.random() * 3)
                which = chance.randrange(WORKERS)
                workers[which].kill()
                await asyncio.to_thread(workers[which].wait)
                done += 1
                workers[which] = stack.enter_context(worker_process(*where))
            found = await until_decided(place.units, broadcast, 1200)
        await is_whole(place.units, broadcast, telegram, people - troubled["blocked"])
        why = await reasons(place.units, broadcast)
        assert found[State.FAILED] == troubled["blocked"] + troubled["no_chat"]
        return {
            "recipients": people,
            "kills": done,
            "troubles": dict(sorted(troubled.items())),
            "states": {state.word: count for state, count in sorted(found.items())},
            "uncertain_by_kills": why["worker_died"],
            "uncertain_by_silence": why["no_answer"],
            "silences": sum(count for kind, count in troubled.items() if kind in SILENT),
            "twice": sum(times > 1 for times in telegram.taken.values()),
            "429s_for_speed": telegram.answers[429] - troubled["flood"],
            "seconds": round(time.monotonic() - began),
        }


async def main() -> None:
    """Run, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--share", type=float, default=0.01, help="messages with which the server has trouble")
    parser.add_argument("--keep", action="store_true", help="write results.json")
    options = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        async with places(options.on, Path(folder)) as several:
            for place in several:
                found[place.name] = await faults(place, options.people, options.kills, options.share)
                print(place.name, json.dumps(found[place.name]), flush=True)
    if options.keep:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        kept["faults"] = kept.get("faults", {}) | found
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
