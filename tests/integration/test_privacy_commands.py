"""People's lists, looking up by number, audit, retention and keys, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import Service
from bot.cli import database, export_, import_, records
from bot.cli.failure import Failure
from bot.settings import Settings
from bot.storage.encryption import UnreadableError, new_key
from tests.unit.records.desk import CERTIFICATE, policies

Run = Callable[..., str]
APPS = {"db": database.app, "import": import_.app, "export": export_.app, "records": records.app}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a database of its own; what it printed, with the failure it ended in."""
    shared = policies()

    def fresh(_: Settings) -> Service:
        service = Service(Settings(var_dir=tmp_path / "var", default_region=None))
        for part in ("gazetteer", "catalogue", "phrases"):
            service.__dict__[part] = getattr(shared, part)
        return service

    for module in ("record_desk", "database"):
        monkeypatch.setattr(f"bot.cli.{module}.Service", fresh)

    def with_arguments(app: str, *arguments: str) -> str:
        failed = ""
        try:
            APPS[app](list(arguments), standalone_mode=False)
        except (Failure, UnreadableError) as failure:
            failed = f"FAILED {failure}"
        printed = capsys.readouterr()
        return printed.out + printed.err + failed

    return with_arguments


def test_people_come_from_a_file_and_go_to_one(run: Run, tmp_path: Path) -> None:
    file, copy = tmp_path / "people.csv", tmp_path / "copy.csv"
    rows = ["渠道,地址,地区,主题,同意日期", "telegram,5001,洛阳市,find_fairs,2026-11-01", "telegram,5002,洛阳市,,"]
    file.write_text("\n".join(rows), encoding="utf-8")
    refused = run("import", "people", str(file))
    assert "第 3 行：没有“同意日期”" in refused and "FAILED" in refused
    assert "新增 1 人" in run("import", "people", str(file), "--good-rows")
    assert "已导出 1 人" in run("export", "people", str(copy))
    assert "telegram,5001,410300,find_fairs,2026-11-01" in copy.read_text(encoding="utf-8-sig")
    assert "更新 1 人" in run("import", "people", str(copy))
    assert "空表在" in run("import", "people", "--template", str(tmp_path / "empty.xlsx"))


def test_records_are_found_by_numbers_and_every_look_is_listed(run: Run) -> None:
    added = run("records", "add", "graduate_plans", "姓名=李某某", f"残疾人证号={CERTIFICATE}", "联系电话=13800138000",
                "--region", "洛阳市")  # fmt: skip
    number = added.partition("编号 ")[2][:14]
    assert number in run("records", "find", "--phone", "+86 138-0013-8000")
    assert number in run("records", "find", "--certificate", CERTIFICATE[:18].lower())
    assert "共 0 条" in run("records", "find", "--phone", "13800138001")
    run("records", "view", number)
    looks = [line.split("\t")[1:] for line in run("db", "audit", "--staff", "command-line").splitlines()]
    assert looks == [["command-line", what, "graduate_plans", number] for what in ("查到了", "查到了", "看了")]
    assert run("db", "audit", "--staff", "somebody") == ""


def test_keys_are_changed_by_the_file_of_keys(run: Run, tmp_path: Path) -> None:
    run("records", "add", "graduate_plans", "姓名=李某某", f"残疾人证号={CERTIFICATE}", "--region", "洛阳市")
    keys = tmp_path / "var" / "secret-key"
    old, new = keys.read_text(encoding="ascii"), new_key()
    keys.write_text(f"{new}\n{old}", encoding="ascii")
    assert "登记：1 行改用了第一把密钥" in run("db", "rotate-keys")
    keys.write_text(new, encoding="ascii")
    assert "李＊" in run("records", "find", "--certificate", CERTIFICATE)
    keys.write_text(new_key(), encoding="ascii")
    assert "FAILED 有 1 行没有一把密钥能打开" in run("db", "rotate-keys")


def test_retention_can_be_counted_first(run: Run) -> None:
    assert "会删除 0 个对话" in run("db", "retention", "--dry-run")
    assert "已删除 0 个对话" in run("db", "retention")
