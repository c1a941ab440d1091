"""Where a form stands; kept with the conversation, encrypted like all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """What is awaited."""

    REGION = "region"
    AGE = "age"
    CONSENT = "consent"
    QUESTION = "question"
    SUMMARY = "summary"
    ITEMS = "items"


@dataclass(frozen=True)
class Form:
    """`values`: what was told, by field, as JSON knows it (see `core.records.plain`); `skipped`: fields left out.

    `number`: the record that is changed, none for a new one. `asked`: the field, or the purpose, of the open question;
    `page` and `chosen` belong to a question with many options. `history`: answered fields, oldest first. `agreed` and
    `refused` are purposes, `old_enough` whether the person is of the age that the register asks for.
    """

    register: str
    region: str | None = None
    number: str | None = None
    stage: Stage = Stage.QUESTION
    asked: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    page: int = 0
    history: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    old_enough: bool = False

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited: a form is under way until it is handed in or put aside."""
        return True

    def telling(self, name: str, value: Any) -> Form:
        """With a field told, over what was said of it before."""
        kept = tuple(each for each in self.history if each != name)
        skipped = tuple(each for each in self.skipped if each != name)
        return replace(
            self, values={**self.values, name: value}, skipped=skipped, history=(*kept, name), chosen=(), page=0
        )

    def skipping(self, name: str) -> Form:
        """With a field left out."""
        values = {each: value for each, value in self.values.items() if each != name}
        kept = tuple(each for each in self.history if each != name)
        skipped = (*(each for each in self.skipped if each != name), name)
        return replace(self, values=values, skipped=skipped, history=(*kept, name), chosen=(), page=0)

    def reopening(self, name: str) -> Form:
        """With a field open again."""
        values = {each: value for each, value in self.values.items() if each != name}
        return replace(
            self,
            values=values,
            skipped=tuple(each for each in self.skipped if each != name),
            history=tuple(each for each in self.history if each != name),
            chosen=(),
            page=0,
        )


def to_document(form: Form) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    return {
        "register": form.register,
        "region": form.region,
        "number": form.number,
        "stage": form.stage.value,
        "asked": form.asked,
        "values": dict(form.values),
        "skipped": list(form.skipped),
        "chosen": list(form.chosen),
        "page": form.page,
        "history": list(form.history),
        "agreed": list(form.agreed),
        "refused": list(form.refused),
        "old_enough": form.old_enough,
    }


def from_document(document: dict[str, Any]) -> Form:
    """The inverse of `to_document`."""
    return Form(
        register=document["register"],
        region=document["region"],
        number=document["number"],
        stage=Stage(document["stage"]),
        asked=document["asked"],
        values=document["values"],
        skipped=tuple(document["skipped"]),
        chosen=tuple(document["chosen"]),
        page=document["page"],
        history=tuple(document["history"]),
        agreed=tuple(document["agreed"]),
        refused=tuple(document["refused"]),
        old_enough=document["old_enough"],
    )
