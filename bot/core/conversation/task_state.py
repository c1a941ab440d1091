"""The task under way as it is kept with the conversation."""

from __future__ import annotations

from typing import Any

from bot.core.conversation.interview import state as interview
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.levying import state as levying
from bot.core.conversation.levying.state import LevyForm

Task = Interview | LevyForm


def task_document(task: Task) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    if isinstance(task, LevyForm):
        return {"kind": "levy", **levying.to_document(task)}
    return {"kind": "interview", **interview.to_document(task)}


def task_from_document(document: dict[str, Any]) -> Task:
    """The inverse of `task_document`."""
    return levying.from_document(document) if document["kind"] == "levy" else interview.from_document(document)
