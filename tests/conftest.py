from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import structlog


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: many tests wait for a browser, a process or a limit."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def fresh_logging() -> Iterator[None]:
    """A command run within a test binds the log to that test's streams, which are closed afterwards."""
    yield
    structlog.reset_defaults()
