"""`tongxing jobs`: staff see whom a job fits, masked, and what to ask; every look is noted."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.bootstrap import Service
from bot.cli.jobs import app
from bot.settings import Settings
from tests.integration.matching import add_job, add_need, person


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A job, somebody it fits, somebody it may fit, and somebody it does not fit."""
    monkeypatch.setenv("TONGXING_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("TONGXING_DATABASE_URL", raising=False)
    found: dict[str, str] = {}

    async def make() -> None:
        service = Service(Settings())
        await service.upgrade()
        units = service.units_of_work
        found["job"] = await add_job(units, lacks="quiet", deadline="2099-12-31")
        for name, needs in (("fits", "seated"), ("may", "seated,lift"), ("not", "quiet")):
            found[f"{name}_owner"] = await person(units, name)
            found[name] = await add_need(units, found[f"{name}_owner"], needs=needs)
        await service.engine.dispose()

    asyncio.run(make())
    structlog.reset_defaults()
    return found


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_people_are_listed_masked_and_the_look_is_noted(market: dict[str, str]) -> None:
    told = run("people", market["job"])
    assert told.splitlines()[0] == "缝纫工（某服装厂）"
    assert told.index(market["fits"]) < told.index(market["may"])
    assert market["not"] not in told
    assert "　合适　" in told
    assert "　可能合适　" in told
    assert "坐着" not in told, "what somebody needs at work is theirs to tell"

    async def looks() -> dict[str, int]:
        service = Service(Settings())
        async with service.units_of_work() as work:
            counts = {name: len(await work.accesses.of(market[f"{name}_owner"])) for name in ("fits", "may", "not")}
        await service.engine.dispose()
        return counts

    assert asyncio.run(looks()) == {"fits": 1, "may": 1, "not": 0}


def test_people_as_json(market: dict[str, str]) -> None:
    told = json.loads(run("people", market["job"], "--json", "--most", "1"))
    assert [(each["number"], each["fit"]) for each in told] == [(market["fits"], "yes")]


def test_questions_name_how_many_they_decide_for(market: dict[str, str]) -> None:
    assert "工位在一楼，或者有电梯可到吗？（决定1人，0人希望）" in run("questions", market["job"])
    assert json.loads(run("questions", market["job"], "--json"))[0]["needed"] == 1


def test_a_number_that_is_no_job_is_refused(market: dict[str, str]) -> None:
    result = CliRunner().invoke(app, ["people", market["fits"]])
    assert result.exit_code == 1
    assert "没有编号为" in str(result.exception)


def test_telling_now(market: dict[str, str]) -> None:
    assert "看了 3 份求职需求，存好 1 条提醒，问了 0 家单位。" in run("tell")
    assert "存好 0 条提醒" in run("tell")
