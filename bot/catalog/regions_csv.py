"""Reads the region files under `data/reference/` into a gazetteer."""

import csv
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.core.regions import Amendment, FormerName, Gazetteer, Region
from bot.core.regions.region import level_of

REGIONS = "regions.csv"
AMENDMENTS = "region-amendments.yaml"
ORDINARY_WORDS = "region-ordinary-words.txt"

_COLUMNS = ["code", "name", "short_names", "pinyin"]
# The parser written in C reads the amendments ten times faster, where it was built.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RegionFileError(ValueError):
    """A malformed row: names the file and the line, and says what is wrong."""

    def __init__(self, file: str, line: int, complaint: str) -> None:
        super().__init__(f"{file}:{line}: {complaint}")


def load_gazetteer(reference_dir: Path) -> Gazetteer:
    """The gazetteer of the published table, its amendments and the words that are also names."""
    regions = tuple(_regions(reference_dir / REGIONS))
    codes = frozenset(region.code for region in regions)
    amendments = tuple(_amendments(reference_dir / AMENDMENTS, codes))
    return Gazetteer(regions, amendments, frozenset(_words(reference_dir / ORDINARY_WORDS)))


def _regions(path: Path) -> Iterator[Region]:
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != _COLUMNS:
            raise RegionFileError(path.name, 1, f"The columns must be {', '.join(_COLUMNS)}.")
        for row in rows:
            region = _region(row, path.name, rows.line_num)
            if region.code in seen:
                raise RegionFileError(path.name, rows.line_num, f"Code {region.code} appears twice.")
            seen.add(region.code)
            yield region


def _region(row: list[str], file: str, line: int) -> Region:
    if len(row) != len(_COLUMNS):
        raise RegionFileError(file, line, f"{len(_COLUMNS)} columns are needed, not {len(row)}.")
    code, name, short_names, pinyin = row
    if not _is_code(code):
        raise RegionFileError(file, line, f"The code {code!r} is not six digits.")
    if len(name) < 2:
        raise RegionFileError(file, line, f"The name {name!r} is shorter than two characters.")
    shorts = tuple(short_names.split("|")) if short_names else ()
    if any(len(short) < 2 for short in shorts):
        raise RegionFileError(file, line, "A short name has fewer than two characters.")
    return Region(code, name, shorts, level_of(code), pinyin)


def _amendments(path: Path, codes: frozenset[str]) -> Iterator[Amendment]:
    with path.open(encoding="utf-8") as file:
        try:
            root = yaml.compose(file, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RegionFileError(path.name, line, f"This is not YAML: {error.problem}.") from error
    if not isinstance(root, yaml.SequenceNode):
        raise RegionFileError(path.name, 1, "A list of amendments is needed.")
    for node in root.value:
        yield _amendment(node, path.name, codes)


def _amendment(node: yaml.Node, file: str, codes: frozenset[str]) -> Amendment:
    line = node.start_mark.line + 1
    entry = _plain(node)
    if not isinstance(entry, dict) or set(entry) != {"from", "to", "date", "source"}:
        raise RegionFileError(file, line, "An amendment has exactly from, to, date and source.")
    try:
        given_up = tuple(FormerName(each["code"], tuple(each["names"])) for each in entry["from"])
        successors = tuple(each["code"] for each in entry["to"])
    except (KeyError, TypeError) as error:
        raise RegionFileError(file, line, "from needs code and names, to needs code.") from error
    if not given_up or not successors or not all(former.names for former in given_up):
        raise RegionFileError(file, line, "from, its names and to must not be empty.")
    for code in (*successors, *(former.code for former in given_up)):
        if not _is_code(code):
            raise RegionFileError(file, line, f"The code {code!r} is not six digits.")
    unknown = [code for code in successors if code not in codes]
    if unknown:
        raise RegionFileError(file, line, f"{unknown[0]} in to is not in {REGIONS}.")
    return Amendment(given_up, successors)


def _plain(node: yaml.Node) -> object:
    """The node's value with every scalar left as the text that was written."""
    if isinstance(node, yaml.MappingNode):
        return {_plain(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _is_code(code: object) -> bool:
    return isinstance(code, str) and len(code) == 6 and code.isdigit()


def _words(path: Path) -> Iterator[str]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for word in line.partition("#")[0].split():
            if len(word) < 2:
                raise RegionFileError(path.name, number, f"{word!r} is a single character.")
            yield word
