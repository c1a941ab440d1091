"""Finished parts of a result in a folder beside it, so that work that was cut off goes on where it stopped."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc as pa_ipc

from bot.screening.judging import Judged

MANIFEST = "manifest.json"
COUNTS = b"counts"


class Parts:
    """The parts of one result; `manifest` says from what they are made: with another one they are useless."""

    def __init__(self, out: Path, manifest: Mapping[str, str]) -> None:
        self._folder = out.with_name(out.name + ".parts")
        self._manifest = dict(manifest)

    def differing(self) -> list[str] | None:
        """What has changed since parts were left here; `None` if there are none."""
        try:
            left = json.loads((self._folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return sorted(key for key in left.keys() | self._manifest.keys() if left.get(key) != self._manifest.get(key))

    def begin(self) -> None:
        """Start anew, without what was left here."""
        self.remove()
        self._folder.mkdir(parents=True)
        _write(self._folder / MANIFEST, json.dumps(self._manifest, ensure_ascii=False, indent=1).encode())

    def finished(self) -> int:
        """How many parts there are; they are made one after the other."""
        return len(list(self._folder.glob("*.arrow")))

    def store(self, number: int, judged: Judged) -> None:
        """Keep a part; it appears whole or not at all."""
        counts = json.dumps(judged.counts, ensure_ascii=False).encode()
        table = judged.table.replace_schema_metadata({COUNTS: counts})
        sink = pa.BufferOutputStream()
        with pa_ipc.new_file(sink, table.schema, options=pa_ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_table(table)
        _write(self._file(number), sink.getvalue())

    def load(self, number: int) -> Judged:
        """A part that was kept."""
        with pa.memory_map(str(self._file(number))) as source:
            table = pa_ipc.open_file(source).read_all()
        return Judged(table.replace_schema_metadata(), json.loads(table.schema.metadata[COUNTS]))

    def remove(self) -> None:
        """Throw everything away."""
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:06d}.arrow"


def _write(file: Path, content: bytes | pa.Buffer) -> None:
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, file)
