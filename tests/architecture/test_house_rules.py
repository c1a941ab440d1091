"""Review remarks that became checks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.catalog.content import load_phrases
from bot.settings import ROOT, Settings

CODE = sorted((ROOT / "bot").rglob("*.py"))
MIGRATIONS = ROOT / "bot" / "storage" / "migrations"


def test_files_stay_short_enough_to_find_ones_way() -> None:
    long = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{path.name}:{node.name}"
        for path in CODE
        if MIGRATIONS not in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno > 60
    ]
    assert long == []


def test_names_say_what_is_inside() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [path for path in CODE if path.stem in empty or set(path.parent.parts) & empty] == []


def test_no_figure_of_a_policy_stands_in_the_code_or_the_wording() -> None:
    amounts = re.compile(r"(?<![.:])\d+(?:\.\d+)?\s*(?:元|万元|%|人以上|个月|周岁)")
    wording = sorted((ROOT / "data" / "content").rglob("*.yaml"))
    found = [
        (path.name, figure)
        for path in (*CODE, *wording)
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith(("#", '"""'))
        for figure in amounts.findall(re.sub(r'""".*?"""|#.*', "", line))
    ]
    assert found == []


def test_every_phrase_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    families = tuple(re.findall(r'f"([a-z_]+_)\{', code))
    keys = sorted(load_phrases(Settings().content_dir).keys())
    unused = [key for key in keys if f'"{key}"' not in code and not key.startswith(families)]
    assert unused == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_exceptions_are_not_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            only_pass = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
            assert not only_pass, f"{path.name}:{node.lineno}"


def test_what_is_logged_is_never_text_names_numbers_or_addresses() -> None:
    private = {"text", "message", "body", "name", "phone", "address", "chat", "chat_id", "conversation", "question"}
    found = [
        f"{path.name}:{node.lineno} {keyword.arg}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
        for keyword in node.keywords
        if keyword.arg in private
    ]
    assert found == []


def test_every_test_file_has_a_name_of_its_own() -> None:
    """Pytest imports test files by their bare names: two of one name stop the whole run."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
