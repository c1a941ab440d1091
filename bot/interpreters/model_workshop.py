"""Makes and compares models of the NLU project on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from bot.interpreters.active_model import ActiveModel
from bot.interpreters.corrections_file import voice, write_voice
from bot.interpreters.nlu_project import NluFailure, NluProject
from bot.services.learning.learning_ports import Figures, ModelState, Report, TrainingFailed
from bot.settings import Settings


class ModelWorkshop:
    """Models with corrections lie under `var/`; nothing is written into the project but its own model."""

    def __init__(self, settings: Settings, held_out: str) -> None:
        self._project = NluProject(settings.nlu_dir)
        self._active = ActiveModel(settings)
        self._held_out = settings.nlu_dir / held_out
        self._corrections = settings.var_dir / "nlu" / "corrections.yml"

    async def state(self) -> ModelState | None:
        """The model that answers; `None` before the first training."""
        if not self._project.is_installed():
            return None
        base = await self._project.fingerprint()
        choice = self._active.choice(base)
        if not self._active.path(choice.name, base).exists():
            return None
        return ModelState(choice.name, choice.name != base, choice.previous is not None)

    async def train(self, examples: Sequence[tuple[str, str]], report: Report) -> str:
        """Make the model; returns its name."""
        try:
            if not self._project.is_installed():
                await report("install", 0.0)
                await self._project.install()
            base = await self._project.fingerprint()
            name = base
            if examples:
                write_voice(self._corrections, examples)
                name = hashlib.sha256(f"{base}\n{voice(examples)}".encode()).hexdigest()[:20]
            await self._make(name, base, report)
        except (NluFailure, OSError) as failure:
            raise TrainingFailed(str(failure)) from None
        return name

    async def _make(self, name: str, base: str, report: Report) -> None:
        target = self._active.path(name, base)
        if target.exists():
            return
        more = () if name == base else (self._corrections, target)
        async for progress in self._project.train(*more):
            await report(progress.step, progress.done)

    async def measured(self, model: str | None = None) -> Figures:
        """Figures on all held-out sentences together."""
        try:
            base = await self._project.fingerprint()
            path = self._active.path(model or self._active.choice(base).name, base)
            return await self._project.figures(self._files(), path)
        except (NluFailure, OSError) as failure:
            raise TrainingFailed(str(failure)) from None

    async def switch_on(self, model: str) -> None:
        """It is to answer from now on."""
        self._active.choose(model, await self._project.fingerprint())

    async def go_back(self) -> bool:
        """The model before is to answer again."""
        return self._active.go_back(await self._project.fingerprint())

    def _files(self) -> list[Path]:
        return sorted(self._held_out.glob("*.tsv"))
