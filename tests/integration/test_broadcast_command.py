"""`tongxing broadcast` and `tongxing staff` from the command line to what they print."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import Service
from bot.catalog.broadcast_rules import load_broadcast_rules
from bot.cli.main import run
from bot.core.messaging.delivery import State
from bot.services.broadcasts.report_broadcasts import WHEN_OPENED
from bot.settings import Settings
from tests.integration.announcing import subscribed

Command = Callable[..., str]
GOOD = """\
title: 砚山县助残专场招聘会
text: 砚山县助残专场招聘会在会展中心。
easy_text: 有招聘会，来看看。
audience: {regions: ["532622"], topics: [find_fairs], roles: [seeker]}
expires_at: 2099-12-03T18:00:00+08:00
"""


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    chosen = Settings(var_dir=tmp_path / "var", database_url="", default_region=None)

    async def make(service: Service) -> None:
        await service.upgrade()
        await subscribed(service.units_of_work, "1", easy=True)
        await subscribed(service.units_of_work, "2")
        await subscribed(service.units_of_work, "3", "410300")
        await service.engine.dispose()

    asyncio.run(make(Service(chosen)))
    return chosen


@pytest.fixture
def tongxing(chosen: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setattr("bot.cli.broadcast_desk.Settings", lambda: chosen)
    monkeypatch.setattr("bot.cli.staff.Settings", lambda: chosen)

    def command(*options: str, code: int = 0, said: str = "") -> str:
        monkeypatch.setattr("sys.argv", ["tongxing", *options])
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        assert (ended.value.code or 0) == code, printed.err
        return printed.err if code else printed.out

    return command


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "broadcast.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_whole_life_of_a_broadcast(tongxing: Command, file: Callable[[str], str], tmp_path: Path) -> None:
    number = tongxing("broadcast", "create", file(GOOD)).strip()
    shown = tongxing("broadcast", "preview", number)
    for words in ("收件人：2", "1 人收易读的话", "【Telegram，标准】", "【网页，易读】", "有招聘会，来看看。"):
        assert words in shown
    assert "还没有批准" in tongxing("broadcast", "start", number, "--yes", code=1)
    tongxing("broadcast", "approve", number.lower(), "--yes")
    assert "收件人 2" in tongxing("broadcast", "start", number, "--yes")
    report = json.loads(tongxing("broadcast", "report", number, "--json"))
    assert report["recipients"] == 2
    assert report["states"]["queued"] == 2
    assert set(report["states"]) == {*(state.word for state in State), WHEN_OPENED}
    tongxing("broadcast", "pause", number)
    assert "已暂停" in tongxing("broadcast", "list")
    tongxing("broadcast", "resume", number)
    tongxing("broadcast", "stop", number)
    assert "群发停止了：2" in tongxing("broadcast", "report", number)
    assert "不能这样做" in tongxing("broadcast", "retry", number, code=1)
    table = tmp_path / "out.csv"
    assert "已导出 2 行" in tongxing("broadcast", "export", number, str(table))
    with table.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["状态"] for row in csv.DictReader(lines)] == ["没有发", "没有发"]


def test_asked_and_not_agreed_to_nothing_happens(tongxing: Command, file: Callable[[str], str]) -> None:
    number = tongxing("broadcast", "create", file(GOOD)).strip()
    assert "什么都没有做" in tongxing("broadcast", "approve", number, code=1, said="n\n")
    assert "已批准" in tongxing("broadcast", "approve", number, said="y\n")


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("title: ", "colour: red\ntitle: ", "第 1 行：不认识 colour"),
        ("2099-12-03", "2026-01-03", "第 5 行：过期时间已经过了"),
        ('"532622"', '"110000"', "第 4 行：没有人在收件范围里"),
        ('regions: ["532622"], ', "region: 532622, ", "第 4 行：不认识 region"),
        ("find_fairs", "find_fair", "第 4 行：topics 里不认识“find_fair”"),
        ('{regions: ["532622"], topics: [find_fairs], roles: [seeker]}', "{}", "第 4 行：audience 是空的"),
        ("[seeker]", "[]", "第 4 行：roles 要写成列表"),
        ("title: 砚山县助残专场招聘会", "title:", "第 1 行：这里要写文字"),
        ("text: 砚山县助残专场招聘会在会展中心。\n", "", "缺少 text"),
        ("title: ", "title: a\ntitle: ", "第 2 行：title 写了两次"),
        ("2099-12-03T18:00:00+08:00", "明天", "第 5 行：时间要写成"),
        ("expires_at", "image: a.png\nexpires_at", "第 5 行：没有图片 a.png"),
        ("expires_at", "link: example.org\nexpires_at", "第 5 行：网址要以"),
        ("expires_at", "place: {title: a}\nexpires_at", "第 5 行：place 要有"),
        ("expires_at", "fair: AAAA-AAAA-AAAA\nexpires_at", "没有编号 AAAA-AAAA-AAAA"),
        ("easy_text: ", "easy_text: [", "不是正确的 YAML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_line(
    tongxing: Command, file: Callable[[str], str], before: str, after: str, line: str
) -> None:
    assert line in tongxing("broadcast", "create", file(GOOD.replace(before, after)), code=1)
    assert tongxing("broadcast", "list") == ""


def test_everything_a_file_may_hold(tongxing: Command, file: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "poster.png").write_bytes(b"\x89PNG")
    more = """\
image: poster.png
image_description: 海报，写着时间和地点
link: https://example.org/a
place: {latitude: 23.6, longitude: 104.3, title: 会展中心, address: 示例路1号}
"""
    shown = tongxing("broadcast", "preview", tongxing("broadcast", "create", file(GOOD + more)).strip())
    for words in (
        "[image.png]",
        "图片：海报，写着时间和地点",
        "地图：会展中心，示例路1号",
        "请打开 https://example.org/a 看",
    ):
        assert words in shown


def test_two_accounts_where_a_second_person_is_needed(
    tongxing: Command, file: Callable[[str], str], chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("王", "李"):
        options = ("staff", "add", name, "--role", "editor", "--region", "云南省", "--password-stdin")
        assert "已建立账号" in tongxing(*options, said="correct horse\n")
    assert "已经有这个账号" in tongxing(*options, said="correct horse\n", code=1)
    assert "王  编辑  云南省  0 个对话" in tongxing("staff", "list")
    code = tongxing("staff", "link", "王").strip()
    assert len(code) == len("AAAA-AAAA")
    assert "没有账号" in tongxing("broadcast", "list", "--as", "赵", code=1)
    number = tongxing("broadcast", "create", file(GOOD), "--as", "王").strip()
    rules = load_broadcast_rules(chosen.data_dir / "reference", chosen.content_dir)
    monkeypatch.setattr("bot.bootstrap.service.load_broadcast_rules", lambda *folders: replace(rules, alone_up_to=1))
    assert "另一位同事" in tongxing("broadcast", "approve", number, "--yes", "--as", "王", code=1)
    assert "已批准" in tongxing("broadcast", "approve", number, "--yes", "--as", "李")
    assert number in tongxing("broadcast", "list", "--as", "李")
    assert "已停用" in tongxing("staff", "remove", "李")
    assert "没有账号" in tongxing("broadcast", "approve", number, "--yes", "--as", "李", code=1)


def test_a_correction_and_an_edit(tongxing: Command, file: Callable[[str], str]) -> None:
    number = tongxing("broadcast", "create", file(GOOD)).strip()
    changed = file(GOOD.replace("来看看", "下午来看看"))
    assert "第 2 稿" in tongxing("broadcast", "edit", number, changed)
    assert "下午来看看" in tongxing("broadcast", "preview", number)
    assert "还没有人收到" in tongxing("broadcast", "correct", number, changed, code=1)


def test_the_template_of_a_day_is_for_somebody(tongxing: Command, file: Callable[[str], str]) -> None:
    template = tongxing("schedule", "template", "disability_day", "--region", "532622")
    assert tongxing("broadcast", "create", file(template)).strip()
    assert "'000000'" in tongxing("schedule", "template", "disability_day"), "people who told no role belong to it too"
