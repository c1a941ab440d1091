"""A model learns corrections, is compared, and takes over unless it is worse; one training at a time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from bot.services.learning.learning_ports import (
    Correction,
    Figures,
    ModelState,
    Report,
    Stage,
    TrainingFailed,
)
from bot.services.learning.train_model import TrainModel
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import FixedClock

MAY_FALL = {"intent_accuracy": 0.01}


class FakeWorkshop:
    """Models are as good as they are told to be; a training can be held up."""

    def __init__(self, figures: Mapping[str, float]) -> None:
        self.goodness = figures
        self.on, self.previous = "own", ""
        self.trained: list[Sequence[tuple[str, str]]] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.began = asyncio.Event()
        self.fails = False

    async def state(self) -> ModelState | None:
        return ModelState(self.on, self.on != "own", bool(self.previous))

    async def train(self, examples: Sequence[tuple[str, str]], report: Report) -> str:
        await report("topics", 0.5)
        self.began.set()
        await self.go_on.wait()
        if self.fails:
            raise TrainingFailed("it broke")
        self.trained.append(examples)
        return "new" if examples else "own"

    async def measured(self, model: str | None = None) -> Figures:
        return {"intent_accuracy": self.goodness[model or self.on]}

    async def switch_on(self, model: str) -> None:
        self.on, self.previous = model, self.on

    async def go_back(self) -> bool:
        self.on, self.previous = self.previous, self.on
        return bool(self.on)


def trainer(units: SqlUnitsOfWork, workshop: FakeWorkshop, holder: str = "a") -> TrainModel:
    return TrainModel(workshop, MAY_FALL, units, FixedClock(), holder)


async def teach(units: SqlUnitsOfWork) -> None:
    async with units() as work:
        await work.corrections.add(
            Correction("c" * 32, "修轮椅找谁", "institutions", "532622", "王芳", dt.date(2026, 11, 21))
        )
        await work.commit()


@pytest.mark.parametrize(("after", "stage", "on"), [(0.95, Stage.SWITCHED, "new"), (0.9, Stage.WORSE, "own")])
async def test_a_model_that_is_not_worse_takes_over(units: SqlUnitsOfWork, after: float, stage: Stage, on: str) -> None:
    workshop = FakeWorkshop({"own": 0.955, "new": after})
    await teach(units)
    await trainer(units, workshop).ask("王芳")
    ended = await trainer(units, workshop).run()
    assert ended is not None and (ended.stage, workshop.on) == (stage, on)
    assert (ended.before, ended.after) == ({"intent_accuracy": 0.955}, {"intent_accuracy": after})
    assert workshop.trained == [[("修轮椅找谁", "institutions")]]
    (shown,) = await trainer(units, workshop).latest()
    assert shown == ended


async def test_without_anything_new_the_model_stays(units: SqlUnitsOfWork) -> None:
    workshop = FakeWorkshop({"own": 0.9})
    await trainer(units, workshop).ask("王芳")
    ended = await trainer(units, workshop).run()
    assert ended is not None and ended.stage is Stage.UNCHANGED and workshop.on == "own"


async def test_two_processes_do_not_train_at_once(units: SqlUnitsOfWork) -> None:
    workshop = FakeWorkshop({"own": 0.9, "new": 0.9})
    await teach(units)
    first, second = trainer(units, workshop, "a"), trainer(units, workshop, "b")
    asked = await first.ask("王芳")
    workshop.go_on.clear()
    running = asyncio.create_task(first.run())
    await workshop.began.wait()
    assert await second.run() is None
    assert (await second.ask("周敏")).id == asked.id, "the one that is under way"
    workshop.go_on.set()
    ended = await running
    assert ended is not None and ended.stage is Stage.SWITCHED and len(workshop.trained) == 1
    assert await second.run() is None, "nothing is left to do"


async def test_one_that_broke_off_is_begun_anew_and_one_that_fails_is_told(units: SqlUnitsOfWork) -> None:
    workshop = FakeWorkshop({"own": 0.9, "new": 0.9})
    await teach(units)
    await trainer(units, workshop).ask("王芳")
    workshop.go_on.clear()
    dying = asyncio.create_task(trainer(units, workshop, "a").run())
    await workshop.began.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    workshop.go_on.set()
    workshop.fails = True
    ended = await trainer(units, workshop, "b").run()
    assert ended is not None and ended.stage is Stage.FAILED and workshop.on == "own"


async def test_where_somebody_else_runs_the_model_nothing_is_trained(units: SqlUnitsOfWork) -> None:
    elsewhere = TrainModel(None, MAY_FALL, units, FixedClock(), "a")
    assert not elsewhere.is_possible and await elsewhere.run() is None and not await elsewhere.go_back()
