"""`tongxing levy` from the command line to what it prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.bootstrap import Service
from bot.cli.main import run
from bot.settings import Settings


@dataclass
class Ended:
    """How the command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """What it printed, as JSON."""
        document: dict[str, Any] = json.loads(self.out)
        return document


Levy = Callable[[str], Ended]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var"), default_region=None))


@pytest.fixture
def levy(service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Levy:
    """Run the command with these options; the policies are read once for all tests."""
    monkeypatch.setattr("bot.cli.levy.Service", lambda settings: service)

    def with_options(options: str) -> Ended:
        monkeypatch.setattr("sys.argv", ["tongxing", "levy", *options.split()])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return with_options


@pytest.mark.parametrize(
    ("options", "payable"),
    [
        ("--employees 30 --placed 0 --ratio 1.5% --average-wage 72,000 --social-average-wage 9万 --year 2024", "0.00"),
        (
            "--employees 100 --placed 1 --ratio 0.015 --average-wage 8万 --social-average-wage 7万元 --year 2024",
            "20000.00",
        ),
        (
            "--employees 200 --placed 1 --average-wage 96543.21 --social-average-wage 80000 --year 2024 --region 贵州",
            "173777.78",
        ),
        (
            "--employees 160 --placed 1 --severe 1 --average-wage 68400 --social-average-wage 70000 --year 2025",
            "13680.00",
        ),
        ("--employees 80 --placed 0 --average-wage 26万 --social-average-wage 110000 --year 2024", "237600.00"),
        (
            "--employees 250 --placed 3 --average-wage 65000 --social-average-wage 70000 --year 2025 --region 洛阳市",
            "32500.00",
        ),
        ("--employees 90 --placed 2 --ratio 1.5％ --average-wage 80000 --year 2024 --region 532622", "0.00"),
        (
            "--employees 90 --placed 0 --average-wage 80000 --year 2024 --dispatched-employees 10 "
            "--dispatched-placed 1 --kind institution",
            "20000.00",
        ),
    ],
)
def test_examples(options: str, payable: str, levy: Levy) -> None:
    ended = levy(f"{options} --json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.document["payable"] == payable
    assert ended.document["currency"] == "CNY"


def test_the_document_has_the_contracts_keys(levy: Levy) -> None:
    document = levy("--employees 250 --placed 3 --average-wage 65000 --year 2025 --region 洛阳市 --json").document
    assert set(document) >= {
        "payable", "currency", "year", "inputs", "steps", "notes", "ratio", "one_more", "one_more_severe",
        "over_quota", "next", "citations",
    }  # fmt: skip
    assert document["year"] == 2025
    assert document["inputs"]["region"] == "410300"
    assert document["inputs"]["employees"] == "250"
    assert set(document["steps"][0]) >= {"step", "calculation", "value", "rule", "source"}
    assert document["ratio"]["value"] == "0.016"
    assert document["ratio"]["confirmed"] is True
    assert document["ratio"]["source"]["clause"] == "征收比例"
    assert document["one_more"] == {"payable": "0.00", "saving": "32500.00"}


def test_a_ratio_that_only_the_user_knows_has_no_source(levy: Levy) -> None:
    document = levy("--employees 100 --placed 0 --average-wage 65000 --year 2025 --ratio 1.7% --json").document
    assert document["ratio"] == {"value": "0.017", "source": None, "confirmed": False}


def test_plain_text_is_for_people(levy: Levy) -> None:
    ended = levy("--employees 250 --placed 3 --average-wage 65000 --year 2025 --region 洛阳市")
    assert ended.code == 0
    assert ended.out.startswith("2025年度残保金：32,500.00元\n地区：河南省洛阳市\n")
    assert "250 × 1.6% - 3 = 1人" in ended.out
    assert "出处：《残疾人就业保障金征收使用管理办法》（财税〔2015〕72号）第八条" in ended.out


def test_every_mistake_is_told_on_stderr_with_exit_code_one(levy: Levy) -> None:
    ended = levy("--employees 0 --placed 1 --average-wage abc --year 2006 --region 火星 --kind 个体工商户 --ratio 1.5")
    assert (ended.code, ended.out) == (1, "")
    lines = ended.err.splitlines()
    assert len(lines) == 6
    for words in ("所属年度", "在职职工人数", "单位性质", "单位平均年工资", "征收比例", "火星"):
        assert any(words in line for line in lines), words


def test_a_negative_number_is_our_mistake_to_tell_and_not_an_option(levy: Levy) -> None:
    ended = levy("--employees 100 --placed -1 --average-wage 80000 --year 2024")
    assert ended.code == 1
    assert "不能是负数" in ended.err


def test_a_missing_option_is_a_usage_error(levy: Levy) -> None:
    assert levy("--employees 100 --placed 1 --average-wage 80000").code == 2
