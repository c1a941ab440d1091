"""Trains the language model when staff ask for it."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.learning.train_model import TrainModel

log = structlog.get_logger()

EVERY_SECONDS = 3.0


async def train_when_asked(training: TrainModel) -> None:
    """Until cancelled. A training that broke off with its process is begun anew."""
    while True:
        try:
            ended = await training.run()
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it looks again
            log.error("training_not_done", error=type(error).__name__)
        else:
            if ended is not None:
                log.info("training_ended", stage=ended.stage.value, examples=ended.examples)
        await asyncio.sleep(EVERY_SECONDS)
