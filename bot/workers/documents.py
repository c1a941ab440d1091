"""Makes imported documents searchable in every process."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.policies.follow_documents import FollowDocuments

log = structlog.get_logger()

EVERY_SECONDS = 3.0


async def follow_documents(documents: FollowDocuments) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            if await documents.look():
                log.info("search_renewed")
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it looks again
            log.error("search_not_renewed", error=type(error).__name__)
