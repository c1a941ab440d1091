"""`tongxing find-people`: what it prints, and that it may be killed at any moment."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.bootstrap import Service
from bot.cli.main import run
from bot.settings import ROOT, Settings
from bot.storage.tables.people_tables import outgoing_replies
from tests.integration.changing_policies import ChangingPolicies
from tests.integration.finding import OLD, consent, grant

MANY = 300
START_SECONDS = 60


@pytest.fixture
def policies(tmp_path: Path) -> ChangingPolicies:
    made = ChangingPolicies(tmp_path / "policies")
    made.state(OLD)
    return made


def settings(tmp_path: Path, policies: ChangingPolicies) -> Settings:
    return Settings(var_dir=tmp_path / "var", policies_dir=policies.folder, database_url="", default_region=None)


async def with_service[T](service: Service, action: Callable[[Service], Coroutine[Any, Any, T]]) -> T:
    await service.upgrade()
    try:
        return await action(service)
    finally:
        await service.engine.dispose()


async def messages(service: Service) -> list[int]:
    """How many wait for each address."""
    count = select(func.count()).select_from(outgoing_replies).group_by(outgoing_replies.c.address_hash)
    async with service.engine.connect() as connection:
        return list((await connection.execute(count)).scalars())


def test_it_counts_people_and_messages_and_names_nobody(
    tmp_path: Path,
    policies: ChangingPolicies,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen = settings(tmp_path, policies)

    async def two_people(service: Service) -> None:
        for chat in (700700700, 800800800):
            await consent(service.units_of_work, policies, f"telegram:{chat}")

    asyncio.run(with_service(Service(chosen), two_people))
    policies.state(OLD, grant())
    monkeypatch.setattr("bot.cli.find_people.Settings", lambda: chosen)

    def printed(*options: str) -> str:
        monkeypatch.setattr("sys.argv", ["tongxing", "find-people", *options])
        with pytest.raises(SystemExit) as ended:
            run()
        assert not ended.value.code
        return capsys.readouterr().out

    assert printed("--dry-run", "--on", "2028-01-01") == "看了 2 人，会有 0 条提醒。\n"
    assert printed("--dry-run") == "看了 2 人，会有 2 条提醒。\n120119.grant 措施grant：2 人\n"
    assert printed() == "看了 2 人，存好 2 条提醒待发。\n120119.grant 措施grant：2 人\n"
    assert printed() == "看了 2 人，存好 0 条提醒待发。\n"
    assert asyncio.run(with_service(Service(chosen), messages)) == [1, 1]


@pytest.fixture
async def crowd(tmp_path: Path, policies: ChangingPolicies) -> AsyncIterator[Service]:
    """A database of many people for whom there is news."""
    service = Service(settings(tmp_path, policies))
    await service.upgrade()
    for number in range(MANY):
        await consent(service.units_of_work, policies, f"web:{number}")
    policies.state(OLD, grant())
    yield service
    await service.engine.dispose()


async def test_killed_in_the_middle_it_goes_on_and_tells_everyone_once(
    crowd: Service, tmp_path: Path, policies: ChangingPolicies
) -> None:
    places = {"TONGXING_VAR_DIR": str(tmp_path / "var"), "TONGXING_POLICIES_DIR": str(policies.folder)}
    command = (sys.executable, "-m", "bot.cli.main", "find-people")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **places}, stdout=asyncio.subprocess.DEVNULL
    )
    async with asyncio.timeout(START_SECONDS):
        stored: list[int] = []
        while not stored:
            stored = await messages(crowd)
    process.kill()
    await process.wait()
    before = len(await messages(crowd))
    assert 0 < before < MANY
    again = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **places}, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await again.communicate()
    assert f"存好 {MANY - before} 条提醒待发" in out.decode()
    assert await messages(crowd) == [1] * MANY
