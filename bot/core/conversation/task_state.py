"""The task under way as it is kept with the conversation."""

from __future__ import annotations

from typing import Any

from bot.core.conversation.broadcasting import state as broadcasting
from bot.core.conversation.broadcasting.state import Compose
from bot.core.conversation.form import state as form
from bot.core.conversation.form.state import Form
from bot.core.conversation.interview import state as interview
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.levying import state as levying
from bot.core.conversation.levying.state import LevyForm

Task = Interview | LevyForm | Form | Compose


def task_document(task: Task) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    match task:
        case LevyForm():
            return {"kind": "levy", **levying.to_document(task)}
        case Form():
            return {"kind": "form", **form.to_document(task)}
        case Compose():
            return {"kind": "broadcast", **broadcasting.to_document(task)}
        case Interview():
            return {"kind": "interview", **interview.to_document(task)}


def task_from_document(document: dict[str, Any]) -> Task:
    """The inverse of `task_document`."""
    match document["kind"]:
        case "levy":
            return levying.from_document(document)
        case "form":
            return form.from_document(document)
        case "broadcast":
            return broadcasting.from_document(document)
        case _:
            return interview.from_document(document)
