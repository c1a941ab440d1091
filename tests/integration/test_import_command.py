"""`tongxing import|export jobs|fairs|courses|institutions` and the posters' codes, as staff use them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer import Typer

from bot.bootstrap import Service
from bot.cli import export_, import_, records
from bot.cli.failure import Failure
from bot.settings import Settings
from tests.unit.records.desk import policies

JOB = {
    "地区": "砚山县",
    "招聘单位": "某厂",
    "岗位名称": "包装工",
    "职业": "包装",
    "可以在家做": "否",
    "工资怎么算": "按月",
    "主要工作": "装箱",
    "截止日期": "2099-12-31",
    "联系人": "王某",
    "联系电话": "13800138000",
}
Command = Callable[..., str]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command on a database of its own; gives all that it printed, a failure with its sentence."""
    shared = policies()

    def fresh(settings: Settings) -> Service:
        service = Service(settings.model_copy(update={"var_dir": tmp_path / "var", "default_region": None}))
        for part in ("gazetteer", "catalogue", "phrases", "work_words"):
            service.__dict__[part] = getattr(shared, part)
        return service

    monkeypatch.setattr("bot.cli.record_desk.Service", fresh)

    def run(app: Typer, *arguments: str) -> str:
        failed = ""
        try:
            app(list(arguments), standalone_mode=False)
        except Failure as failure:
            failed = f"失败：{failure}"
        printed = capsys.readouterr()
        return printed.out + printed.err + failed

    return run


def _csv(file: Path, *rows: dict[str, str]) -> str:
    with file.open("w", encoding="utf-8", newline="") as handle:
        lines = csv.DictWriter(handle, list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)
    return str(file)


def test_one_wrong_row_keeps_all_out_and_says_row_column_and_what_to_write(tmp_path: Path, command: Command) -> None:
    wrong = {**JOB, "职业": "咕咕嘎嘎", "截止日期": "月底"}
    said = command(import_.app, "jobs", _csv(tmp_path / "jobs.csv", JOB, wrong))
    assert "第 3 行：“职业”填的“咕咕嘎嘎”" in said
    assert "“截止日期”填的“月底”不是日期，请写成 2026-11-21 这样" in said
    assert "失败：有 1 行要改，什么都没有导入" in said
    assert "共 0 条" in command(records.app, "find", "jobs")


def test_good_rows_alone_can_be_taken_in(tmp_path: Path, command: Command) -> None:
    wrong = {**JOB, "联系电话": "138"}
    said = command(import_.app, "jobs", _csv(tmp_path / "jobs.csv", JOB, wrong), "--good-rows")
    assert "第 3 行" in said
    assert "新增 1 条" in said


def test_what_is_published_at_once_is_public_but_doubtful_demands_wait_for_the_reviewer(
    tmp_path: Path, command: Command
) -> None:
    doubtful = {**JOB, "岗位名称": "前台", "职业": "前台", "主要工作": "接待客人，形象好，限身体健全"}
    said = command(import_.app, "jobs", _csv(tmp_path / "jobs.csv", JOB, doubtful), "--publish")
    assert "第 3 行请留意：“形象好”" in said
    assert "有 1 行的说法有疑问，没有发布" in said
    public = command(records.app, "public", "jobs", "--region", "砚山县")
    assert "包装工" in public
    assert "前台" not in public
    assert "王某" not in public
    assert "共 1 条" in command(records.app, "find", "jobs", "--state", "待审核")


def test_a_template_holds_every_column_with_what_may_stand_there(tmp_path: Path, command: Command) -> None:
    file = tmp_path / "jobs.xlsx"
    command(import_.app, "jobs", str(file), "--template", "--region", "砚山县")
    sheet = openpyxl.load_workbook(file).worksheets[0]
    heads = {str(head.value): str(note.value) for head, note in zip(sheet[1], sheet[2], strict=True)}
    assert set(JOB) <= set(heads)
    assert "如 客服、保洁" in heads["职业"]
    assert "进出没有台阶" in heads["有这些工作条件"]


@pytest.mark.parametrize(
    ("word", "row"),
    [
        ("fairs", {"地区": "410300", "名称": "专场", "日期": "2099-12-03", "地点": "体育馆", "手语翻译": "是"}),
        ("courses", {"地区": "440300", "培训机构": "甲校", "课程": "电商", "开班日期": "2099-12-03"}),
        ("institutions", {"地区": "440300", "机构名称": "甲站", "种类": "就业服务"}),
    ],
)
def test_what_is_imported_comes_out_again(word: str, row: dict[str, str], tmp_path: Path, command: Command) -> None:
    assert "新增 1 条" in command(import_.app, word, _csv(tmp_path / "in.csv", row))
    out = tmp_path / "out.csv"
    assert "已导出 1 条" in command(export_.app, word, str(out), "--region", row["地区"])
    with out.open(encoding="utf-8-sig", newline="") as handle:
        (line,) = csv.DictReader(handle)
    assert {label: line[label] for label in row} == row
    assert line["编号"]


def test_a_poster_leads_to_the_fair_where_the_service_is_reached(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair = {"地区": "410300", "名称": "专场", "日期": "2099-12-03", "地点": "体育馆"}
    command(import_.app, "fairs", _csv(tmp_path / "in.csv", fair), "--publish")
    number = command(records.app, "find", "fairs").split("\t")[0]
    assert "TONGXING_PUBLIC_URL" in command(records.app, "poster", number, str(tmp_path / "code.svg"))
    monkeypatch.setenv("TONGXING_PUBLIC_URL", "https://example.org/")
    monkeypatch.setenv("TONGXING_TELEGRAM_NAME", "tongxing_bot")
    assert f"https://example.org/?fair={number}" in command(records.app, "poster", number, str(tmp_path / "code.svg"))
    said = command(records.app, "poster", number, str(tmp_path / "code.png"), "--to", "telegram")
    assert f"https://t.me/tongxing_bot?start=fair_{number}" in said
    assert (tmp_path / "code.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "code.svg").read_text(encoding="utf-8")
    command(records.app, "move", number, "已取消")
    assert "不是已发布的招聘会" in command(records.app, "poster", number, str(tmp_path / "code.svg"))
