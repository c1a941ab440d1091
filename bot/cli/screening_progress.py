"""How far a screening is, and what is left of one that was cut off."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.screening.parts import Parts

SECONDS_BETWEEN = 1.0


class Progress:
    """Tells on stderr how many people are done and how fast, not more than once a second."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._from_before = 0
        self._started = self._told = time.monotonic()

    def go_on_after(self, people: int) -> None:
        """So many were done before."""
        self._from_before = min(people, self._people)
        sys.stderr.write(f"接着上次做：已经有 {self._from_before:,} 行。\n")

    def tell(self, done: int) -> None:
        """So many are done."""
        now = time.monotonic()
        if now - self._told < SECONDS_BETWEEN and done < self._people:
            return
        self._told = now
        rate = (done - self._from_before) / max(now - self._started, 0.001)
        sys.stderr.write(f"已判断 {done:,} / {self._people:,} 行，每秒 {rate:,.0f} 行。\n")
        sys.stderr.flush()


def parts_of(out: Path, made_from: Mapping[str, str], rows: int, progress: Progress) -> Parts:
    """The parts that the same work left beside `out`, or none."""
    parts = Parts(out, made_from)
    changed = parts.differing()
    if changed == []:
        progress.go_on_after(parts.finished() * rows)
        return parts
    if changed:
        sys.stderr.write(f"上次没做完的不能用了（变了：{'、'.join(changed)}），重新开始。\n")
    parts.begin()
    return parts


def fingerprint(folders: Iterable[Path]) -> str:
    """Differs as soon as any file in them does."""
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                found.update(f"{file.relative_to(folder)}\n{file.stat().st_size}\n".encode())
                found.update(file.read_bytes())
    return found.hexdigest()
