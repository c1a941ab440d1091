"""The language model's server on this machine: set up when missing, started, watched, started again."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import structlog

from bot.interpreters.nlu_project import NluFailure, NluProject, Progress, stop
from bot.settings import Settings

log = structlog.get_logger()

START_SECONDS = 90
PROBE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 60

Report = Callable[[Progress], None]


class LocalNlu:
    """One server of the NLU project; other commands on this machine find it by the address it leaves in `var/`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._project = NluProject(settings.nlu_dir)
        self._address_file = settings.var_dir / "nlu-address"

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[str]:
        """Address of a server that answers: the configured one, one that runs already, or one for the while.

        Empty, with the reason on stderr, if none can be had: keywords and search still work.
        """
        running = self._settings.nlu_url or await self._running()
        if running:
            yield running
            return
        port, process = free_port(), None
        try:
            try:
                await self.prepare(_to_stderr)
                process = await self._project.serve(port)
                await self._until_ready(process, port)
                address = _address(port)
            except NluFailure as failure:
                sys.stderr.write(f"语义理解现在用不了，只能按关键词回答。{failure}\n")
                address = ""
            yield address
        finally:
            if process is not None:
                await stop(process)

    async def keep_running(self, port: int, on_ready: Callable[[bool], None], report: Report) -> None:
        """Set up if needed, then serve on `port` until cancelled; a server that dies is started again."""
        pause = 1.0
        while True:
            try:
                await self.prepare(report)
                await self._serve_until_it_ends(port, on_ready)
                pause = 1.0
            except NluFailure as failure:
                log.error("nlu_failed", reason=str(failure))
            finally:
                self._address_file.unlink(missing_ok=True)
            on_ready(False)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def prepare(self, report: Report) -> None:
        """Install and train what is missing or stale."""
        if not self._project.is_installed():
            report(Progress("install", 0.0))
            await self._project.install()
            report(Progress("install", 1.0))
        if await self._project.current_model() is None:
            async for progress in self._project.train():
                report(progress)

    async def _serve_until_it_ends(self, port: int, on_ready: Callable[[bool], None]) -> None:
        process = await self._project.serve(port)
        try:
            await self._until_ready(process, port)
            self._settings.var_dir.mkdir(parents=True, exist_ok=True)
            self._address_file.write_text(_address(port), encoding="utf-8")
            on_ready(True)
            await _first(process.wait(), self._until_silent(port))
            log.warning("nlu_ended", code=process.returncode)
        finally:
            await stop(process)

    async def _until_ready(self, process: asyncio.subprocess.Process, port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not await answers(_address(port)):
            if process.returncode is not None or time.monotonic() > deadline:
                raise NluFailure("语义理解服务没有启动起来。")
            await asyncio.sleep(0.2)

    async def _until_silent(self, port: int) -> None:
        """Returns when the server has not answered three times in a row."""
        missed = 0
        while missed < 3:
            await asyncio.sleep(PROBE_SECONDS)
            missed = 0 if await answers(_address(port)) else missed + 1

    async def _running(self) -> str:
        """Address of the server that `tongxing serve` runs on this machine, if it answers."""
        try:
            address = self._address_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        return address if await answers(address) else ""


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def answers(address: str) -> bool:
    """Whether a server with a loaded model answers there."""
    try:
        async with httpx.AsyncClient(timeout=PROBE_SECONDS, trust_env=False) as client:
            return (await client.get(f"{address}/status")).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _to_stderr(progress: Progress) -> None:
    sys.stderr.write(f"准备语义理解：{progress.step} {progress.done:.0%}\n")


async def _first(*works: Awaitable[object]) -> None:
    """Waits for the first to end and drops the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
