"""People files: every way a cell may say something, and blocks of one size however the file is cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest

from bot.catalog.regions_csv import load_gazetteer
from bot.core.eligibility.values import Problem
from bot.core.policies.facts import About
from bot.core.regions.region import ancestors
from bot.screening.cells import Cells
from bot.screening.heading import UnknownColumns, read_heading
from bot.screening.people import UnreadablePeople, blocks
from bot.screening.people_file import open_people
from bot.settings import ROOT
from tests.unit.eligibility.rules import FACTS, VALUES


def read(fact: str, cells: pa.Array) -> tuple[list[Any], list[tuple[int, str]]]:
    """What is known of each row, and the rows that cannot be read with the kind of problem."""
    column, bad = Cells(FACTS[fact], fact, {"砚山县": "532622", "532622": "532622"}.get).read(cells)
    return [column.states[code] for code in column.codes], [(cell.row, cell.problem.kind) for cell in bad]


@pytest.mark.parametrize(
    ("fact", "cells", "known"),
    [
        ("certificate", pa.array([True, None, False]), [True, None, False]),
        ("certificate", pa.array(["是", "", " 否 ", "1", "false", None]), [True, None, False, True, False, None]),
        ("certificate", pa.array([1, 0, None], pa.int64()), [True, False, None]),
        ("kind", pa.array(["visual", "hearing", None]).dictionary_encode(), ["visual", "hearing", None]),
        ("kind", pa.array(["multiple", "不知道"]), ["multiple", None]),
        ("grade", pa.array([4.0, None, 1.0]), [4, None, 1]),
        ("share", pa.array(["1.005", "1", "0.10"]), [Decimal("1.005"), Decimal(1), Decimal("0.1")]),
        ("share", pa.array([1.005, 0.1]), [Decimal("1.005"), Decimal("0.1")]),
        ("share", pa.array([Decimal("1.005")]), [Decimal("1.005")]),
        ("home", pa.array(["砚山县", "532622"]), ["532622", "532622"]),
        ("home", pa.array([532622]), ["532622"]),
        ("since", pa.array([dt.date(2025, 1, 1)]), [dt.date(2025, 1, 1)]),
        ("age", pa.array([], pa.int8()), []),
        ("age", pa.nulls(2), [None, None]),
    ],
)
def test_a_cell_says_its_value_in_any_type(fact: str, cells: pa.Array, known: list[Any]) -> None:
    assert read(fact, cells) == (known, [])


def test_cells_that_say_nothing_of_the_fact_are_named_and_nothing_is_known_of_them() -> None:
    known, bad = read("age", pa.array(["38", "三十八", "121", "3.5", None]))
    assert known == [38, None, None, None, None]
    assert bad == [(1, "not_a_number"), (2, "too_large"), (3, "not_whole")]


def test_a_choice_with_as_many_options_as_its_codes_can_count() -> None:
    """Files may hold texts as the smallest codes, with no code left over for an empty cell."""
    texts = pa.array([f"x{number}" for number in range(127)] + ["visual"])
    cells = pa.DictionaryArray.from_arrays(pa.array([127, None], pa.int8()), texts)
    assert read("kind", cells) == (["visual", None], [])


def test_a_cell_with_several_values_is_refused() -> None:
    with pytest.raises(UnreadablePeople, match="每格只放一个"):
        read("age", pa.array([[1, 2]]))


class Pieces:
    """People in pieces of these sizes, each with texts numbered anew."""

    fingerprint = ""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = sizes
        self.schema = pa.schema([("kind", pa.dictionary(pa.int32(), pa.string()))])

    def batches(self, columns: Sequence[str], rows: int, id_column: str | None = None) -> Iterator[pa.RecordBatch]:
        """The pieces."""
        number = 0
        for size in self._sizes:
            texts = pa.array([f"P{each}" for each in range(number, number + size)], pa.string())
            number += size
            yield pa.record_batch({"kind": texts.dictionary_encode()})


@pytest.mark.parametrize("sizes", [[], [0], [3], [4], [5], [4, 4], [1, 1, 1, 9, 2], [3, 0, 3]])
def test_blocks_are_full_and_keep_the_order(sizes: list[int]) -> None:
    found = [batch.column("kind").to_pylist() for batch in blocks(Pieces(sizes), ["kind"], 4)]
    assert [name for block in found for name in block] == [f"P{number}" for number in range(sum(sizes))]
    assert {len(block) for block in found[:-1]} <= {4}


def test_the_parts_of_a_region_stand_side_by_side() -> None:
    """Judging takes the rows of a region as one piece of all rows in the order of their codes."""
    places: dict[str, list[int]] = {}
    for place, code in enumerate(sorted(load_gazetteer(ROOT / "data" / "reference").codes())):
        for region in ancestors(code):
            places.setdefault(region, []).append(place)
    assert [region for region, found in places.items() if found != list(range(found[0], found[-1] + 1))] == []


def test_columns_are_found_by_id_or_label_and_others_refused_with_near_names() -> None:
    facts = {"age": FACTS["age"], "region": FACTS["home"]}
    heading = read_heading(["编号", "地区", "age"], facts, About.PERSON)
    assert (heading.id, heading.region, heading.facts) == ("编号", "地区", {"age": "age"})
    with pytest.raises(UnknownColumns) as refused:
        read_heading(["ages", "age", " age"], facts, About.PERSON)
    unknown, twice = refused.value.problems
    assert (unknown.kind, unknown.key, unknown.near[0]) == ("unknown_fact", "ages", "age")
    assert twice == Problem("column_twice", " age", "age")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "没有找到"),
        ("people.xlsx", b"", "不是 .csv 或 .parquet"),
        ("empty.csv", b"", "读不下去"),
        ("office.csv", "编号,年龄\n张三,38\n".encode("gb18030"), "UTF-8"),
        ("late.csv", b"id,age\n" + "张三,38\n".encode("gb18030"), "UTF-8"),
        ("ragged.csv", b"id,age\n1,38,9\n", "读不下去"),
        ("twice.csv", b"id,age,age\n", "同名的列：age"),
        ("broken.parquet", b"PAR1 is not enough", "读不下去"),
    ],
)
def test_files_that_cannot_be_read_say_what_to_do(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadablePeople, match=said):
        list(blocks(open_people(path), ["id"], 10))


def test_both_kinds_of_file_say_the_same(tmp_path: Path) -> None:
    rows = [{"id": str(number), "kind": kind} for number, kind in enumerate(VALUES["kind"])]
    (tmp_path / "people.csv").write_text("\ufeffid,kind\n" + "".join(f"{row['id']},{row['kind']}\n" for row in rows))
    pa_parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "people.parquet", row_group_size=2)
    for name in ("people.csv", "people.parquet"):
        source = open_people(tmp_path / name)
        assert [row for block in blocks(source, ["id", "kind"], 2) for row in block.to_pylist()] == rows
