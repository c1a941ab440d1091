"""The NLU project beside the service: its environment, its training, its server process."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

PYTHON = Path(".venv") / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


class NluFailure(Exception):
    """A step failed; says which, and the last lines it printed (they never hold a person's text)."""


@dataclass(frozen=True)
class Progress:
    """How far a step is, from 0 to 1."""

    step: str
    done: float


class NluProject:
    """Runs the commands of `nlu/` in its own environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_installed(self) -> bool:
        """Whether the environment was built completely from today's pyproject: the mark is written last."""
        return self._mark.exists() and self._mark.read_text() == self._wanted() and (self.folder / PYTHON).exists()

    async def install(self) -> None:
        """Build the environment. Needs `uv`, which also finds or fetches the right Python."""
        uv = os.environ.get("UV") or shutil.which("uv")
        if uv is None:
            raise NluFailure("没有找到 uv，装不了语义理解的环境；请先安装 uv。")
        await self._run("安装", uv, "sync", "--no-dev", "--inexact")
        self._mark.write_text(self._wanted())

    @property
    def _mark(self) -> Path:
        return self.folder / ".venv" / ".complete"

    def _wanted(self) -> str:
        return hashlib.sha256((self.folder / "pyproject.toml").read_bytes()).hexdigest()

    async def fingerprint(self) -> str:
        """Hash of data, configuration and code: names the model that belongs to them."""
        return (await self._run("指纹", *self._python("tongxing_nlu.fingerprint"))).strip().splitlines()[-1]

    async def current_model(self) -> Path | None:
        """The model trained from today's data, if there is one."""
        path = self.folder / "models" / f"{await self.fingerprint()}.tar.gz"
        return path if path.exists() else None

    async def train(self, corrections: Path | None = None, target: Path | None = None) -> AsyncIterator[Progress]:
        """Train, telling how far it is: the project's own model, or with `corrections` besides one into `target`."""
        more = () if corrections is None else ("--corrections", str(corrections), "--target", str(target))
        process = await self._start(*self._python("tongxing_nlu.train"), *more, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                if line.startswith(b"{"):
                    document = orjson.loads(line)
                    yield Progress(str(document["stage"]), float(document["done"]))
            if await process.wait() != 0:
                raise NluFailure("训练没有成功，请运行 tongxing nlu train 查看原因。")
        finally:
            await stop(process)

    async def serve(self, port: int, model: Path | None = None) -> asyncio.subprocess.Process:
        """Start the server of a model; of the project's own without one."""
        which = () if model is None else ("--model", str(model))
        command = (*self._python("tongxing_nlu.server"), "--port", str(port), "--with-parent", *which)
        return await self._start(*command, stdin=asyncio.subprocess.PIPE)

    async def figures(self, files: Sequence[Path], model: Path) -> Mapping[str, float]:
        """How well a model reads these sentences: the figures of `tongxing_nlu.evaluate`, without their details."""
        command = (*self._python("tongxing_nlu.evaluate"), *map(str, files), "--model", str(model), "--json")
        document = orjson.loads(await self._run("评测", *command))
        return {name: float(value) for name, value in document.items() if isinstance(value, int | float)}

    async def run(self, module: str, *arguments: str) -> int:
        """Run a module of the project with this terminal's output; returns its exit code."""
        process = await self._start(*self._python(module), *arguments, stdout=None)
        return await process.wait()

    def _python(self, module: str) -> tuple[str, ...]:
        return (str(self.folder / PYTHON), "-m", module)

    def _environment(self) -> Mapping[str, str]:
        """Without the service's own virtual environment, and without telemetry."""
        kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        return kept | {"RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"}

    async def _start(
        self,
        *command: str,
        stdin: int = asyncio.subprocess.DEVNULL,
        stdout: int | None = asyncio.subprocess.DEVNULL,
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, env=self._environment(), stdin=stdin, stdout=stdout
        )

    async def _run(self, step: str, *command: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=self.folder,
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        if process.returncode != 0:
            raise NluFailure(f"{step}没有成功：{err.decode(errors='replace')[-400:].strip()}")
        return out.decode()


async def stop(process: asyncio.subprocess.Process) -> None:
    """End a process: first politely, after five seconds for certain."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        process.kill()
        await process.wait()
