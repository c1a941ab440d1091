"""A console on a fresh database, and browsers of staff who have signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.console.staff import ADMIN, AUDITOR, EDITOR, Place, Somebody, console


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """The console; its clock stands still until it is told otherwise."""
    async with console(tmp_path) as place:
        yield place


@pytest.fixture
async def admin(place: Place) -> Somebody:
    """An admin of the whole country."""
    return await place.sign_in(ADMIN)


@pytest.fixture
async def editor(place: Place) -> Somebody:
    """An editor of 砚山县."""
    return await place.sign_in(EDITOR)


@pytest.fixture
async def auditor(place: Place) -> Somebody:
    """An auditor of 云南省."""
    return await place.sign_in(AUDITOR)
