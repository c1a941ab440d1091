"""`tongxing eligibility` from a file of facts to what it prints."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
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

    def of(self, measure: str) -> dict[str, Any]:
        """The determination on one measure."""
        return next(each for each in self.document["determinations"] if each["measure"] == measure)


Eligibility = Callable[..., Ended]
SEEKER = '{"age": 38, "disability_grade": 2, "disability_kind": "肢体", "employment_status": "没有工作"}'
YANSHAN = "532622"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var"), default_region=None))


@pytest.fixture
def eligibility(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Run the command on these facts; the policies are read once for all tests."""
    monkeypatch.setattr("bot.cli.eligibility.Service", lambda settings: service)

    def with_facts(facts: str | bytes, *options: str, file: str = "-") -> Ended:
        written = facts if isinstance(facts, bytes) else facts.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(written)))
        monkeypatch.setattr("sys.argv", ["tongxing", "eligibility", "--facts", file, *options])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return with_facts


def test_the_document_says_what_fits_why_and_what_is_missing(eligibility: Eligibility) -> None:
    ended = eligibility(SEEKER, "--region", "砚山县", "--on", "2023-06-01", "--json")
    assert (ended.code, ended.err) == (0, "")
    document = ended.document
    assert (document["about"], document["region"], document["on"]) == ("person", YANSHAN, "2023-06-01")
    assert document["facts"]["disability_certificate"] is True, "a grade stands on a certificate"
    fits = ended.of(f"{YANSHAN}.four_ones_check")
    assert (fits["verdict"], fits["status"], fits["missing"]) == ("eligible", "in_force", [])
    assert [reason["fact"] for reason in fits["reasons"]] == ["disability_certificate", "employment_status"]
    assert fits["citations"][0]["clause"]
    lacks = ended.of(f"{YANSHAN}.rural_transfer")
    assert lacks["verdict"] == "undetermined"
    assert set(lacks["missing"]) >= {"household_registration", "transfer_destination"}
    assert lacks["amounts"], "amounts are shown beside the conditions they hang on"
    assert set(document["next_question"]["facts"]) <= set(document["open_facts"])


def test_an_ended_measure_says_so(eligibility: Eligibility) -> None:
    for day, status in (("2024-12-31", "in_force"), ("2025-01-01", "ended")):
        found = eligibility(SEEKER, "--region", YANSHAN, "--on", day, "--json").of(f"{YANSHAN}.four_ones_check")
        assert (found["verdict"], found["status"]) == ("eligible", status)


def test_office_decisions_count_when_told_and_are_never_asked(eligibility: Eligibility) -> None:
    told = {
        "disability_certificate": True,
        "household_registration": "农村",
        "transfer_destination": "out_of_province",
        "transfer_pace_setter": "是",
    }
    options = (f"--region={YANSHAN}", "--on=2023-06-01", "--json")
    before = eligibility(json.dumps(told), *options)
    assert before.of(f"{YANSHAN}.rural_transfer")["missing"] == ["within_superior_quota"]
    assert before.of(f"{YANSHAN}.rural_transfer")["by_office"] is True
    assert "within_superior_quota" not in before.document["open_facts"]
    after = eligibility(json.dumps({**told, "within_superior_quota": "是"}), *options)
    assert after.of(f"{YANSHAN}.rural_transfer")["verdict"] == "eligible"


def test_nothing_known_is_asked_from_the_start(eligibility: Eligibility) -> None:
    ended = eligibility("", "--region", YANSHAN, "--json")
    assert ended.code == 0
    assert {each["verdict"] for each in ended.document["determinations"]} == {"undetermined"}
    assert ended.document["next_question"]["question"]


def test_an_employer_is_told_about_employers(eligibility: Eligibility) -> None:
    ended = eligibility("单位类型: 事业单位\n编制数: 67\n", "--region", "贵州", "--json")
    assert ended.document["about"] == "employer"
    assert ended.document["region"] == "520000"
    assert ended.of("520000.quota_recruitment_plan")["verdict"] == "eligible"


def test_the_residence_of_the_file_is_the_region_unless_another_is_asked_for(eligibility: Eligibility) -> None:
    facts = '{"居住地": "蓟州区"}'
    assert eligibility(facts, "--json").document["region"] == "120119"
    elsewhere = eligibility(facts, "--region", YANSHAN, "--json").document
    assert (elsewhere["region"], elsewhere["facts"]["region"]) == (YANSHAN, "120119")


def test_plain_text_is_for_people(eligibility: Eligibility) -> None:
    ended = eligibility(SEEKER, "--region", "砚山县", "--on", "2023-06-01")
    assert ended.code == 0
    assert ended.out.startswith("砚山县，按2023年6月1日判断，共")
    for words in ("== 符合：", "理由：有残疾人证", "出处：《", "下一个问题："):
        assert words in ended.out
    assert "None" not in ended.out


def test_facts_can_stand_in_a_file(eligibility: Eligibility, tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_bytes("年龄: 38\n残疾等级: [1, 2]\n低保: 不知道\n".encode())
    document = eligibility("", "--region", YANSHAN, "--json", file=str(file)).document
    assert document["facts"]["age"] == 38
    assert document["facts"]["disability_grade"] == {"one_of": [1, 2]}
    assert document["declined"] == ["low_income_allowance"]
    assert "low_income_allowance" not in document["open_facts"]


def test_every_mistake_is_told_at_once_with_field_and_what_is_possible(eligibility: Eligibility) -> None:
    facts = '{"age": 138, "残疾等级": "九", "agee": 1, "gender": "男人", "低保": "或许", "居住地": "火星"}'
    ended = eligibility(facts, "--json")
    assert (ended.code, ended.out) == (1, "")
    lines = ended.err.splitlines()
    assert lines[0] == "有6处要改："
    for words in ("最大是120", "“残疾等级”填的“九”不是数", "age", "女、男", "请填 是 或 否", "“火星”没有找到"):
        assert any(words in line for line in lines[1:]), words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ('{"disability_certificate": "否", "disability_grade": 2}', "没有残疾人证"),
        ('{"placed": 10, "employees": 5}', "前一个数不能大于后一个数"),
        ('{"age": 38, "posts": 67}', "请分开填"),
        ("[1, 2]", "“项目: 值”"),
        ('{"age": ', "不是有效的"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    facts: str | bytes, words: str, eligibility: Eligibility
) -> None:
    ended = eligibility(facts, "--region", YANSHAN, "--json")
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err


def test_a_file_that_is_not_there_and_a_day_that_is_none(eligibility: Eligibility, tmp_path: Path) -> None:
    missing = eligibility("", file=str(tmp_path / "no.json"))
    assert (missing.code, missing.out) == (1, "")
    assert "没有找到文件" in missing.err
    assert "是文件夹" in eligibility("", file=str(tmp_path)).err
    assert eligibility("{}", "--on", "2024-02-30").code != 0
