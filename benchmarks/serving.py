"""Starts the service as a user would, and measures how soon it is there and how much memory it takes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PORT = 8765
PATIENCE_SECONDS = 900


@dataclass(frozen=True)
class Serving:
    """A running service."""

    port: int
    listening_after: float
    ready_after: float
    process: subprocess.Popen[bytes]

    def memory_megabytes(self) -> dict[str, float]:
        """Resident memory of the service and of the processes it started, by role."""
        service = self.process.pid
        children = _descendants(service)
        nlu = sum(_resident(pid) for pid in children if b"tongxing_nlu" in _command(pid))
        own = sum(_resident(pid) for pid in (service, *children) if b"tongxing_nlu" not in _command(pid))
        return {"service": own, "nlu": nlu, "in all": own + nlu}


@contextlib.contextmanager
def serving(var_dir: Path) -> Iterator[Serving]:
    """`tongxing serve` on an empty database, from the start to ready and until the block ends."""
    environment = os.environ | {"TONGXING_VAR_DIR": str(var_dir)}
    command = [sys.executable, "-m", "bot.cli.main", "serve", "--port", str(PORT)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        listening = _until(f"http://127.0.0.1:{PORT}/healthz", process, began)
        ready = _until(f"http://127.0.0.1:{PORT}/readyz", process, began)
        yield Serving(PORT, listening, ready, process)
    finally:
        process.terminate()
        process.wait(30)


def _until(address: str, process: subprocess.Popen[bytes], began: float) -> float:
    """Seconds from `began` until the address answers 200."""
    while time.perf_counter() - began < PATIENCE_SECONDS:
        if process.poll() is not None:
            raise RuntimeError("the service ended before it was ready")
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(address, timeout=2)
            return time.perf_counter() - began
        time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer in time")


def _descendants(pid: int) -> list[int]:
    parents = {int(entry.name): _parent(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found = [child for child, parent in parents.items() if parent == pid]
    return [*found, *(deeper for child in found for deeper in _descendants(child))]


def _parent(entry: Path) -> int:
    with contextlib.suppress(OSError):
        return int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0
