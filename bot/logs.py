"""Logging: ids and counts as JSON lines on stderr; never message text, names, numbers or addresses."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logging() -> None:
    """Send the service's own log and warnings of libraries to stderr."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    # These print request addresses, which hold tokens, at INFO.
    for name in ("httpx", "httpcore", "telegram", "jieba", "bm25s"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
