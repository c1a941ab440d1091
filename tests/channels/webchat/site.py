"""The web application over the small service of the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from bot.api.app import Parts, build_app
from bot.services.conversation.converse import Converse
from tests.builders import small_service

NOWHERE = "http://127.0.0.1:9"


@asynccontextmanager
async def site(var_dir: Path, converse: Converse | None = None) -> AsyncIterator[FastAPI]:
    """The application on an empty database under `var_dir`."""
    service = await small_service(var_dir)
    understanding = service.understanding(NOWHERE)
    served = converse or service.converse_with()
    try:
        yield build_app(Parts(served, understanding, service.knowledge, service.engine, service.units_of_work))
    finally:
        await understanding.close()
        await service.close()
