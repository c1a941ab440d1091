"""Where an interview stands; kept with the conversation, encrypted like all of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.policies.facts import About


class Consent(StrEnum):
    """Whether the person agreed to be asked about sensitive facts (Personal Information Protection Law, art. 29)."""

    UNASKED = "unasked"
    ASKING = "asking"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True)
class Interview:
    """`asked`: facts of the open question, none when all is settled; `history`: the answered ones, oldest first.

    `region`: where it was last looked at, `on` another day than today. `topics` narrows it down, empty for everything.
    `chosen`: lines picked so far from an open list. `focus`: the measure looked at last. `kind` and `page`: the part of
    the results shown last.
    """

    about: About = About.PERSON
    region: str | None = None
    topics: tuple[str, ...] = ()
    on: dt.date | None = None
    known: Circumstances = field(default_factory=Circumstances)
    asked: tuple[str, ...] = ()
    group: str | None = None
    history: tuple[tuple[str, ...], ...] = ()
    chosen: tuple[str, ...] = ()
    consent: Consent = Consent.UNASKED
    focus: str | None = None
    kind: str = "eligible"
    page: int = 0

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self.asked) or self.consent is Consent.ASKING

    def hearing(self, known: Circumstances) -> Interview:
        """With these circumstances and no open question."""
        return replace(self, known=known, asked=(), chosen=())


def to_document(interview: Interview) -> dict[str, Any]:
    """Plain data for storing as JSON; what is implied is not stored, it follows from what was said."""
    return {
        "about": interview.about.value,
        "region": interview.region,
        "topics": list(interview.topics),
        "on": interview.on.isoformat() if interview.on else None,
        "said": {fact: _stored(value) for fact, value in interview.known.said.items()},
        "declined": sorted(interview.known.declined),
        "asked": list(interview.asked),
        "group": interview.group,
        "history": [list(facts) for facts in interview.history],
        "chosen": list(interview.chosen),
        "consent": interview.consent.value,
        "focus": interview.focus,
        "kind": interview.kind,
        "page": interview.page,
    }


def from_document(document: dict[str, Any]) -> Interview:
    """The inverse of `to_document`."""
    return Interview(
        about=About(document["about"]),
        region=document["region"],
        topics=tuple(document["topics"]),
        on=dt.date.fromisoformat(document["on"]) if document["on"] else None,
        known=Circumstances(
            {fact: _restored(value) for fact, value in document["said"].items()},
            declined=frozenset(document["declined"]),
        ),
        asked=tuple(document["asked"]),
        group=document["group"],
        history=tuple(tuple(facts) for facts in document["history"]),
        chosen=tuple(document["chosen"]),
        consent=Consent(document["consent"]),
        focus=document["focus"],
        kind=document["kind"],
        page=document["page"],
    )


def _stored(value: Known) -> Any:
    match value:
        case OneOf():
            return {"one_of": sorted((_stored(each) for each in value.values), key=str)}
        case Decimal():
            return {"decimal": str(value)}
        case dt.date():
            return {"date": value.isoformat()}
    return value


def _restored(stored: Any) -> Known:
    match stored:
        case {"one_of": values}:
            return OneOf(frozenset(_plain(each) for each in values))
        case {"decimal": text}:
            return Decimal(text)
        case {"date": text}:
            return dt.date.fromisoformat(text)
    return _plain(stored)


def _plain(stored: Any) -> bool | int | str:
    assert isinstance(stored, bool | int | str)
    return stored
