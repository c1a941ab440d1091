"""The language model's server on this machine: set up when missing, started, watched, started again."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import structlog

from bot.interpreters.active_model import ActiveModel
from bot.interpreters.nlu_project import NluFailure, NluProject, Progress, stop
from bot.settings import Settings

log = structlog.get_logger()

START_SECONDS = 90
PROBE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 60

GRACE_SECONDS = 6
"""How long the server of a model that was replaced still answers: longer than anybody waits for it."""

Report = Callable[[Progress], None]
OnReady = Callable[[bool], None]
OnMoved = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class _Running:
    """A server that answers, and the model it has loaded."""

    process: asyncio.subprocess.Process
    port: int
    model: str


class LocalNlu:
    """One server of the NLU project; other commands on this machine find it by the address it leaves in `var/`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._project = NluProject(settings.nlu_dir)
        self._active = ActiveModel(settings)
        self._refused = ""
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
                base = await self._project.fingerprint()
                process = await self._project.serve(port, self._active.path(self._active.choice(base).name, base))
                await self._until_ready(process, port)
                address = _address(port)
            except NluFailure as failure:
                sys.stderr.write(f"语义理解现在用不了，只能按关键词回答。{failure}\n")
                address = ""
            yield address
        finally:
            if process is not None:
                await stop(process)

    async def keep_running(self, port: int, on_ready: OnReady, report: Report, on_moved: OnMoved) -> None:
        """Set up if needed, then serve on `port` until cancelled; a server that dies is started again.

        When another model is chosen, its server is started beside, and `on_moved` hears its address once it answers;
        only then the one before ends.
        """
        pause = 1.0
        while True:
            try:
                await self.prepare(report)
                await self._serve_until_it_ends(port, on_ready, on_moved)
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

    async def _serve_until_it_ends(self, port: int, on_ready: OnReady, on_moved: OnMoved) -> None:
        base = await self._project.fingerprint()
        running = await self._started(port, base)
        try:
            await self._found_at(running.port, port, on_moved)
            on_ready(True)
            while not await self._ended(running, base):
                before, running = running, await self._beside(running, base)
                if running is not before:
                    await self._found_at(running.port, port, on_moved)
                    try:
                        await asyncio.sleep(GRACE_SECONDS)
                    finally:
                        await stop(before.process)
            log.warning("nlu_ended", code=running.process.returncode)
        finally:
            await stop(running.process)
            if running.port != port:
                await on_moved(_address(port))  # where the next one will be

    async def _found_at(self, port: int, first: int, on_moved: OnMoved) -> None:
        """Other commands find it there, and so does this process."""
        self._settings.var_dir.mkdir(parents=True, exist_ok=True)
        self._address_file.write_text(_address(port), encoding="utf-8")
        if port != first:
            await on_moved(_address(port))

    async def _started(self, port: int, base: str) -> _Running:
        chosen = self._active.choice(base).name
        model = base if chosen == self._refused else chosen
        process = await self._project.serve(port, self._active.path(model, base))
        try:
            await self._until_ready(process, port)
        except BaseException as error:
            if isinstance(error, NluFailure) and model != base:
                self._refused = model
            await stop(process)
            raise
        return _Running(process, port, model)

    async def _beside(self, running: _Running, base: str) -> _Running:
        """The server of the model that was chosen, or the one there is if that does not start."""
        try:
            return await self._started(free_port(), base)
        except NluFailure as failure:
            log.error("nlu_not_switched", reason=str(failure))
            return running

    async def _ended(self, running: _Running, base: str) -> bool:
        """Waits until the server ends or falls silent; `False` as soon as another model is chosen."""
        other = asyncio.ensure_future(self._until_other_model(running.model, base))
        await _first(running.process.wait(), self._until_silent(running.port), other)
        return not other.done() or other.cancelled()

    async def _until_other_model(self, model: str, base: str) -> None:
        while True:
            await asyncio.sleep(PROBE_SECONDS)
            if self._active.choice(base).name not in (model, self._refused):
                return

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
