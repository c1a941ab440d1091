"""Finds all wording in the data: texts with their easy-read forms, labels, and single sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from bot.catalog.content_rules import STAFF, Scope
from bot.core.wording.pieces import Form, Piece
from bot.core.wording.rules import Finding

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def pieces_of(root: Path, scope: Scope) -> Iterator[Piece]:
    """Every piece of every file under `root`, in order."""
    for files in scope.files:
        for path in sorted(root.glob(files.path)):
            name = path.relative_to(root).as_posix()
            if any(fnmatchcase(name, pattern) for pattern in scope.left_out):
                continue
            kind = next((kind for pattern, kind in scope.kind_of.items() if fnmatchcase(name, pattern)), files.kind)
            reading = _Reading(name, kind, scope)
            yield from reading.of(yaml.safe_load(path.read_text(encoding="utf-8")), ())


def excepted(finding: Finding, scope: Scope) -> bool:
    """Whether it is left as it is."""
    return any(
        each.rule is finding.rule and fnmatchcase(finding.file, each.file) and fnmatchcase(finding.key, each.key)
        for each in scope.exceptions
    )


class _Reading:
    """Reads one file."""

    def __init__(self, file: str, kind: str, scope: Scope) -> None:
        self._file, self._kind, self._scope = file, kind, scope

    def of(self, node: Any, path: Sequence[str]) -> Iterator[Piece]:
        if isinstance(node, Mapping):
            yield from self._of_entry(node, path)
        elif isinstance(node, list):
            for index, each in enumerate(node):
                named = each.get("id", index) if isinstance(each, Mapping) else index
                yield from self.of(each, (*path, str(named)))
        elif isinstance(node, str) and _CHINESE.search(node) and self._is_said(path):
            yield self._piece(path, Form.NAME, node)

    def _of_entry(self, node: Mapping[Any, Any], path: Sequence[str]) -> Iterator[Piece]:
        paired: set[str] = set()
        for pair in self._scope.pairs:
            text = node.get(pair.standard)
            if not isinstance(text, str) or pair.only not in (None, self._kind):
                continue
            easy = node.get(pair.easy)
            if easy is None and pair.standard != "standard" and pair.only is None:
                continue  # `text` and `question` are also names of other things
            paired |= {pair.standard, pair.easy}
            yield self._piece((*path, pair.standard), Form.STANDARD, text)
            if self._kind != STAFF or easy is not None:
                yield self._piece((*path, pair.easy), Form.EASY, easy if isinstance(easy, str) else None)
        for key, each in node.items():
            if key not in paired:
                yield from self.of(each, (*path, str(key)))

    def _is_said(self, path: Sequence[str]) -> bool:
        """Files of the wording hold nothing else; in others only what the rules name as a name is said."""
        return self._file.startswith("data/content/") or path[-1] in self._scope.names

    def _piece(self, path: Sequence[str], form: Form, text: str | None) -> Piece:
        return Piece(self._file, ".".join(path), form, text, self._kind)
