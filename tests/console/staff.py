"""The console over the small service of the tests, and staff who have signed in.

async with console(tmp_path) as place:
    wang = await place.sign_in(EDITOR)
    page = await wang.get("/staff")
    answer = await wang.post("/staff/fairs", {"title": "…"})       # with this session's token
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from bot.api.app import SafeHeaders
from bot.console.app import install
from bot.console.desk import Desk, desk_of
from bot.console.guard import COOKIE
from bot.console.words import Words, load_words
from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.staff_ports import Account
from bot.services.staff.staff_sessions import csrf_of
from bot.settings import Settings
from tests.builders import SmallService, small_service

PASSWORD = "三个和尚没水喝 2026"
ADMIN = Staff("周敏", StaffRole.ADMIN, "000000")
COUNTY_ADMIN = Staff("何县", StaffRole.ADMIN, "532622")
EDITOR = Staff("王芳", StaffRole.EDITOR, "532622")
ELSEWHERE = Staff("赵北", StaffRole.EDITOR, "120119")
AUDITOR = Staff("审计", StaffRole.AUDITOR, "530000")
EVERYBODY = (ADMIN, COUNTY_ADMIN, EDITOR, ELSEWHERE, AUDITOR)
SITE = "http://tongxing.test"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Trying these hashes takes no time, unlike those of the service."""


@dataclass
class SettableClock:
    """Stands still until it is told otherwise."""

    moment: dt.datetime

    def now(self) -> dt.datetime:
        return self.moment

    def today(self) -> dt.date:
        return self.moment.date()

    def pass_by(self, **time: float) -> None:
        self.moment += dt.timedelta(**time)


@dataclass
class Somebody:
    """A browser of a member of staff: cookies, and the token their forms carry."""

    client: httpx.AsyncClient

    @property
    def csrf(self) -> str:
        return csrf_of(self.client.cookies.get(COOKIE, domain="tongxing.test") or "")

    async def get(self, address: str, **options: Any) -> httpx.Response:
        return await self.client.get(address, **options)

    async def post(self, address: str, fields: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        return await self.client.post(address, data={"csrf": self.csrf, **(fields or {})}, **options)


@dataclass
class Place:
    """The console on a database of its own."""

    app: FastAPI
    service: SmallService
    desk: Desk
    clock: SettableClock

    def browser(self, address: str = "10.0.0.7") -> Somebody:
        """Somebody who has not signed in."""
        transport = httpx.ASGITransport(app=self.app, client=(address, 4000))
        return Somebody(httpx.AsyncClient(transport=transport, base_url=SITE, headers={"origin": SITE}))

    async def sign_in(self, staff: Staff, address: str = "10.0.0.7") -> Somebody:
        """The browser of somebody who has signed in: quickly, without the form."""
        token, _ = await self.desk.sessions.sign_in(staff.id, PASSWORD, address, self.clock.now())
        somebody = self.browser(address)
        somebody.client.cookies.set(COOKIE, token, domain="tongxing.test", path="/staff")
        return somebody


@asynccontextmanager
async def console(var_dir: Path, started: dt.datetime | None = None) -> AsyncIterator[Place]:
    """The application with the console, and an account for each of `EVERYBODY`; its clock stands at `started`."""
    service = await small_service(var_dir)
    clock = SettableClock(started or service.clock.now())
    service.__dict__["clock"] = clock  # in place of the one that stands still for ever
    service.__dict__["phrases"] = service.knowledge.phrases
    app = FastAPI(openapi_url=None)
    app.add_middleware(SafeHeaders)
    desk = desk_of(service, all_words())
    install(app, desk)
    async with service.units_of_work() as work:
        for each in EVERYBODY:
            await work.accounts.add(Account(each, QUICK.hash(PASSWORD), clock.now()))
        await work.commit()
    try:
        yield Place(app, service, desk, clock)
    finally:
        await service.close()


@cache
def all_words() -> Words:
    """The wording; read once, since nothing changes it."""
    return load_words(Settings().content_dir)


def text_of(page: httpx.Response) -> str:
    """What a page says, without its markup."""
    plain = re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", page.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", plain)
