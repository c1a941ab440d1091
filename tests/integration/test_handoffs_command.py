"""`tongxing handoffs` from the command line to what it prints."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import Service
from bot.cli.main import run
from bot.settings import Settings
from tests.integration.handing import opened, texts

Command = Callable[..., str]


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var", database_url="", default_region=None)


@pytest.fixture
def number(chosen: Settings) -> str:
    """A case from 砚山县."""

    async def make(service: Service) -> str:
        await service.upgrade()
        try:
            return await opened(service.units_of_work, easy=True)
        finally:
            await service.engine.dispose()

    return asyncio.run(make(Service(chosen)))


@pytest.fixture
def handoffs(chosen: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setattr("bot.cli.handoffs.Settings", lambda: chosen)

    def command(*options: str, code: int = 0) -> str:
        monkeypatch.setattr("sys.argv", ["tongxing", "handoffs", *options])
        with pytest.raises(SystemExit) as ended:
            run()
        assert (ended.value.code or 0) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return command


def test_a_case_from_the_queue_to_its_end(number: str, handoffs: Command, chosen: Settings) -> None:
    listed = handoffs("list", "--region", "云南")
    assert number in listed
    assert "砚山县" in listed
    assert "易读" in listed
    assert "打工" not in listed, "the queue shows nothing of what was said"
    assert "已接手" in handoffs("take", number.lower(), "--as", "李")
    assert "别的同事" in handoffs("take", number, "--as", "王", code=1)
    assert "已发出" in handoffs("reply", number, "下周一开班", "--as", "李")
    assert "已记下" in handoffs("note", number, "要轮椅位", "--as", "李")
    shown = handoffs("show", number, "--as", "李")
    for words in (
        "从网页转来",
        "本人：去外省打工有补贴吗",
        "助手：砚山县",
        "工作人员（李）：下周一开班",
        "内部备注（李）：要轮椅位",
    ):
        assert words in shown
    assert "已结束" in handoffs("close", number, "--as", "李")
    assert "已经结束" in handoffs("reply", number, "还有", "--as", "李", code=1)
    assert handoffs("list") == ""

    async def waiting(service: Service) -> list[str]:
        try:
            return await texts(service.units_of_work)
        finally:
            await service.engine.dispose()

    answer, end = asyncio.run(waiting(Service(chosen)))
    assert answer == "工作人员说：下周一开班"
    assert "我回来了" in end


def test_what_cannot_be_done_is_said_in_one_message(number: str, handoffs: Command) -> None:
    assert "没有这个编号" in handoffs("show", "AAAA-AAAA-AAAA", code=1)
    assert "不在您的地区" in handoffs("show", number, "--region", "洛阳市", code=1)
    assert "是空的" in handoffs("reply", number, "  ", code=1)
    assert handoffs("list", "--region", "洛阳市") == ""


def test_a_case_goes_to_another_office(number: str, handoffs: Command, chosen: Settings) -> None:
    assert "不能办这个地区" in handoffs("hand-on", number, "--to", "没有这个人", code=1)
    assert "写一个" in handoffs("hand-on", number, code=1)
    assert "已转出" in handoffs("hand-on", number, "--office", "蓟州区")
    assert "蓟州区" in handoffs("list")
