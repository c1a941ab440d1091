"""A broadcast as staff write it, before it is composed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.core.messaging.announcement import File, Spot


@dataclass(frozen=True)
class Draft:
    """What staff wrote. `easy_text` is empty if there is none: then everybody gets the standard wording.

    `fair`: the number of the fair it tells of, whose details and calendar file go with it. `description` says what the
    image shows; `qr`: the image is a code that leads to the fair. `corrected`: the title of what this corrects;
    `test_of`: the number of what one of the staff tries out on themselves with this.
    """

    title: str
    text: str
    easy_text: str = ""
    fair: str | None = None
    link: str | None = None
    image: File | None = None
    description: str = ""
    spot: Spot | None = None
    qr: bool = False
    corrected: str | None = None
    test_of: str | None = None


@dataclass(frozen=True)
class FairDetails:
    """A fair as a broadcast tells of it. `lines` are its public details in words, `ends` is when it is over.

    `unsaid`: what is not known about how accessible its place is, in words. `link` leads to it.
    """

    number: str
    title: str
    lines: tuple[str, ...]
    easy_lines: tuple[str, ...]
    ends: dt.datetime
    unsaid: tuple[str, ...] = ()
    is_cancelled: bool = False
    link: str | None = None


def to_document(draft: Draft) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    return asdict(draft)


def from_document(document: Mapping[str, Any]) -> Draft:
    """The inverse of `to_document`."""
    image, spot = document.get("image"), document.get("spot")
    parts = {"image": File(**image) if image else None, "spot": Spot(**spot) if spot else None}
    return Draft(**{**document, **parts})
