"""From a file to a document with its clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.importing.clauses import part_clauses
from bot.importing.document import ImportedDocument, SplitClause
from bot.importing.front_matter import front_matter
from bot.importing.paragraphs import paragraphs
from bot.importing.parts import parts_of
from bot.importing.problems import Reason, UnreadableDocumentError
from bot.importing.reading import content_of, read_blocks


def split_document(path: Path) -> ImportedDocument:
    """Read `path` and split it. Raises `UnreadableDocumentError` with a sentence to show."""
    return split_bytes(path.name, content_of(path))


def split_bytes(name: str, data: bytes) -> ImportedDocument:
    """Split what is in a file of this name. Raises `UnreadableDocumentError`."""
    blocks = paragraphs(read_blocks(name, data))
    front = front_matter(blocks, Path(name).stem)
    # Where nothing looks like running text, everything below the title is.
    body = blocks[front.body :] or blocks[1:]
    clauses = _told_apart(clause for part in parts_of(body) for clause in part_clauses(part))
    if not clauses:
        raise UnreadableDocumentError(Reason.EMPTY)
    return ImportedDocument(front.title, front.number, front.issuer, front.issued, clauses)


def _told_apart(clauses: Iterable[SplitClause]) -> tuple[SplitClause, ...]:
    """No two clauses under one id: a second 三 is cited as 三·2."""
    seen: Counter[str] = Counter()
    found: list[SplitClause] = []
    for clause in clauses:
        if not clause.text.strip():
            continue
        seen[clause.id] += 1
        times = seen[clause.id]
        found.append(clause if times == 1 else SplitClause(f"{clause.id}·{times}", clause.text))
    return tuple(found)
