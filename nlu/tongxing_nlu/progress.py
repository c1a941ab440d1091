"""Progress as one JSON object a line on standard output; silent unless a command switches it on."""

from __future__ import annotations

import json
from typing import TextIO

_stream: TextIO | None = None


def report_to(stream: TextIO | None) -> None:
    """Where progress lines go."""
    global _stream
    _stream = stream


def report(stage: str, done: float) -> None:
    """Say how far a stage is, from 0 to 1."""
    if _stream is not None:
        _stream.write(json.dumps({"stage": stage, "done": round(done, 3)}, ensure_ascii=False) + "\n")
        _stream.flush()
