"""Which model is to answer on this machine: the project's own, or one that has learnt from corrections.

It stands in `var/nlu/active.json`, which running servers look at again and again. A choice holds for one state of the
project only: when its data or code change, the project's own model answers until somebody trains again.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from bot.settings import Settings


@dataclass(frozen=True)
class Choice:
    """`base` is the fingerprint of the project; a model of that name is the project's own."""

    base: str
    name: str
    previous: str | None = None


class ActiveModel:
    """The choice, and where models lie."""

    def __init__(self, settings: Settings) -> None:
        self._own = settings.nlu_dir / "models"
        self._folder = settings.var_dir / "nlu"
        self._file = self._folder / "active.json"

    def choice(self, base: str) -> Choice:
        """What was chosen for this state of the project; its own model if nothing was, or if that is gone."""
        try:
            chosen = Choice(**orjson.loads(self._file.read_bytes()))
        except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
            return Choice(base, base)
        return chosen if chosen.base == base and self.path(chosen.name, base).exists() else Choice(base, base)

    def path(self, name: str, base: str) -> Path:
        """Where a model lies, or would lie."""
        return (self._own if name == base else self._folder / "models") / f"{name}.tar.gz"

    def choose(self, name: str, base: str) -> None:
        """It is to answer from now on; older ones than the one before are deleted."""
        before = self.choice(base)
        if before.name != name:
            self._write(Choice(base, name, before.name))
            kept = {self.path(each, base) for each in (name, before.name)}
            for model in self.path("", "other").parent.glob("*.tar.gz"):
                if model not in kept:
                    model.unlink()

    def go_back(self, base: str) -> bool:
        """The one before is to answer; whether there is one."""
        now = self.choice(base)
        if now.previous is None or not self.path(now.previous, base).exists():
            return False
        self._write(replace(now, name=now.previous, previous=now.name))
        return True

    def _write(self, choice: Choice) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".unfinished")
        unfinished.write_bytes(orjson.dumps(asdict(choice)))
        os.replace(unfinished, self._file)
