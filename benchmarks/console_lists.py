"""How fast the lists of the console answer: `python -m benchmarks.console_lists [--only sqlite|postgresql] [--keep]`.

The made-up market of `benchmarks.matching`, with as many jobs as people, is kept as the service keeps it; then somebody
who has signed in leafs through the lists, by HTTP through the whole application.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from benchmarks.matching import PEOPLE, RESULTS, Market
from benchmarks.matching_stored import Stored, databases
from bot.bootstrap import Service
from bot.console.app import install
from bot.console.desk import desk_of
from bot.console.guard import COOKIE
from bot.console.words import load_words
from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.staff_ports import Account
from bot.settings import Settings
from bot.storage.database import open_database

CHIEF = Staff("周敏", StaffRole.ADMIN, "000000")
COUNTY = Staff("王芳", StaffRole.EDITOR, "532622")
PASSWORD = "three monks without water"
SITE = "http://tongxing.test"
TIMES = 40
JOBS, NEEDS, ALL = "/staff/records/jobs", "/staff/records/job_needs", "/staff/people"
LISTS = {
    "people": f"{ALL}?page={{page}}",
    "people, last page": f"{ALL}?size=100&page={{last}}",
    "people of a county": f"{ALL}?region=532622&page={{page}}",
    "people by topic": f"{ALL}?topic=find_jobs&page={{page}}",
    "people by channel and consent": f"{ALL}?channel=web&purpose=alerts&page={{page}}",
    "people by role and day, by region": f"{ALL}?role=seeker&since=2026-11-01&sort=region&page={{page}}",
    "records": f"{JOBS}?page={{page}}",
    "records, last page": f"{JOBS}?size=100&page={{last}}",
    "records of a county": f"{JOBS}?region=532622&page={{page}}",
    "records by state": f"{JOBS}?state=published&sort=state&page={{page}}",
    "records by region": f"{JOBS}?sort=-region&page={{page}}",
    "records by a field": f"{JOBS}?sort=title&page={{page}}",
    "records by a number": f"{JOBS}?sort=-number&page={{page}}",
    "records of a county by a field": f"{JOBS}?region=532622&sort=employer&page={{page}}",
    "records with a text that many have": f"{JOBS}?text=客服&page={{page}}",
    "records with a text that few have": f"{JOBS}?text=没有人写过{{page}}",
    "records that are encrypted": f"{NEEDS}?page={{page}}",
}
"""Lists as staff ask for them, by what they are."""


async def measured(address: str, market: Market) -> dict[str, Any]:
    """The waiting times of every list on the database of this address."""
    engine = open_database(address)
    service = Service(Settings())
    try:
        stored = Stored(engine, market, service)
        await stored.fill()
        if engine.dialect.name == "postgresql":  # what the server does by itself after a while
            async with engine.connect() as connection:
                bare = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await bare.exec_driver_sql("VACUUM ANALYZE")
        service.__dict__.update(engine=engine, cipher=stored.cipher, units_of_work=stored.units)
        found: dict[str, Any] = {}
        for staff, lists in (
            (CHIEF, LISTS),
            (COUNTY, {"records as a county's staff see them": f"{JOBS}?page={{page}}"}),
        ):
            async with await _signed_in(service, staff) as browser:
                for name, path in lists.items():
                    found[name] = await _times(browser, path, len(market.needs))
                    print(f"{name}: {found[name]}", flush=True)
        return found
    finally:
        await engine.dispose()


async def _signed_in(service: Service, staff: Staff) -> httpx.AsyncClient:
    """A browser with a session."""
    desk = desk_of(service, load_words(service.settings.content_dir))
    app = FastAPI(openapi_url=None)
    install(app, desk)
    now = desk.clock.now()
    async with service.units_of_work() as work:
        await work.accounts.add(Account(staff, PasswordHasher().hash(PASSWORD), now))
        await work.commit()
    token, _ = await desk.sessions.sign_in(staff.id, PASSWORD, "10.0.0.7", now)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url=SITE, headers={"origin": SITE}, cookies={COOKIE: token}
    )


async def _times(browser: httpx.AsyncClient, path: str, records: int) -> dict[str, float]:
    """Milliseconds from asking to the whole page."""
    took = []
    for number in range(TIMES + 2):
        asked = path.format(page=1 + number % 20, last=records // 100)
        began = time.perf_counter()
        answer = await browser.get(asked)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{asked}: {answer.status_code}")
    took = sorted(took[2:])
    figures = {"p50_ms": statistics.median(took), "p95_ms": took[int(0.95 * (len(took) - 1))], "longest_ms": took[-1]}
    return {name: round(value, 1) for name, value in figures.items()}


def main() -> None:
    """Measure, print, and keep the figures beside those of the other benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--keep", action="store_true", help="write the figures into results.json")
    chosen = parser.parse_args()
    names = [chosen.only] if chosen.only else ["sqlite", "postgresql"]
    market = Market(chosen.people, chosen.people)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    found: dict[str, Any] = {
        "people": chosen.people,
        "records": chosen.people,
        "on": today,
        "load": round(os.getloadavg()[0], 1),
    }
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), names) as addresses:
        for name, address in addresses.items():
            found[name] = asyncio.run(measured(address, market))
    print(json.dumps(found, ensure_ascii=False, indent=2))
    if chosen.keep:
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
        kept = results.get("console_lists", {}) | found
        RESULTS.write_text(
            json.dumps(results | {"console_lists": kept}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
