"""`GET /metrics` for Prometheus: counts only, never content."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

router = APIRouter()

MESSAGES = Counter("tongxing_messages", "Messages answered", ["channel", "outcome"])


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """All metrics of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
