"""Settings that must stand before Rasa is imported: no telemetry, no user text in logs, few threads."""

from __future__ import annotations

import logging
import os
import warnings


def prepare() -> None:
    """Set the environment and the log levels."""
    os.environ |= {
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "LOG_LEVEL_MATPLOTLIB": "ERROR",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "RASA_MAX_CACHE_SIZE": "0",
    }
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ.setdefault(threads, "1")
    warnings.simplefilter("ignore")
    logging.basicConfig(level=logging.WARNING)


def silence_rasa() -> None:
    """After the import: Rasa logs the text of messages at debug level, through structlog and logging."""
    import structlog

    for name in ("rasa", "sanic", "sanic.root", "sanic.access", "sanic.error", "apscheduler", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
