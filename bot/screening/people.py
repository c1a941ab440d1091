"""Where the people to be screened come from: a file or another source of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pyarrow as pa


class UnreadablePeople(Exception):
    """The people cannot be read; `str()` is a sentence to show, with what to do."""


class PeopleSource(Protocol):
    """People as rows of named columns, in an order that never changes while `fingerprint` stays the same."""

    @property
    def fingerprint(self) -> str:
        """Differs as soon as anybody or anything about anybody does."""
        ...

    @property
    def schema(self) -> pa.Schema:
        """The names and types of all columns."""
        ...

    def batches(self, columns: Sequence[str], rows: int, id_column: str | None = None) -> Iterator[pa.RecordBatch]:
        """The people with these columns, about `rows` at a time. Raises `UnreadablePeople`.

        All but the `id_column` hold few different texts and may come with each stated once.
        """
        ...


def blocks(
    source: PeopleSource, columns: Sequence[str], rows: int, id_column: str | None = None
) -> Iterator[pa.RecordBatch]:
    """The people in blocks of exactly `rows`, the last one excepted, however the source hands them out."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for batch in source.batches(columns, rows, id_column):
        waiting.append(batch)
        held += len(batch)
        while held >= rows:
            together = _joined(waiting)
            yield together.slice(0, rows)
            held -= rows
            waiting = [together.slice(rows)] if held else []
    if held:
        yield _joined(waiting)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    # Batches may bring dictionaries of their own.
    return pa.Table.from_batches(batches).unify_dictionaries().combine_chunks().to_batches()[0]
