"""Screens everybody, block by block; while one block is judged the one before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.screening.judging import Counts, Judge, Judged
from bot.screening.parts import Parts
from bot.screening.reading import PeopleReader
from bot.screening.results import TableWriter, result_file
from bot.screening.summary import add_up

Progress = Callable[[int], None]
"""Told how many people are done."""


@dataclass(frozen=True)
class Screening:
    """Who is judged by what, `rows` at a time."""

    reader: PeopleReader
    judge: Judge
    rows: int

    def count(self, progress: Progress) -> Counts:
        """How many people are told what; nothing is written."""
        total: Counts = {}
        for judged in self._judged(0, progress):
            add_up(total, judged.counts)
        return total

    def make_parts(self, parts: Parts, progress: Progress, out: Path | None = None) -> Counts:
        """The same, with all parts of the result made that are not finished yet, and joined in the file `out`."""
        total: Counts = {}
        pending: Future[None] | None = None
        with ExitStack() as files, ThreadPoolExecutor(max_workers=1) as behind:
            writer: TableWriter | None = None
            for number, judged, is_new in self._all(parts, progress):
                add_up(total, judged.counts)
                if writer is None and out is not None:
                    writer = files.enter_context(result_file(out, judged.table.schema))
                if pending is not None:
                    pending.result()
                pending = behind.submit(_write, judged, number, parts if is_new else None, writer)
            if pending is not None:
                pending.result()
        return total

    def _all(self, parts: Parts, progress: Progress) -> Iterator[tuple[int, Judged, bool]]:
        """Every part by number, and whether it is new."""
        finished = parts.finished()
        for number in range(finished):
            yield number, parts.load(number), False
        for number, judged in enumerate(self._judged(finished, progress), start=finished):
            yield number, judged, True

    def _judged(self, skip: int, progress: Progress) -> Iterator[Judged]:
        done = skip * self.rows
        for block, _ in self.reader.blocks(self.rows, self.judge.facts, skip=skip):
            yield self.judge.judge(block)
            done += len(block)
            progress(done)


def _write(judged: Judged, number: int, parts: Parts | None, writer: TableWriter | None) -> None:
    if parts is not None:
        parts.store(number, judged)
    if writer is not None:
        writer.write_table(judged.table)
