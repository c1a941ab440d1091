"""The task under way as it is kept with the conversation."""

from __future__ import annotations

from typing import Any

from bot.core.conversation.interview import state as interview
from bot.core.conversation.interview.state import Interview

Task = Interview


def task_document(task: Task) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    return {"kind": "interview", **interview.to_document(task)}


def task_from_document(document: dict[str, Any]) -> Task:
    """The inverse of `task_document`."""
    return interview.from_document(document)
