"""`tongxing records` from the command line to what it prints and writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from bot.bootstrap import Service
from bot.catalog.problems import CatalogueError
from bot.cli.failure import Failure
from bot.cli.records import app
from bot.settings import Settings
from tests.unit.records.desk import CERTIFICATE, OTHER_CERTIFICATE, policies


@dataclass
class Ended:
    """How the command ended."""

    code: int
    out: str
    err: str


Records = Callable[..., Ended]


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Records:
    """Run the command on a database of its own; policies are read once for all tests."""
    shared = policies()

    def fresh(_: Settings) -> Service:
        service = Service(Settings(var_dir=tmp_path / "var", default_region=None))
        for part in ("gazetteer", "catalogue", "phrases"):
            service.__dict__[part] = getattr(shared, part)
        return service

    monkeypatch.setattr("bot.cli.record_desk.Service", fresh)

    def with_arguments(*arguments: str) -> Ended:
        code = 0
        try:
            app(list(arguments), standalone_mode=False)
        except (Failure, CatalogueError) as failure:
            printed = capsys.readouterr()
            return Ended(1, printed.out, f"{printed.err}{failure}")
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return with_arguments


def test_registers_are_listed_as_a_region_calls_them(records: Records) -> None:
    everything, guizhou = records("list"), records("list", "--region", "贵州")
    assert "reserved_posts\t名录\t按比例就业预留岗位\tS03\t洛阳市、砚山县" in everything.out
    assert "高校残疾人毕业生“一对一”服务台账" in guizhou.out
    assert "reserved_posts" not in guizhou.out


def test_a_register_is_shown_as_one_region_keeps_it(records: Records) -> None:
    shown = records("show", "four_ones", "--region", "海东市")
    assert "求职登记（registered）" in shown.out
    assert "依据：" in shown.out and "二(九)" in shown.out
    refused = records("show", "按比例就业预留岗位", "--region", "贵州")
    assert (refused.code, refused.out) == (1, "")
    assert "贵州省的文件里没有“按比例就业预留岗位”这项制度" in refused.err


def test_from_adding_to_finding(records: Records) -> None:
    added = records("add", "reserved_posts", "--region", "洛阳市", "单位=市图书馆", "岗位=借阅台", "count=2")
    number = added.out.split()[-1]
    assert records("set", number, "更新日期=2026-11-01").out == "已改好。\n"
    found = records("find", "reserved_posts", "--region", "洛阳市")
    assert number in found.out and "单位：市图书馆" in found.out
    assert found.err == "共 1 条。\n"
    public = records("public", "reserved_posts", "--region", "洛阳市")
    assert public.out == "单位：市图书馆　岗位：借阅台　数量：2　空缺情况：空缺　更新日期：2026-11-01\n"
    viewed = records("view", number)
    assert "更新日期：空 → 2026-11-01" in viewed.out
    assert "合计\t1 条　数量 2" in records("tally", "reserved_posts", "--region", "洛阳市").out


def test_a_case_moves_and_lists_hide_people(records: Records) -> None:
    given = ("姓名=李某某", f"残疾人证号或本人编号={CERTIFICATE}", "联系电话=13800138000")
    number = records("add", "work_injured_referrals", "--region", "洛阳市", *given).out.split()[-1]
    found = records("find", "work_injured_referrals")
    assert "姓名：李＊" in found.out and "＊8000" in found.out
    assert CERTIFICATE not in found.out and "李某某" not in found.out
    refused = records("move", number, "已转介")
    assert refused.code == 1 and "请先填：转介给、转介日期" in refused.err
    moved = records("move", number, "已转介", "转介给=市人社局", "转介日期=2026-11-20", "下次跟进日期=2026-11-21")
    assert moved.out == "现在是“已转介”。\n"
    assert number in records("find", "work_injured_referrals", "--state", "已转介").out
    assert records("find", "work_injured_referrals", "--state", "待转介").out == ""
    assert "有的是：待转介、已转介" in records("find", "work_injured_referrals", "--state", "办好了").err
    assert "到了跟进日期" in records("due", "work_injured_referrals", "--on", "2026-11-21").out
    assert "李某某" in records("view", number).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "nothing", "--region", "洛阳市", "a=b"), "没有“nothing”这份登记"),
        (("add", "reserved_posts", "--region", "洛阳市", "单位"), "要写成 项目=内容"),
        (("add", "reserved_posts", "--region", "洛阳市", "单位=甲", "岗为=乙"), "没有“岗为”这一项。相近的有：岗位"),
        (("add", "reserved_posts", "单位=甲"), "请用 --region 写明地区"),
        (("set", "K7QD-2M9X-4RTA", "单位=甲"), "没有编号为"),
        (("public", "placements", "--region", "洛阳市"), "不公开"),
        (("dates", "reporting_calendar", "--region", "蓟州", "--unit", "村委会"), "可以写：残工委办公室"),
        (("due", "--on", "昨天"), "日期“昨天”不对"),
    ],
)
def test_what_cannot_be_done_says_why(arguments: tuple[str, ...], words: str, records: Records) -> None:
    ended = records(*arguments)
    assert ended.code == 1
    assert words in ended.err


def test_dates_of_one_kind_of_unit(records: Records) -> None:
    dates = records("dates", "报送日历", "--region", "蓟州", "--unit", "乡镇（街道）", "--on", "2023-06-01")
    assert (
        dates.out.splitlines()[0] == "2023-11-15　提交执行情况年度报告　乡镇（街道）、有关部门 → 区残工委办公室　三(四)"
    )


def test_a_notice_to_publish(records: Records) -> None:
    given = ("单位=甲厂", "单位性质=其他用人单位", "应安排人数=3", "实际安排人数=1")
    assert records("add", "placement_publication", "--region", "砚山县", "--period", "2025", *given).code == 0
    notice = records("draft", "placement_publication", "--region", "砚山县", "--period", "2025")
    assert "应安排残疾人就业3人，实际安排残疾人就业1人，未按照规定安排残疾人就业2人" in notice.out


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_exported_can_be_mended_and_imported_again(suffix: str, tmp_path: Path, records: Records) -> None:
    people = [("李某", CERTIFICATE, "市图书馆"), ("王某", OTHER_CERTIFICATE, "=市档案馆")]
    for name, certificate, unit in people:
        given = (f"姓名={name}", f"残疾人证号={certificate}", f"单位={unit}", "单位性质=事业单位", "岗位=编目")
        assert records("add", "placements", "--region", "洛阳市", "--period", "2026", *given).code == 0
    file = tmp_path / f"out{suffix}"
    assert records("export", "placements", str(file), "--region", "洛阳市").out.startswith("已导出 2 条")
    before = records("find", "placements").out
    assert (
        records("import", "placements", str(file)).out == "已导入：新增 0 条，改动 2 条，并入已有 0 行，跳过 0 行。\n"
    )
    assert records("find", "placements").out == before
    assert "单位：=市档案馆" in before


def test_a_template_is_filled_and_imported(tmp_path: Path, records: Records) -> None:
    file = tmp_path / "empty.xlsx"
    assert records("template", "four_ones", str(file), "--region", "海东市").code == 0
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    assert heading[:5] == ["地区", "期间", "姓名", "残疾人证号", "乡镇（街道）"]
    assert "求职登记" in heading
    said = {"地区": "乐都区", "期间": "2026", "姓名": "李某", "残疾人证号": CERTIFICATE, "有就业需求": "是"}
    for column, label in enumerate(heading, start=1):
        sheet.cell(3, column, said.get(str(label)))
        sheet.cell(4, column, {**said, "残疾人证号": CERTIFICATE[:-3] + "042", "有就业需求": "也许"}.get(str(label)))
    book.save(file)
    stopped = records("import", "four_ones", str(file))
    assert stopped.code == 1
    assert "第 4 行：“残疾人证号”里身份证号的最后一位对不上" in stopped.err
    assert "请填 是 或 否" in stopped.err and "什么都没有导入" in stopped.err
    assert records("import", "four_ones", str(file), "--good-rows").out.startswith("已导入：新增 1 条")
    assert "缺：基础信息核对、职业能力评估、求职登记、就业介绍服务" in records("find", "four_ones", "--incomplete").out


def test_a_file_that_is_none_says_so(tmp_path: Path, records: Records) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"nothing")
    assert "不是完整的 .xlsx" in records("import", "placements", str(tmp_path / "x.xlsx")).err
