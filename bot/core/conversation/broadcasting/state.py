"""Where the writing of a broadcast stands; kept with the conversation, encrypted like all of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """What is awaited."""

    TITLE = "title"
    TEXT = "text"
    EASY = "easy"
    AUDIENCE = "audience"


@dataclass(frozen=True)
class Compose:
    """What has been written so far. `number`: of the broadcast that is changed, none for a new one.

    `only`: just this is asked, the rest stays as it is.
    """

    stage: Stage = Stage.TITLE
    title: str = ""
    text: str = ""
    easy_text: str = ""
    number: str | None = None
    only: bool = False

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited: it is under way until it is kept or given up."""
        return True


def to_document(compose: Compose) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    return {**asdict(compose), "stage": compose.stage.value}


def from_document(document: dict[str, Any]) -> Compose:
    """The inverse of `to_document`."""
    known = {name: document[name] for name in ("title", "text", "easy_text", "number", "only")}
    return Compose(Stage(document["stage"]), **known)
