"""A malformed row is refused with its file, its line and what is wrong."""

import shutil
from pathlib import Path

import pytest

from bot.catalog.regions_csv import RegionFileError, load_gazetteer

REFERENCE = Path(__file__).parents[3] / "data" / "reference"
HEADER = "code,name,short_names,pinyin\n"


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    for name in ("regions.csv", "region-amendments.yaml", "region-ordinary-words.txt"):
        shutil.copy(REFERENCE / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("code,name\n", "regions.csv:1: The columns must be"),
        (
            HEADER + "5326,砚山县,砚山,yan shan\n",
            "regions.csv:2: The code '5326' is not six digits",
        ),
        (HEADER + "532622,砚山县\n", "regions.csv:2: 4 columns are needed, not 2"),
        (HEADER + "532622,县,,xian\n", "regions.csv:2: The name '县' is shorter"),
        (HEADER + "532622,砚山县,砚|砚山,yan shan\n", "regions.csv:2: A short name has fewer"),
        (
            HEADER + "532622,砚山县,,a\n532622,砚山县,,a\n",
            "regions.csv:3: Code 532622 appears twice",
        ),
    ],
)
def test_a_malformed_region_is_refused(reference: Path, rows: str, complaint: str) -> None:
    (reference / "regions.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(RegionFileError, match=complaint):
        load_gazetteer(reference)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("- from: [", "This is not YAML"),
        ("from: 1\n", ":1: A list of amendments is needed"),
        ("- from: []\n", ":1: An amendment has exactly"),
        (
            '- {from: [{code: "120225"}], to: [{code: "120119"}], date: "2016", source: x}\n',
            ":1: from needs code and names",
        ),
        (
            '- {from: [{code: "120225", names: [蓟县]}], to: [{code: "129999"}], date: "2016", source: x}\n',
            ":1: 129999 in to is not in regions.csv",
        ),
    ],
)
def test_a_malformed_amendment_is_refused(reference: Path, entry: str, complaint: str) -> None:
    (reference / "region-amendments.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(RegionFileError, match=complaint):
        load_gazetteer(reference)


def test_a_single_character_is_no_ordinary_word(reference: Path) -> None:
    (reference / "region-ordinary-words.txt").write_text("# words\n平安 县\n", encoding="utf-8")
    with pytest.raises(RegionFileError, match=r"region-ordinary-words.txt:2: '县' is a single"):
        load_gazetteer(reference)
