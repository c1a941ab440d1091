"""Another model takes over while questions go on: nobody waits, and nobody is answered by keywords."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.catalog.learning_rules import load_learning_rules
from bot.interpreters import local_nlu
from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.local_nlu import LocalNlu, free_port
from bot.interpreters.model_workshop import ModelWorkshop
from bot.interpreters.nlu_project import NluProject, Progress
from bot.interpreters.rasa_http import RasaInterpreter
from bot.interpreters.understanding import Understanding
from bot.settings import Settings
from tests.builders import small_dialogue

SECONDS = 120


def ignored(_: Progress) -> None:
    """Of no interest."""


async def test_switching_and_going_back_loses_no_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(var_dir=tmp_path)
    if not NluProject(settings.nlu_dir).is_installed():
        pytest.skip("the NLU environment is missing: uv run tongxing nlu train")
    monkeypatch.setattr(local_nlu, "PROBE_SECONDS", 0.2)
    monkeypatch.setattr(local_nlu, "GRACE_SECONDS", 0.5)
    workshop = ModelWorkshop(settings, load_learning_rules(settings.data_dir / "reference").held_out)
    port, moved, ready = free_port(), asyncio.Queue[str](), asyncio.Event()
    keywords = KeywordInterpreter(small_dialogue().setting.knowledge.catalogue)
    understanding = Understanding(RasaInterpreter(f"http://127.0.0.1:{port}", remembered=0), keywords)

    async def on_moved(address: str) -> None:
        await understanding.move_to(address)
        moved.put_nowait(address)

    serving = asyncio.create_task(
        LocalNlu(settings).keep_running(port, lambda is_ready: ready.set() if is_ready else None, ignored, on_moved)
    )
    try:
        await asyncio.wait_for(ready.wait(), SECONDS)
        degraded: list[bool] = []

        async def asking() -> None:
            while True:
                degraded.append((await understanding.interpret(f"残保金怎么算{len(degraded)}")).degraded)
                await asyncio.sleep(0.02)

        questions = asyncio.create_task(asking())
        own = await workshop.state()
        assert own is not None and not own.corrected
        other = (
            tmp_path / "nlu" / "models" / "other.tar.gz"
        )  # the same model under another name: training takes minutes
        other.parent.mkdir(parents=True)
        shutil.copy(settings.nlu_dir / "models" / f"{own.name}.tar.gz", other)
        await workshop.switch_on("other")
        first = await asyncio.wait_for(moved.get(), SECONDS)
        assert await workshop.go_back()
        second = await asyncio.wait_for(moved.get(), SECONDS)
        await asyncio.sleep(1)  # the server before has ended by then
        assert first != second and not questions.done()
        questions.cancel()
        assert len(degraded) > 50 and not any(degraded)
        now = await workshop.state()
        assert now is not None and now.name == own.name and now.has_previous
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await understanding.close()
