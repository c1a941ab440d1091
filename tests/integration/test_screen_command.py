"""`tongxing screen`: a file of people in, a file of reasons out, killed and gone on with in between."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest

from bot.bootstrap import Service
from bot.cli.main import run
from bot.cli.screening import Request
from bot.cli.screening import run as screen
from bot.core.eligibility.assessor import Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.determination import Determination
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import About, Fact, FactType
from bot.settings import Settings

DAY = dt.date(2026, 11, 21)
PLACES = ("532622", "120119", "410300", "410302", "410000", "630202", "520100", "110101")
"""With plans, within them, above them, and without any."""
ROWS = 100


@dataclass
class Ended:
    """How the command ended."""

    code: int
    out: str
    err: str


Screen = Callable[..., Ended]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var"), default_region=None))


@pytest.fixture
def command(service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Screen:
    """Run the command; the policies are read once for all tests."""
    monkeypatch.setattr("bot.cli.screen_people.Service", lambda settings: service)

    def with_options(*options: object) -> Ended:
        monkeypatch.setattr("sys.argv", ["tongxing", "screen", *map(str, options), "--on", DAY.isoformat()])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return with_options


def some_value(fact: Fact, chance: random.Random) -> FactValue:
    """Anything the fact may be."""
    if fact.type is FactType.BOOLEAN:
        return chance.random() < 0.5
    if fact.type is FactType.CHOICE:
        return chance.choice(fact.options).value
    if fact.type is FactType.REGION:
        return chance.choice(PLACES)
    most = fact.maximum if fact.maximum is not None else 60
    return chance.choice([number for number in (1, 2, 3, 4, 5, 9, 10, 16, 24, 25, 30, 50, 60) if number <= most])


def crowd(service: Service, about: About, people: int, missing: float = 0.3) -> list[dict[str, FactValue]]:
    """People or employers with a region and some of their facts, however odd together."""
    chance = random.Random(532622)
    facts = [fact for fact in service.catalogue.facts.values() if fact.about is about and fact.id != "region"]
    return [
        {"region": chance.choice(PLACES)}
        | {fact.id: some_value(fact, chance) for fact in facts if chance.random() >= missing}
        for _ in range(people)
    ]


def write_people(path: Path, people: Sequence[Mapping[str, Any]]) -> None:
    names = dict.fromkeys(name for person in people for name in person)
    if path.suffix == ".parquet":
        pa_parquet.write_table(pa.table({name: [person.get(name) for person in people] for name in names}), path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(names))
        writer.writeheader()
        writer.writerows(people)


def reason(found: Determination) -> str:
    facts = ",".join(dict.fromkeys(leaf.fact for leaf in found.deciding))
    return "eligible" if found.verdict == "eligible" else f"{found.verdict.value}:{facts}"


@pytest.mark.parametrize("about", About)
def test_every_row_says_what_one_person_alone_is_told(
    command: Screen, service: Service, tmp_path: Path, about: About
) -> None:
    people = crowd(service, about, 250)
    write_people(tmp_path / "people.parquet", people)
    ended = command("--people", tmp_path / "people.parquet", "--out", tmp_path / "out.parquet", "--about", about)
    assert ended.code == 0, ended.err
    rows = {row["id"]: row for row in pa_parquet.read_table(tmp_path / "out.parquet").to_pylist()}
    assert len(rows) == len(people)
    for number, person in enumerate(people, start=1):
        region = str(person["region"])
        told = {name: value for name, value in person.items() if name != "region"}
        alone = service.assessor.determine(Circumstances(said=told), Scope(about, region, DAY))
        assert {name: said for name, said in rows[number].items() if said is not None and name != "id"} == {
            "region": region
        } | {each.measure.id: reason(each) for each in alone}


def test_the_summary_counts_the_verdicts_and_what_is_missing(command: Screen, service: Service, tmp_path: Path) -> None:
    write_people(tmp_path / "people.parquet", crowd(service, About.PERSON, 120))
    out = tmp_path / "out.parquet"
    document = json.loads(command("--people", tmp_path / "people.parquet", "--out", out, "--json").out)
    assert (document["people"], document["on"], document["bad_cells"]) == (120, "2026-11-21", 0)
    table = pa_parquet.read_table(out)
    assert [each["id"] for each in document["measures"]] == table.column_names[2:]
    for each in document["measures"]:
        said = [text for text in table[each["id"]].to_pylist() if text is not None]
        verdicts = Counter(text.partition(":")[0] for text in said)
        assert {name: each[name] for name in ("eligible", "ineligible", "undetermined")} == {
            name: verdicts[name] for name in ("eligible", "ineligible", "undetermined")
        }
        missing = Counter(
            fact for text in said if text.startswith("undetermined:") for fact in text.partition(":")[2].split(",")
        )
        assert {lack["fact"]: lack["people"] for lack in each["missing"]} == missing
    statuses = {each["id"]: each["status"] for each in document["measures"]}
    assert statuses["532622.telecom"] == "ended"
    lines = command("--people", tmp_path / "people.parquet").out
    assert "532622.telecom" in lines and "（已到期）" in lines


PEOPLE = """编号,地区,残疾人证,就业意愿,自己找工作的结果,低保,年龄
甲,砚山县,是,是,,否,38
乙,532622,有,否,是,,
丙,蓟州区,是,,是,是,60
丁,砚山县,,是,1,不知道,17
"""


def test_a_single_measure_gives_a_list_for_staff_with_those_who_fit_first(command: Screen, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8-sig")
    out = tmp_path / "list.csv"
    ended = command("--people", tmp_path / "people.csv", "--measure", "532622.local_first", "--out", out)
    assert ended.code == 0, ended.err
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["编号"], row["结论"], row["还缺什么"]) for row in rows] == [
        ("甲", "符合", ""),
        ("丁", "还不能确定", "残疾人证"),
        ("乙", "不符合", ""),
    ]
    assert rows[0]["地区"] == "云南省文山壮族苗族自治州砚山县"
    assert rows[2]["原因"].startswith("没达到的要求：")
    assert "不在这项措施的地区的 1 行没有列" in ended.err


def test_unknown_columns_are_named_with_near_ones_and_nothing_is_written(command: Screen, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,地区,残疾人政\n1,砚山县,是\n", encoding="utf-8")
    ended = command("--people", tmp_path / "people.csv", "--out", tmp_path / "out.csv")
    assert ended.code == 1
    assert "“残疾人政”" in ended.err and "残疾人证" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_bad_cells_are_listed_and_stop_everything_unless_they_may_be_skipped(command: Screen, tmp_path: Path) -> None:
    people = "".join(f"{number},砚山县,{number}岁\n" for number in range(30))
    (tmp_path / "people.csv").write_text(f"id,地区,年龄\n{people}31,火星,50\n", encoding="utf-8")
    options = ("--people", tmp_path / "people.csv", "--out", tmp_path / "out.csv")
    ended = command(*options)
    assert ended.code == 1
    assert "有 31 格读不出来，先列 20 格" in ended.err
    assert "第 20 行（不算表头）：“年龄”填的“19岁”不是数，请填数字。" in ended.err and "第 21 行" not in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
    ended = command(*options, "--skip-bad", "--json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert (document["bad_cells"], document["without_region"]) == (31, 1)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["31"]["532622.telecom"] == "" and rows["31"]["000000.personal_tax"].startswith("undetermined:")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "out.xlsx"), "要以 .parquet 或 .csv 结尾"),
        (("--out", "nowhere/out.csv"), "没有文件夹"),
        (("--out", "people.csv"), "不能写进人员文件"),
        (("--measure", "532622.telecon"), "532622.telecom"),
        (("--measure", "410300.telecom"), "没有要判断的措施"),
    ],
)
def test_wrong_options_say_what_to_do(
    command: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ended = command("--people", "people.csv", *options)
    assert (ended.code, said in ended.err) == (1, True), ended.err


def test_people_without_a_region_need_one_on_the_command_line(command: Screen, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("残疾人证\n是\n否\n", encoding="utf-8")
    assert "--region" in command("--people", tmp_path / "people.csv").err
    ended = command("--people", tmp_path / "people.csv", "--region", "砚山县", "--measure", "532622.telecom", "--json")
    (telecom,) = json.loads(ended.out)["measures"]
    assert (telecom["eligible"], telecom["ineligible"]) == (1, 1)


KILLED = """
import os, signal, sys
from bot.screening import reading
reading.ROWS_A_BLOCK = 100
from bot.cli import screening_progress
def tell(self, done):
    if done >= 400:
        os.kill(os.getpid(), signal.SIGKILL)
screening_progress.Progress.tell = tell
from bot.cli.main import run
run()
"""


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_what_was_killed_goes_on_where_it_stopped_and_ends_the_same(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    people, out, unbroken = (tmp_path / name for name in ("people.parquet", f"out.{ending}", f"unbroken.{ending}"))
    write_people(people, crowd(service, About.PERSON, 750))
    measures = frozenset(("532622.local_first",)) if ending == "csv" else None
    only = [f"--measure={name}" for name in measures or ()]
    command = ["screen", "--people", people, "--out", out, "--on", DAY.isoformat(), *only]
    killed = subprocess.run([sys.executable, "-c", KILLED, *command], check=False, capture_output=True, timeout=120)
    assert (killed.returncode, out.exists()) == (-9, False), killed.stderr.decode()

    def screened(to: Path, source: Path = people) -> str:
        request = Request(source, DAY, to, measures, About.PERSON, None, skip_bad=False, rows=ROWS)
        screen(request, service, as_json=True)
        return capsys.readouterr().err

    finished = len(list((tmp_path / f"out.{ending}.parts").glob("*.arrow")))
    assert finished >= 2
    assert f"接着上次做：已经有 {finished * ROWS} 行" in screened(out)
    assert "接着" not in screened(unbroken)
    assert out.read_bytes() == unbroken.read_bytes()
    assert not list(tmp_path.glob("*.parts")) and not list(tmp_path.glob("*.unfinished"))


def test_parts_of_other_work_are_not_used(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, out = tmp_path / "people.parquet", tmp_path / "out.parquet"
    write_people(people, crowd(service, About.PERSON, 250))

    def stop(progress: object, done: int) -> None:
        raise KeyboardInterrupt

    def screened(day: dt.date) -> str:
        request = Request(people, day, out, None, About.PERSON, None, skip_bad=False, rows=ROWS)
        screen(request, service, as_json=True)
        return capsys.readouterr().err

    with monkeypatch.context() as stopped:
        stopped.setattr("bot.cli.screening_progress.Progress.tell", stop)
        with pytest.raises(KeyboardInterrupt):
            screened(DAY)
    assert "变了：日期" in screened(DAY + dt.timedelta(days=1))
    assert pa_parquet.read_table(out).num_rows == 250
