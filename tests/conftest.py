from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def fresh_logging() -> Iterator[None]:
    """A command run within a test binds the log to that test's streams, which are closed afterwards."""
    yield
    structlog.reset_defaults()
