"""What an employer told for the levy so far; kept with the conversation, encrypted like all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOPIC = "levy"
TOPICS = (TOPIC, "levy_reduction")
"""Topics on which somebody may want their own levy computed."""


@dataclass(frozen=True)
class LevyForm:
    """`said`: values as they were told, by the fields of `LevyInput` and `payroll`, the wages of all in a year.

    `asked`: the field of the open question. `history`: the fields told by each message, oldest first. `skipped`:
    fields that are not known. `vague`: told only roughly. `unclear`: wages of which it is not known whether they are a
    month's or a year's, one's or all people's. `agreed`: whether dispatched people count here by agreement.
    `thorough`: whether everything worth knowing is asked before the amount is told again. `spoke`: the turn in which
    this dialogue spoke last, `page` the part of the details shown last.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    history: tuple[tuple[str, ...], ...] = ()
    skipped: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    unclear: Mapping[str, str] = field(default_factory=dict)
    agreed: bool | None = None
    thorough: bool = True
    spoke: int = 0
    page: int = 0

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited."""
        return self.asked is not None


def to_document(form: LevyForm) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    return {
        "said": dict(form.said),
        "asked": form.asked,
        "history": [list(fields) for fields in form.history],
        "skipped": list(form.skipped),
        "vague": list(form.vague),
        "unclear": dict(form.unclear),
        "agreed": form.agreed,
        "thorough": form.thorough,
        "spoke": form.spoke,
        "page": form.page,
    }


def from_document(document: dict[str, Any]) -> LevyForm:
    """The inverse of `to_document`."""
    return LevyForm(
        said=document["said"],
        asked=document["asked"],
        history=tuple(tuple(fields) for fields in document["history"]),
        skipped=tuple(document["skipped"]),
        vague=tuple(document["vague"]),
        unclear=document["unclear"],
        agreed=document["agreed"],
        thorough=document["thorough"],
        spoke=document["spoke"],
        page=document["page"],
    )
