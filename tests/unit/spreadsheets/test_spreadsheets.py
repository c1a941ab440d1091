"""Tables come back as they were written; what is hostile or broken is refused with a reason."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spreadsheets.neutral import neutralised, restored
from bot.spreadsheets.reading import read_table
from bot.spreadsheets.table import Column, UnreadableTable
from bot.spreadsheets.writing import write_table, write_template

COLUMNS = [Column("单位"), Column("数量"), Column("日期"), Column("备注")]
ROWS: list[list[str | int | Decimal | dt.date | None]] = [
    ["市图书馆", 2, dt.date(2026, 11, 21), None],
    ["=cmd|' /C calc'!A0", -3, None, "+86 138"],
    ["'引号", None, None, "@SUM(A1)"],
    ["多行\n文字，“引号”", 1, None, "-1+1"],
]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_written_is_read_again(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"t{suffix}"
    assert write_table(file, COLUMNS, ROWS) == 4
    rows = list(read_table(file))
    assert [number for number, _ in rows] == [2, 3, 4, 5]
    assert [row["单位"] for _, row in rows] == [row[0] for row in ROWS]
    assert [row["备注"] for _, row in rows] == [row[3] for row in ROWS]
    assert str(rows[0][1]["数量"]) == "2"
    assert rows[0][1]["日期"] == "2026-11-21"


def test_in_csv_nothing_that_starts_like_a_formula_is_left(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    write_table(file, [Column("=1+1")], [[row[0]] for row in ROWS])
    lines = file.read_text(encoding="utf-8-sig").replace('"', "").splitlines()
    assert [line for line in lines if line.startswith(("=", "+", "-", "@"))] == []


def test_in_xlsx_text_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_table(file, [Column("单位")], [["=1+1"], ["https://example.org"], ["11010519491231002X42"]])
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert [(cell.data_type, cell.hyperlink) for (cell,) in sheet.iter_rows(min_row=2)] == [("s", None)] * 3


@given(st.text())
def test_every_text_survives_being_made_harmless(text: str) -> None:
    harmless = neutralised(text)
    assert restored(harmless) == text
    assert not harmless.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_template_has_explanations_and_lists_and_reads_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    many = tuple(f"很长的选项名称第{number}个" for number in range(100))
    write_template(
        file, [Column("单位", "必填"), Column("状态", options=("空缺", "已安排")), Column("多", options=many)]
    )
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["单位", "状态", "多"]
    assert sheet["A2"].value == "说明：必填"
    lists = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists == {"B2": "选项!$B$1:$B$2", "C2": "选项!$C$1:$C$100"}
    assert book.worksheets[1].sheet_state == "hidden"
    assert book.worksheets[1]["C100"].value == many[99]
    assert list(read_table(file)) == []
    sheet["A3"], sheet["B3"] = "市图书馆", "空缺"
    book.save(file)
    assert list(read_table(file)) == [(3, {"单位": "市图书馆", "状态": "空缺", "多": None})]


def test_a_csv_template_reads_as_empty(tmp_path: Path) -> None:
    write_template(tmp_path / "t.csv", [Column("单位", "必填"), Column("数量")])
    assert list(read_table(tmp_path / "t.csv")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_people_save_it_in(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("单位,数量\n市图书馆,2\n\n龘局,3\n", encoding=encoding)
    assert list(read_table(file)) == [(2, {"单位": "市图书馆", "数量": "2"}), (4, {"单位": "龘局", "数量": "3"})]


def test_a_formula_is_refused_by_its_cell(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["单位", "数量"])
    book.worksheets[0].append(["市图书馆", "=1+1"])
    book.save(file)
    with pytest.raises(UnreadableTable, match="B2 是公式"):
        list(read_table(file))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(210):
            part.write(b"\0" * 1_000_000)
    assert file.stat().st_size < 1_000_000
    with pytest.raises(UnreadableTable, match="解压后太大"):
        list(read_table(file))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"])
def test_entities_are_not_expanded(part: str, tmp_path: Path) -> None:
    good, evil = tmp_path / "good.xlsx", tmp_path / "evil.xlsx"
    write_table(good, [Column("单位")], [["甲"]])
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(evil, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                head, _, rest = content.partition(b"?>")
                content = head + b'?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>' + rest
                content = content.replace("甲".encode(), b"&b;").replace(b"Sheet1", b"&b;")
            target.writestr(name, content)
    with pytest.raises(UnreadableTable, match="不是完整的"):
        list(read_table(evil))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.xlsx", b"not a zip", "不是完整的 .xlsx"),
        ("t.xls", b"", "另存为 .xlsx"),
        ("t.csv", b"", "表格是空的"),
        ("t.csv", "单位,单位\n".encode(), "两列都叫“单位”"),
        ("t.csv", "单位\n甲,多出来\n".encode(), "第 2 行第 2 列"),
        ("t.csv", '单位\n"甲\n'.encode(), "不是完整的 csv"),
        ("t.csv", b"\xff\xff\xff", "编码"),
        ("t.csv", ("," * 250 + "x\n").encode(), "表格太大"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableTable, match=words):
        list(read_table(tmp_path / name))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="没有文件"):
        read_table(tmp_path / "none.csv")


def test_only_two_kinds_of_files_are_written(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match=r"只能写 \.xlsx 和 \.csv"):
        write_table(tmp_path / "t.pdf", COLUMNS, [])
